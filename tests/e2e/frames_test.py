"""eglsrc frames=: the example writers, and writers that die, stop, start anew and send nonsense.

What a writer sends is written here from docs/frames.md, not from the code that reads it.
"""

import os
import pathlib
import queue
import signal
import struct
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
WIDTH, HEIGHT = 320, 180
BLACK = 0


def frame_bytes(value, width=WIDTH, height=HEIGHT):
    """A frame that is grey all over."""
    pixels = bytes([value]) * (width * height * 4)
    return struct.pack("<8s4IQ", b"GIMBAL-F", 1, width, height, 0, len(pixels)) + pixels + b"GIMBAL-E"


def launch(*arguments, **options):
    env = dict(os.environ)
    if "GIMBAL_PRELOAD" in env:
        env["LD_PRELOAD"] = env["GIMBAL_PRELOAD"]
    return subprocess.Popen(["gst-launch-1.0", *arguments], env=env, **options)


def pictures_of(source, count, folder, width, height):
    """The first pictures that come out of `source` (properties of eglsrc), as RGBA arrays."""
    raw = folder / "pictures.rgba"
    process = launch("eglsrc", *source, f"num-buffers={count}", "!",
                     f"video/x-raw(memory:GLMemory),width={width},height={height},framerate=30/1", "!",
                     "gldownload", "!", "video/x-raw,format=RGBA", "!", "filesink", f"location={raw}")
    assert process.wait(timeout=60) == 0
    return np.fromfile(raw, np.uint8).reshape(-1, height, width, 4)


class Viewer:
    """A live eglsrc whose pictures are looked at one by one, and whose messages are read."""

    def __init__(self, address):
        pictures, into = os.pipe()
        self.process = launch(
            "eglsrc", f"frames={address}", "!",
            f"video/x-raw(memory:GLMemory),width={WIDTH},height={HEIGHT},framerate=30/1", "!",
            "gldownload", "!", "video/x-raw,format=RGBA", "!", "fdsink", f"fd={into}", "sync=false",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, pass_fds=[into])
        os.close(into)
        self.pictures = open(pictures, "rb")
        self.shown = queue.Queue()
        self.messages = b""
        self.threads = [threading.Thread(target=read) for read in (self.read_pictures, self.read_messages)]
        for thread in self.threads:
            thread.start()

    def read_pictures(self):
        size = WIDTH * HEIGHT * 4
        while len(raw := self.pictures.read(size)) == size:
            colours = np.frombuffer(raw, np.uint8).reshape(-1, 4)[:, :3]
            grey = int(colours[0, 0])
            self.shown.put(grey if (colours == grey).all() else "torn")

    def read_messages(self):
        while part := self.process.stdout.read1(1 << 16):
            self.messages += part

    def expect(self, value, meanwhile):
        """Waits for a picture; those before it must show one of `meanwhile`."""
        deadline = time.monotonic() + 20
        while (shown := self.shown.get(timeout=max(0.01, deadline - time.monotonic()))) != value:
            assert shown in meanwhile, (shown, self.messages.decode())
            assert time.monotonic() < deadline, self.messages.decode()

    def await_message(self, words):
        deadline = time.monotonic() + 20
        while words.encode() not in self.messages:
            assert time.monotonic() < deadline, (words, self.messages.decode())
            time.sleep(0.01)

    def close(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)
        for thread in self.threads:
            thread.join(timeout=20)
        self.pictures.close()
        self.process.stdout.close()
        assert self.process.returncode == 0, self.messages.decode()
        return self.messages.decode()


@pytest.fixture
def fifo(tmp_path):
    os.mkfifo(tmp_path / "frames")
    return tmp_path / "frames"


@pytest.fixture
def shared_name():
    name = f"gimbal-test-{os.getpid()}"
    yield name
    for path in pathlib.Path("/dev/shm").glob(name + "*"):
        path.unlink()


@pytest.fixture
def viewer_of():
    viewers = []

    def start(address):
        viewers.append(Viewer(address))
        return viewers[-1]

    yield start
    for viewer in viewers:
        if viewer.process.poll() is None:
            viewer.close()


def run_example(name, argument):
    return subprocess.Popen([sys.executable, EXAMPLES / name, argument], stderr=subprocess.DEVNULL)


def example_picture(number):
    """What both examples say they draw."""
    picture = np.full((360, 640, 4), (32, 64, 128, 255), np.uint8)
    x = number * 4 % (640 - 40)
    picture[160:200, x:x + 40] = (255, 160, 0, 255)
    return picture


# A writer that stops in the middle of its second frame, and says so.
HALF = """
import sys, time
data = sys.stdin.buffer.read()
with open(sys.argv[1], "wb", buffering=0) as pipe:
    pipe.write(data)
    print("half", flush=True)
    time.sleep(60)
"""


def kill_a_writer_in_mid_frame(fifo, whole, half):
    writer = subprocess.Popen([sys.executable, "-c", HALF, fifo], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE)
    data = frame_bytes(whole) + frame_bytes(half)[:WIDTH * HEIGHT * 2]
    writer.stdin.write(data)
    writer.stdin.close()
    assert writer.stdout.readline() == b"half\n"
    writer.kill()
    writer.wait()
    writer.stdout.close()


def test_the_pipe_example_arrives_pixel_for_pixel(fifo, tmp_path):
    writer = run_example("frames_pipe.py", fifo)
    try:
        pictures = pictures_of((f"frames={fifo}", "is-live=false"), 20, tmp_path, 640, 360)
    finally:
        writer.kill()
        writer.wait()
    assert len(pictures) == 20
    for number, picture in enumerate(pictures):
        assert (picture == example_picture(number)).all(), number


