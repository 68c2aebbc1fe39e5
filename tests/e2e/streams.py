"""What the end-to-end tests share: running gimbal, taking its output apart, decoding it with FFmpeg."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time

import numpy as np

GIMBAL = shutil.which("gimbal") or "gimbal"
VTEST = "/usr/share/doc/opencv-doc/examples/data/vtest.avi"
SANITIZED = "GIMBAL_SANITIZED" in os.environ
# An end within 0.5 s is promised; five times that is a failure whatever else the machine does. The
# sanitizers' search for leaks comes at the end, so there a stream that hangs is given 30 s.
END_DEADLINE = 60 if SANITIZED else 2.5


def start(*arguments, **options):
    """A running gimbal with its standard output and error on pipes, unless told otherwise."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([GIMBAL, *arguments], **pipes | options)


def run(*arguments, timeout=20, **options):
    """A gimbal that ends by itself."""
    return subprocess.run([GIMBAL, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=timeout, **options)


def record(seconds, *arguments, **options):
    """What gimbal writes in so many seconds, ended by SIGTERM."""
    process = start(*arguments, **options)
    os.set_blocking(process.stdout.fileno(), True)
    chunks = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        chunks.append(process.stdout.read1(1 << 16))
        assert chunks[-1], process.stderr.read().decode()
    process.send_signal(signal.SIGTERM)
    rest, errors = process.communicate(timeout=10)
    assert process.returncode == 0, errors.decode()
    assert errors == b"", errors.decode()
    return b"".join(chunks) + rest


def nal_units(annexb):
    """(type, first payload byte) of every NAL unit behind a four-byte start code."""
    units = []
    at = annexb.find(b"\0\0\0\1")
    while at >= 0:
        units.append((annexb[at + 4] & 0x1f, annexb[at + 5] if at + 5 < len(annexb) else 0))
        at = annexb.find(b"\0\0\0\1", at + 4)
    return units


def decode(source, width, height, pixel_format="rgb24", filters=None):
    """Frames of a file or of bytes as one array: (frames, height, width[, 3])."""
    data = source if isinstance(source, bytes) else None
    command = ["ffmpeg", "-loglevel", "error", "-i", "-" if data else os.fspath(source)]
    command += ["-vf", filters] if filters else []
    command += ["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", pixel_format, "-"]
    raw = subprocess.run(command, input=data, capture_output=True, check=True, timeout=300).stdout
    shape = (-1, height, width) if pixel_format == "gray" else (-1, height, width, 3)
    return np.frombuffer(raw, np.uint8).reshape(shape)


RAMP_BLACK, RAMP_WHITE = 30, 220


def write_ramp(path, fps, seconds):
    """A 1280x720 clip, dark on the left and bright on the right: its brightness says where one looks."""
    line = np.linspace(RAMP_BLACK, RAMP_WHITE, 1280).astype(np.uint8)
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "gray", "-s", "1280x720",
         "-r", str(fps), "-i", "-", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "4",
         "-pix_fmt", "yuv420p", "-video_track_timescale", "90000", str(path)],
        input=np.tile(line, (720, 1)).tobytes() * (fps * seconds), check=True, timeout=60)


def ramp_positions(luma):
    """Where that brightness is: fractions of the ramp's width."""
    return (luma - RAMP_BLACK) / (RAMP_WHITE - RAMP_BLACK)


def frames_yuv420(path, width, height):
    """(Y, U, V) planes of one frame after the other, as the decoder gives them."""
    process = subprocess.Popen(
        ["ffmpeg", "-loglevel", "error", "-i", os.fspath(path), "-fps_mode", "passthrough",
         "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"], stdout=subprocess.PIPE)
    luma, chroma = width * height, width * height // 4
    with process.stdout as raw:
        while len(frame := raw.read(luma + 2 * chroma)) == luma + 2 * chroma:
            planes = np.frombuffer(frame, np.uint8)
            yield (planes[:luma].reshape(height, width),
                   planes[luma:luma + chroma].reshape(height // 2, width // 2),
                   planes[luma + chroma:].reshape(height // 2, width // 2))
    assert process.wait() == 0, "FFmpeg cannot decode it"


def probe(path, entries):
    """What FFprobe says of a file's video: `entries` as its -show_entries takes them."""
    text = subprocess.run(["ffprobe", "-v", "error", "-of", "json", "-select_streams", "v:0",
                           "-show_entries", entries, os.fspath(path)],
                          capture_output=True, check=True, timeout=60).stdout
    return json.loads(text)


def packet_times(path):
    """PTS of every packet in units of the stream's time base, and that time base in seconds."""
    fields = probe(path, "packet=pts:stream=time_base")
    numerator, denominator = fields["streams"][0]["time_base"].split("/")
    return [int(p["pts"]) for p in fields["packets"]], int(numerator) / int(denominator)


def crc16(data):
    """CRC-16/CCITT-FALSE."""
    crc = 0xffff
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xffff
    return crc


def stamp_cell(picture_width):
    """Edge of one cell of the stamp in pixels."""
    return max(4, picture_width // 80)


def read_stamp(luma, picture_width):
    """(frame number, wall clock in ms) from the top left corner of a picture's luma.

    Written from the layout's description in docs/frame-stamp.md, not from the code that draws it.
    """
    cell = stamp_cell(picture_width)
    inset = cell // 4
    bits = 0
    for row in range(1, 5):
        for column in range(1, 25):
            block = luma[row * cell + inset:(row + 1) * cell - inset,
                         column * cell + inset:(column + 1) * cell - inset]
            bits = bits << 1 | int(block.mean() > 128)
    data = bits.to_bytes(12, "big")
    assert crc16(data[:10]) == int.from_bytes(data[10:], "big"), "the stamp's check sum is wrong"
    return int.from_bytes(data[:4], "big"), int.from_bytes(data[4:10], "big")


class Control:
    """A peer of a stream's control socket."""

    def __init__(self, path, timeout=10):
        deadline = time.monotonic() + timeout
        while True:
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                self.socket.connect(os.fspath(path))
                break
            except OSError:
                assert time.monotonic() < deadline, "nobody listens"
                time.sleep(0.01)
        self.socket.settimeout(timeout)
        self.file = self.socket.makefile("rb")

    def send(self, **fields):
        self.send_raw(json.dumps(fields).encode() + b"\n")

    def send_raw(self, data):
        self.socket.sendall(data)

    def next(self, *types):
        """The next event of one of the types."""
        for line in self.file:
            event = json.loads(line)
            if event["type"] in types:
                self.last = event
                return event
        raise AssertionError("the stream closed the control socket")

    def ask(self, **fields):
        """The answer to one command."""
        self.send(**fields)
        while True:
            event = self.next("applied", "refused", "stats")
            if event.get("id") == fields["id"]:
                return event

    def await_stats(self, is_wanted, timeout=20):
        """Stats of which that is true, asked for again and again."""
        deadline = time.monotonic() + timeout
        while True:
            stats = self.ask(id=1 << 40, type="stats")
            if "crop" in stats and is_wanted(stats):
                return stats
            assert time.monotonic() < deadline, stats
            time.sleep(0.02)

    def await_rest(self):
        """The crop once the camera has not moved for half a second."""
        crop, since = None, 0
        while crop is None or time.monotonic() - since < 0.5:
            now = self.await_stats(lambda stats: True)["crop"]
            if now != crop:
                crop, since = now, time.monotonic()
        return crop
