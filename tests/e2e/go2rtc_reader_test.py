"""go2rtc's rules, by the byte: that the reader keeps them, and that every producer does."""

import concurrent.futures
import dataclasses
import itertools
import os
import subprocess

import pytest

import go2rtc_reader
import go2rtc_source
import streams
from go2rtc_config import config, producer_source

# Sanitizers cost too much for six cameras at 30 frames a second on two cores.
WIDTH, HEIGHT, FPS = 320, 180, 5 if streams.SANITIZED else 30
STAMP_HEIGHT = 24
FRAMES = 2 * FPS + 5  # with two more keyframes in it
ENCODERS = {"x264": "x264enc", "openh264": "openh264enc"}
FORMATS = ("h264", "mpegts", "flv")

SPS, PPS, IDR, SLICE = (bytes([kind, 0x80, 1, 2, 3, 4]) for kind in (0x67, 0x68, 0x65, 0x41))
SEI = bytes(range(6, 255))  # so that a stream is long enough to be looked at
AUD = b"\x09\xf0"


def annexb(*units):
    return b"".join(b"\0\0\0\1" + unit for unit in units)


def ts_packets(pid, payload, adaptation=b""):
    """A PES packet or a section, cut into transport packets and filled up with an adaptation field."""
    packets = b""
    starts = 0x40
    while payload or starts:
        part, payload = payload[:184], payload[184:]
        field = b""
        if len(part) < 184 or adaptation:
            field = bytes([183 - len(part), 0] + [0xff] * (182 - len(part)))[:184 - len(part)]
        packets += bytes([0x47, starts | pid >> 8, pid & 0xff, 0x30 if field else 0x10]) + field
        packets += part
        starts = 0
    return packets


def ts_tables():
    pat = b"\0\0\xb0\x0d\0\1\xc1\0\0" + b"\0\1\xe1\0" + b"\0\0\0\0"
    pmt = b"\0\2\xb0\x12\0\1\xc1\0\0" + b"\xe1\1\xf0\0" + b"\x1b\xe1\1\xf0\0" + b"\0\0\0\0"
    return ts_packets(0, pat) + ts_packets(0x100, pmt)


def ts_picture(data, ticks, with_length=True):
    stamp = bytes([0x21 | ticks >> 29 & 0x0e, ticks >> 22 & 0xff, 1 | ticks >> 14 & 0xfe,
                   ticks >> 7 & 0xff, 1 | ticks << 1 & 0xfe])
    length = len(data) + 8 if with_length else 0
    return ts_packets(0x101, b"\0\0\1\xe0" + length.to_bytes(2, "big") + b"\x80\x80\5" + stamp + data)


def read_all(data):
    """The frames that are delivered before the stream stands still, and the reader."""
    out, into = os.pipe()
    with open(out, "rb") as pipe:
        with open(into, "wb") as end:
            end.write(data)
        stream = go2rtc_reader.open_stream(pipe.fileno())
        frames = []
        with pytest.raises(EOFError):
            for frame in stream.frames():
                frames.append(frame)
    return frames, stream


# --- the reader


@pytest.mark.parametrize("command, words", [
    ("/a/gimbal stream --fps  30 ", ["/a/gimbal", "stream", "--fps", "30"]),
    ("'/a b/gimbal' \"c d\" e\"f g", ["/a b/gimbal", "c d", "e\"f", "g"]),
    ("/bin/x \\ $(y) ; z", ["/bin/x", "\\", "$(y)", ";", "z"])])
def test_a_command_is_split_on_spaces(command, words):
    source = f"exec:{command}#killsignal=15#killtimeout=5#killsignal"
    assert go2rtc_source.split_source(f"exec:{command}") == (words, {})
    assert go2rtc_source.split_source(source)[0] == words


def test_parameters_stand_behind_the_first_number_sign():
    words, parameters = go2rtc_source.split_source("exec:/a #killsignal=15#b c=2")
    assert (words, parameters) == (["/a"], {"killsignal": "15", "b c": "2"})


@pytest.mark.parametrize("first", [
    annexb(SEI, SPS, PPS, IDR), annexb(IDR, SPS, PPS), b"\0\0\1" + SPS + annexb(PPS, SEI, IDR),
    annexb(SPS, SEI, IDR)], ids=["SEI", "IDR", "short start code", "no PPS"])
