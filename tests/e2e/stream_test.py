"""gimbal stream: what it writes, and how it ends."""

import concurrent.futures
import os
import pathlib
import re
import signal
import time

import pytest

import streams

# Sanitizers cost too much for 720p at 60 frames a second on two cores.
WIDTH, HEIGHT, FPS = (640, 360, 15) if streams.SANITIZED else (1280, 720, 60)
SIZE = ("--width", str(WIDTH), "--height", str(HEIGHT))
STAMP_HEIGHT = 6 * WIDTH // 80


@pytest.fixture(scope="module")
def ten_seconds(tmp_path_factory):
    """Ten seconds of Annex B and of MPEG-TS, recorded side by side."""
    folder = tmp_path_factory.mktemp("recordings")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        formats = {f: pool.submit(streams.record, 10, "stream", *SIZE, "--fps", str(FPS),
                                  "--format", f) for f in ("h264", "mpegts")}
        for name, recording in formats.items():
            (folder / name).write_bytes(recording.result())
    return folder


def pictures_of(annexb):
    """Types of the NAL units of each picture, what comes before the first delimiter left out."""
    types = " ".join(str(kind) for kind, _ in streams.nal_units(annexb))
    return [[int(kind) for kind in picture.split()] for picture in types.split("9 ")[1:]]


def test_annexb_starts_with_aud_and_sps_and_has_one_slice_a_frame(ten_seconds):
    data = (ten_seconds / "h264").read_bytes()
    assert data.startswith(b"\0\0\0\1")
    assert [kind for kind, _ in streams.nal_units(data)][:3] == [9, 7, 8]
    pictures = pictures_of(data)
    assert len(pictures) >= 5 * FPS
    for units in pictures[:-1]:
        slices = [unit for unit in units if unit in (1, 5)]
        assert len(slices) == 1, units
        if slices == [5]:
            assert 7 in units and 8 in units, "an IDR without SPS and PPS before it"


def test_a_gop_is_one_second(ten_seconds):
    pictures = pictures_of((ten_seconds / "h264").read_bytes())
    keyframes = [number for number, units in enumerate(pictures) if 5 in units]
    assert keyframes[0] == 0 and len(keyframes) >= 5
    # Two more are made for viewers who come a moment after the reader.
    steps = [later - earlier for earlier, later in zip(keyframes, keyframes[1:])]
    assert max(steps[:2]) <= FPS and set(steps[2:]) == {FPS}, steps


def test_no_frame_waits_for_a_later_one(ten_seconds):
    kinds = {frame["pict_type"]
             for frame in streams.probe(ten_seconds / "h264", "frame=pict_type")["frames"]}
    assert kinds == {"I", "P"}
    report = streams.probe(ten_seconds / "mpegts", "packet=pts,dts:stream=has_b_frames")
    assert report["streams"][0]["has_b_frames"] == 0
    assert all(packet["pts"] == packet["dts"] for packet in report["packets"])


def test_the_bit_rate_is_kept(tmp_path):
    """The court at this size wants twice as much and more. Over ten seconds the rate is met within
    10 %; x264's buffer lets a second have 0.6 seconds' worth more."""
    bitrate, fps = 300_000, 30
    with concurrent.futures.ThreadPoolExecutor() as pool:
        recordings = {encoder: pool.submit(
            streams.record, 11, "stream", "--width", "640", "--height", "360", "--fps", str(fps),
            "--scene", "court", "--bitrate", str(bitrate), "--encoder", encoder)
            for encoder in ("x264", "openh264")}
        for encoder, recording in recordings.items():
            (tmp_path / encoder).write_bytes(recording.result())
    for encoder in recordings:
        packets = streams.probe(tmp_path / encoder, "packet=size")["packets"]
        bits = [8 * int(packet["size"]) for packet in packets]
        seconds = [sum(bits[at:at + fps]) for at in range(0, len(bits) - fps, fps)]
        assert len(seconds) >= 7, encoder
        assert 0.85 * bitrate < sum(seconds) / len(seconds) < 1.1 * bitrate, (encoder, seconds)
        assert max(seconds) < 1.6 * bitrate, (encoder, seconds)


