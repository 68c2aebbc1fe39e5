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
SANITIZED = "GIMBAL_SANITIZED" in os.environ
WIDTH, HEIGHT, FPS = (640, 360, 15) if SANITIZED else (1280, 720, 60)
SIZE = ("--width", str(WIDTH), "--height", str(HEIGHT))
# An end within 0.5 s is promised; five times that is a failure whatever else the machine does.
END_DEADLINE = 2.5
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


def test_annexb_starts_with_aud_and_sps_and_has_one_slice_a_frame(ten_seconds):
    data = (ten_seconds / "h264").read_bytes()
    assert data.startswith(b"\0\0\0\1")
    types = [kind for kind, _ in streams.nal_units(data)]
    assert types[:3] == [9, 7, 8]
    pictures = " ".join(map(str, types)).split("9 ")[1:]
    assert len(pictures) >= 5 * FPS
    for picture in pictures[:-1]:
        units = [int(unit) for unit in picture.split()]
        slices = [unit for unit in units if unit in (1, 5)]
        assert len(slices) == 1, units
        if slices == [5]:
            assert 7 in units and 8 in units, "an IDR without SPS and PPS before it"
    assert types.count(5) >= 5, "a keyframe a second"


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
    assert time.monotonic() - closed < END_DEADLINE
    assert process.stderr.read() == b""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(number):
    process = streams.start("stream", "--width", "320", "--height", "180", "--fps", "1/5")
    assert process.stdout.read(4)
    sent = time.monotonic()
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, b"")
    assert time.monotonic() - sent < END_DEADLINE


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
        data += process.communicate(timeout=10)[0]
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