def test_a_stream_that_begins_otherwise_is_refused(first):
    with pytest.raises(go2rtc_reader.Refused):
        read_all(first + annexb(SEI, SLICE, SLICE))


def test_annexb_is_cut_at_slices_and_parameter_sets_of_the_next_frame():
    frames, _ = read_all(annexb(AUD, SPS, PPS, SEI, IDR, AUD, SLICE, AUD, SPS, PPS, IDR, AUD, SLICE))
    assert [frame.units() for frame in frames] == [[7, 8, 6, 5], [1], [7, 8, 5]]


def test_a_second_slice_is_taken_for_a_frame():
    frames, _ = read_all(annexb(SPS, PPS, SEI, IDR, SLICE, SLICE, SLICE))
    assert [frame.slices() for frame in frames] == [[5], [1], [1]]


def test_a_pes_packet_with_its_length_is_delivered_at_once():
    data = annexb(AUD, SPS, PPS, SEI, IDR)
    frames, _ = read_all(ts_tables() + ts_picture(data, 90_000) + ts_picture(annexb(SLICE), 93_000))
    assert [(frame.units(), frame.time) for frame in frames] == [([7, 8, 6, 5], 90_000),
                                                                  ([1], 93_000)]


def test_a_pes_packet_of_length_0_waits_for_the_next():
    data = annexb(AUD, SPS, PPS, SEI, IDR)
    frames, _ = read_all(ts_tables() + ts_picture(data, 1, False) + ts_picture(annexb(SLICE), 2, False))
    assert [frame.units() for frame in frames] == [[7, 8, 6, 5]]


def test_a_transport_packet_without_payload_ends_the_stream():
    only_a_clock = bytes([0x47, 1, 1, 0x20, 183]) + bytes(183)
    data = ts_tables() + ts_picture(annexb(SPS, PPS, SEI, IDR), 1)
    with pytest.raises(go2rtc_reader.Refused, match="adaptation"):
        read_all(data + only_a_clock)


def test_jpegs_are_cut_where_one_ends_and_the_next_begins():
    first, second = b"\xff\xd8one\xff\xd9", b"\xff\xd8two\xff\xd9"
    assert [frame.data for frame in read_all(first + second + b"\xff\xd8")[0]] == [first, second]


def test_a_jpeg_that_ends_with_a_read_is_delivered_at_once():
    assert len(read_all(b"\xff\xd8one\xff\xd9")[0]) == 1


def test_anything_else_is_refused():
    with pytest.raises(go2rtc_reader.Refused, match="header"):
        read_all(b"\x1aE\xdf\xa3 Matroska")


# --- the producers


def is_there(element):
    return subprocess.run(["gst-inspect-1.0", "--exists", element]).returncode == 0


def encoders():
    for name, element in ENCODERS.items():
        yield pytest.param(name, marks=pytest.mark.skipif(
            not is_there(element), reason=f"{element} is not on this machine"))


@dataclasses.dataclass
class Recording:
    format: str
    frames: list
    ended_by_itself: bool
    status: int
    errors: str


def record(producer, count):
    """So many frames as go2rtc would take them, then its way of ending the producer."""
    with producer:
        stream = producer.open()
        frames = list(itertools.islice(stream.frames(), count))
        ended = producer.stop()
        return Recording(stream.format, frames, ended, producer.process.returncode,
                         producer.process.stderr.read().decode())


@pytest.fixture(scope="module")
def recordings():
    """One recording of each encoder and format, all made at once."""
    # A producer is tied to the thread that starts it: that is this one.
    producers = {
        (encoder, name): go2rtc_source.Producer(producer_source(
            name, "--width", str(WIDTH), "--height", str(HEIGHT), "--fps", str(FPS),
            "--bitrate", "1M", "--encoder", encoder))
        for encoder, element in ENCODERS.items() if is_there(element) for name in FORMATS}
    with concurrent.futures.ThreadPoolExecutor(len(producers)) as pool:
        made = pool.map(record, producers.values(), itertools.repeat(FRAMES))
        return dict(zip(producers, made))


def stamps(data):
    luma = streams.decode(data, WIDTH, STAMP_HEIGHT, "gray", f"crop={WIDTH}:{STAMP_HEIGHT}:0:0")
    return [streams.read_stamp(frame, WIDTH)[0] for frame in luma]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("encoder", encoders())
