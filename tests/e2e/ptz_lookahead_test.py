"""gimbal ptz --lookahead: encoded video of a live source is shown so much later, and says so."""

import os
import signal
import socket
import subprocess
import time

import numpy as np
import pytest

import streams

WIDTH, HEIGHT, FPS = 640, 360, 25


@pytest.fixture
def camera():
    """The address of a live MPEG-TS over UDP whose frames say when they were drawn."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sender = subprocess.Popen(
        ["gst-launch-1.0", "-q", "scenesrc", "scene=court", "frame-stamp=true", "!",
         f"video/x-raw,width={WIDTH},height={HEIGHT},framerate={FPS}/1", "!",
         "x264enc", "tune=zerolatency", "speed-preset=ultrafast", "bitrate=1500",
         f"key-int-max={FPS // 2}", "!", "mpegtsmux", "alignment=7", "!", "udpsink",
         "host=127.0.0.1", f"port={port}", "sync=false"], env=preloaded())
    yield sender, f"udp://127.0.0.1:{port}"
    sender.send_signal(signal.SIGCONT)
    sender.terminate()
    sender.wait(timeout=10)


def preloaded():
    preload = {"LD_PRELOAD": os.environ["GIMBAL_PRELOAD"]} if "GIMBAL_PRELOAD" in os.environ else {}
    return os.environ | preload


class Viewer:
    """A virtual camera that shows all of that, and what it wrote, with the time at which it came."""

    def __init__(self, uri, folder, *options):
        self.process = streams.start(
            "ptz", "--source", uri, "--width", str(WIDTH), "--format", "h264", "--bitrate", "8M",
            "--control", str(folder / "c"), *options)
        self.control = streams.Control(folder / "c")
        self.data = b""
        self.times = []

    def watch(self, frames):
        """Reads until that many more frames have come."""
        wanted = len(self.times) + frames
        while len(self.times) < wanted:
            chunk = self.process.stdout.read1(1 << 20)
            assert chunk, self.process.stderr.read().decode()
            before = self.data.count(b"\0\0\0\1\x09")
            self.data += chunk
            # An access unit begins with its delimiter; writes are whole frames.
            self.times += [time.time()] * (self.data.count(b"\0\0\0\1\x09") - before)

    def end(self):
        """(frame number, seconds from drawing to arrival) of every frame."""
        self.process.terminate()
        self.process.stdout.read()
        assert self.process.wait(timeout=10) == 0
        assert self.process.stderr.read() == b""
        pictures = streams.decode(self.data, WIDTH, HEIGHT, "gray")
        stamps = [streams.read_stamp(picture, WIDTH) for picture in pictures]
        return [(number, came - drawn / 1000) for (number, drawn), came in
                zip(stamps, self.times)]


def watch_live(camera, folder, *options):
    """(latency that is said, latencies that are seen) once the stream has settled."""
    viewer = Viewer(camera[1], folder, *options)
    viewer.watch(3 * FPS)
    said = viewer.control.await_stats(lambda stats: True)["latency"] / 1e9
    frames = viewer.end()[FPS:]
    numbers = [number for number, _ in frames]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), "no frame is left out"
    return said, np.array([latency for _, latency in frames])


def test_a_live_source_is_shown_later_and_says_by_how_much(camera, tmp_path):
    said, seen = watch_live(camera, tmp_path)
    said_later, seen_later = watch_live(camera, tmp_path, "--lookahead", "800ms")
    assert said_later - said == pytest.approx(0.8, abs=1e-6)
    # One frame is the grain of what the queue holds; the machine may hesitate for a few more.
    assert np.median(seen_later) - np.median(seen) == pytest.approx(0.8, abs=5 / FPS)


def test_a_source_that_stalls_comes_back_as_late_as_before(camera, tmp_path):
    viewer = Viewer(camera[1], tmp_path, "--lookahead", "500ms")
    viewer.watch(2 * FPS)
    camera[0].send_signal(signal.SIGSTOP)
    frames = -1
    while frames != (frames := viewer.control.ask(id=1, type="stats")["frames"]):
        time.sleep(0.5)
    camera[0].send_signal(signal.SIGCONT)
    viewer.watch(3 * FPS)
    latencies = [latency for _, latency in viewer.end()]
    assert np.median(latencies[-FPS:]) == pytest.approx(np.median(latencies[FPS:2 * FPS]),
                                                        abs=5 / FPS)


@pytest.mark.parametrize("codec, name", [("libx264", "clip.mp4"), ("mpeg4", "clip.avi"),
                                         ("mjpeg", "clip.mkv"), ("libx264", "clip.ts")])
def test_every_frame_of_a_file_comes_out(codec, name, tmp_path):
    """Sound comes first in the file, and is not what is held back."""
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "sine=f=440", "-f", "lavfi", "-i",
         "testsrc2=s=320x180:r=25", "-t", "2", "-c:v", codec, "-pix_fmt",
         "yuvj420p" if codec == "mjpeg" else "yuv420p", "-c:a", "mp2", tmp_path / name],
        check=True, timeout=60)
    output = tmp_path / "out.ts"
    done = streams.run("ptz", "--source", str(tmp_path / name), "--width", "320", "--lookahead",
                       "1.5s", "--format", "mpegts", "--output", str(output))
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(streams.decode(output, 320, 180)) == 50


def test_a_loop_and_a_start_in_mid_file_go_on_without_a_gap(tmp_path):
    clip = tmp_path / "clip.mp4"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25",
                    "-t", "2", "-c:v", "libx264", "-pix_fmt", "yuv420p", clip], check=True,
                   timeout=60)
    output = tmp_path / "out.ts"
    process = streams.start("ptz", "--source", str(clip), "--width", "320", "--lookahead", "1s",
                            "--start-seconds", "1", "--loop", "--format", "mpegts", "--output",
                            str(output), "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    control.await_stats(lambda stats: stats["frames"] > 130)
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0
    ticks, seconds = streams.packet_times(output)
    steps = np.diff(ticks) * seconds
    assert steps.min() == pytest.approx(1 / 25, abs=0.002), "no frame beside another"
    assert steps.max() == pytest.approx(1 / 25, abs=0.002)


def test_what_cannot_be_held_back_is_said(tmp_path):
    clip = tmp_path / "raw.avi"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25",
                    "-t", "1", "-c:v", "rawvideo", clip], check=True, timeout=60)
    done = streams.run("ptz", "--source", str(clip), "--lookahead", "1s", "--output", "null")
    assert done.returncode == 1
    assert b"without --lookahead" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_scene_holds_its_frames_instead(tmp_path):
    process = streams.start("ptz", "--source", "scene:court", "--width", "320", "--mode", "follow",
                            "--lookahead", "500ms", "--output", "null", "--control",
                            str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    stats = control.await_stats(lambda stats: stats["steering"] == "tracking")
    assert 0.5e9 <= stats["latency"] < 0.7e9
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0
    assert process.stderr.read() == b""