def test_the_example_is_read_from_standard_input(tmp_path):
    raw = tmp_path / "pictures.rgba"
    writer = subprocess.Popen([sys.executable, EXAMPLES / "frames_pipe.py", "/dev/stdout"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process = launch("eglsrc", "frames=fd:0", "is-live=false", "num-buffers=5", "!",
                     "video/x-raw(memory:GLMemory),width=640,height=360", "!", "gldownload", "!",
                     "video/x-raw,format=RGBA", "!", "filesink", f"location={raw}", stdin=writer.stdout)
    writer.stdout.close()
    assert process.wait(timeout=60) == 0
    assert writer.wait(timeout=10) != 0, "a writer is told that nobody reads any more"
    assert (np.fromfile(raw, np.uint8).reshape(-1, 360, 640, 4)[4] == example_picture(4)).all()


@pytest.mark.parametrize("live", ["true", "false"])
def test_the_shared_memory_example_arrives_pixel_for_pixel(live, shared_name, tmp_path):
    writer = run_example("frames_shm.py", shared_name)
    try:
        pictures = pictures_of((f"frames=shm:/{shared_name}", f"is-live={live}"), 45, tmp_path, 640, 360)
    finally:
        writer.kill()
        writer.wait()
    shown = []
    for picture in pictures:
        if not picture[:, :, :3].any():
            assert not shown, "black only before the first frame"
            continue
        x = int(np.argmax((picture[170, :, 0] == 255)))
        assert (picture == example_picture(x // 4)).all(), "a torn picture"
        shown.append(x // 4)
    assert shown == sorted(shown) and len(set(shown)) >= 10
    if live == "false":
        assert len(set(shown)) == 45, "each picture is another one"


def test_a_writer_killed_in_mid_frame_and_the_next_one(fifo, viewer_of):
    viewer = viewer_of(fifo)
    for value in (50, 60, 70):
        kill_a_writer_in_mid_frame(fifo, value, 200)
        viewer.expect(value, (BLACK, value - 10))
    with open(fifo, "wb") as pipe:
        pipe.write(frame_bytes(80))
    viewer.expect(80, (70,))
    said = viewer.close()
    assert said.count("has gone in the middle of a frame") == 3
    assert said.count("has gone:") == 1
    assert said.count("Frames of 320x180 come from") == 4
    assert "is not a frame" not in said


def test_garbage_and_short_frames_are_said_and_skipped(fifo, viewer_of):
    viewer = viewer_of(fifo)
    with open(fifo, "wb", buffering=0) as pipe:
        pipe.write(os.urandom(1_000_000))
        viewer.await_message("does not begin with GIMBAL-F")
        pipe.write(frame_bytes(50))
        viewer.expect(50, (BLACK,))
        pipe.write(frame_bytes(60)[:-5000] + frame_bytes(70))  # one is short, its neighbour suffers
        viewer.await_message("not followed by GIMBAL-E")
        pipe.write(frame_bytes(80))
        viewer.expect(80, (50,))
        pipe.write(frame_bytes(90).replace(b"GIMBAL-F\1", b"GIMBAL-F\2"))
        viewer.await_message("version 2, this program reads version 1")
        pipe.write(frame_bytes(100))
        viewer.expect(100, (80,))
    said = viewer.close()
    assert said.count("is not a frame") == 3


def test_an_endless_stream_of_garbage_is_no_storm_of_messages(fifo, viewer_of):
    viewer = viewer_of(fifo)
    with open(fifo, "wb", buffering=0) as pipe:
        bad = frame_bytes(0, 16, 16).replace(b"GIMBAL-E", b"GIMBAL-X")
        for _ in range(2000):
            pipe.write(bad + frame_bytes(30))
    viewer.expect(30, (BLACK,))
    assert viewer.close().count("is not a frame") <= 6


def test_a_writer_that_stops_is_said_once(fifo, viewer_of):
    viewer = viewer_of(fifo)
    with open(fifo, "wb", buffering=0) as pipe:
        pipe.write(frame_bytes(50))
        viewer.await_message("for 2 s: its last picture stays")
        viewer.expect(50, (BLACK, 50))
        pipe.write(frame_bytes(60))
        viewer.expect(60, (50,))
        viewer.await_message("come from")
    said = viewer.close()
    assert said.count("No new frame has come") == 1


def test_shared_memory_is_taken_up_when_its_writer_starts_anew(shared_name, viewer_of):
    viewer = viewer_of(f"shm:/{shared_name}")
    viewer.expect(BLACK, ())
    viewer.await_message("No frame has come from")
    for value, number in ((50, 1), (60, 3)):
        slot_bytes = 64 + 32 + WIDTH * HEIGHT * 4
        ring = bytearray(64 + 2 * slot_bytes)
        struct.pack_into("<8s2I2Q", ring, 0, b"GIMBAL-R", 1, 2, slot_bytes, number)
        struct.pack_into("<Q", ring, 64 + slot_bytes, number)
        ring[64 + slot_bytes + 64:] = frame_bytes(value)[:-8]
        # In place, as a writer does that opens the file with "wb": it is cut to nothing first.
        pathlib.Path("/dev/shm", shared_name).write_bytes(ring)
        viewer.expect(value, (BLACK, value - 10))
    viewer.close()