def test_the_first_frame_delivered_is_a_keyframe_that_decodes(recordings, encoder, name):
    recording = recordings[encoder, name]
    assert recording.format == name
    assert recording.frames[0].is_key()
    assert len(stamps(recording.frames[0].data)) == 1


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("encoder", encoders())
def test_every_frame_delivered_is_one_picture(recordings, encoder, name):
    frames = recordings[encoder, name].frames
    if name == "h264":
        assert {len(frame.slices()) for frame in frames} == {1}, "one slice a frame"
    numbers = stamps(b"".join(frame.data for frame in frames))
    assert len(numbers) == FRAMES and numbers == sorted(set(numbers))
    # A decoder that is given some of them shows as many pictures.
    assert stamps(b"".join(frame.data for frame in frames[:FPS // 2])) == numbers[:FPS // 2]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("encoder", encoders())
def test_a_viewer_can_begin_at_every_keyframe(recordings, encoder, name):
    frames = recordings[encoder, name].frames
    keys = [number for number, frame in enumerate(frames) if frame.is_key()]
    # Two more within the first second, for viewers who come a moment later; then one a second.
    assert keys[0] == 0 and len([key for key in keys if key <= FPS]) >= 3
    assert all(later - earlier <= FPS for earlier, later in zip(keys, keys[1:]))
    assert keys[3] - keys[2] == FPS
    for key in keys:
        assert len(stamps(b"".join(frame.data for frame in frames[key:]))) == FRAMES - key


@pytest.mark.parametrize("name, second", [("mpegts", 90_000), ("flv", 1000)])
@pytest.mark.parametrize("encoder", encoders())
def test_timestamps_keep_the_pace(recordings, encoder, name, second):
    frames = recordings[encoder, name].frames
    numbers = stamps(b"".join(frame.data for frame in frames))
    for number, frame in zip(numbers, frames):
        due = (number - numbers[0]) * second / FPS
        assert abs(frame.time - frames[0].time - due) <= 1, number


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("encoder", encoders())
def test_the_producer_ends_by_the_kill_signal_of_the_source(recordings, encoder, name):
    recording = recordings[encoder, name]
    assert (recording.ended_by_itself, recording.status, recording.errors) == (True, 0, "")


def test_a_picture_above_64_kb_is_still_one_frame(tmp_path):
    """The length field of a PES packet ends there."""
    noise = tmp_path / "noise.avi"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i",
                    "color=gray:size=640x360:rate=10:duration=1,noise=alls=100:allf=t",
                    "-c:v", "mjpeg", "-q:v", "2", os.fspath(noise)], check=True, timeout=60)
    document = config("--profile", "ptz", "--source", os.fspath(noise), "--width", "640",
                      "--height", "360", "--bitrate", "100M", "--encoder", "x264")
    frames = record(go2rtc_source.Producer(document["streams"]["omega-0"]), 5).frames
    assert all(len(frame.data) > 1 << 16 for frame in frames)
    pictures = streams.decode(b"".join(frame.data for frame in frames), 640, 360, "gray")
    assert len(pictures) == 5


def test_mjpeg_frames_are_whole_pictures():
    source = producer_source("mjpeg", "--width", str(WIDTH), "--height", str(HEIGHT))
    frames = record(go2rtc_source.Producer(source), 10).frames
    assert [len(stamps(frame.data)) for frame in frames] == [1] * 10


def test_a_program_that_is_not_allowed_is_not_started(tmp_path):
    document = config()
    allowed = document["exec"]["allow_paths"]
    with pytest.raises(go2rtc_reader.Refused, match="allow_paths"):
        go2rtc_source.Producer(f"exec:/usr/bin/touch {tmp_path}/started", allowed)
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize("profile", ["headless", "ptz"])
def test_the_generated_sources_start_and_show(profile):
    document = config("--profile", profile, "--width", "320", "--height", "180")
    with go2rtc_source.Producer(document["streams"]["omega-0"],
                                document["exec"]["allow_paths"]) as producer:
        frames = list(itertools.islice(producer.open().frames(), 3))
    pictures = streams.decode(b"".join(frame.data for frame in frames), 320, 180)
    assert len(pictures) == 3