@pytest.mark.parametrize("name", ["h264", "mpegts"])
def test_stamped_frame_numbers_go_up_by_exactly_one(ten_seconds, name):
    frames = streams.decode(ten_seconds / name, WIDTH, STAMP_HEIGHT, "gray",
                            f"crop={WIDTH}:{STAMP_HEIGHT}:0:0")
    stamps = [streams.read_stamp(frame, WIDTH) for frame in frames]
    assert len(stamps) >= 5 * FPS
    assert [number for number, _ in stamps] == list(range(len(stamps)))
    clocks = [clock for _, clock in stamps]
    assert clocks == sorted(clocks)
    assert abs(clocks[-1] - time.time() * 1000) < 600_000


def test_pts_go_up_by_one_frame_interval(ten_seconds):
    times, base = streams.packet_times(ten_seconds / "mpegts")
    steps = {later - earlier for earlier, later in zip(times, times[1:])}
    assert len(times) >= 5 * FPS
    assert steps == {round(1 / FPS / base)}


def test_the_picture_is_upright_and_red_is_red(ten_seconds):
    frame = streams.decode(ten_seconds / "h264", WIDTH, HEIGHT,
                           filters="select=eq(n\\,5)")[0].astype(int)
    bars = [(235, 235, 235), (235, 235, 16), (16, 235, 235), (16, 235, 16), (235, 16, 235),
            (235, 16, 16), (16, 16, 235)]
    for i, bar in enumerate(bars):
        x = WIDTH * (2 * i + 1) // 14
        assert abs(frame[HEIGHT // 2, x] - bar).max() <= 6, (i, frame[HEIGHT // 2, x])
    assert frame[HEIGHT - 20].max() < 60, "the floor is below the bars"


@pytest.mark.parametrize("fps", ["60", "1", "1/5"])
def test_closing_the_reader_ends_it_at_once_and_quietly(fps):
    process = streams.start("stream", "--width", "320", "--height", "180", "--fps", fps)
    assert process.stdout.read(4) == b"\0\0\0\1"
    process.stdout.close()
    closed = time.monotonic()
    assert process.wait(timeout=10) == 0
    assert time.monotonic() - closed < streams.END_DEADLINE
    assert process.stderr.read() == b""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(number):
    process = streams.start("stream", "--width", "320", "--height", "180", "--fps", "1/5")
    assert process.stdout.read(4)
    sent = time.monotonic()
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, b"")
    assert time.monotonic() - sent < streams.END_DEADLINE


def test_a_signal_while_it_starts_ends_it_in_order_too():
    process = streams.start("stream", "--output", "null")
    status = pathlib.Path(f"/proc/{process.pid}/status")
    while not int(re.search(r"SigCgt:\s*(\w+)", status.read_text())[1], 16) >> 14 & 1:
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, b"")


def test_what_libraries_print_does_not_get_into_the_stream(tmp_path):
    # GST_DEBUG_FILE=- makes GStreamer write its log to standard output.
    with open(tmp_path / "log", "w+b") as log:
        process = streams.start("stream", "--width", "320", "--height", "180", stderr=log,
                                env=os.environ | {"GST_DEBUG": "4", "GST_DEBUG_FILE": "-"})
        data = process.stdout.read(20_000)
        process.send_signal(signal.SIGTERM)
        data += process.stdout.read()
        process.wait(timeout=10)
    assert b"INFO" in (tmp_path / "log").read_bytes(), "the log must be there, on standard error"
    assert b" INFO " not in data
    assert streams.decode(data, 320, 180).shape[0] > 1


def test_mjpeg_is_one_picture_after_another():
    data = streams.record(2, "stream", "--width", "320", "--height", "180", "--format", "mjpeg")
    assert data.startswith(b"\xff\xd8")
    assert data.count(b"\xff\xd8\xff") >= 10
    frame = streams.decode(data, 320, 180)[0].astype(int)
    assert abs(frame[80, 320 * 11 // 14] - (235, 16, 16)).max() <= 10
    assert abs(frame[80, 320 * 3 // 14] - (235, 235, 16)).max() <= 10


def test_output_to_a_file(tmp_path):
    target = tmp_path / "with space \"and quotes\".ts"
    process = streams.start("stream", "--width", "320", "--height", "180", "--format", "mpegts",
                            "--output", str(target), "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    while control.next("stats")["frames"] < 20:
        pass
    control.send(id=1, type="stop")
    assert process.wait(timeout=10) == 0
    assert len(streams.decode(target, 320, 180)) >= 20
    assert not (tmp_path / "c").exists()
