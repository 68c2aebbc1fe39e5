"""A real go2rtc serves what gimbal go2rtc wrote: found on PATH or by GO2RTC=/path/to/go2rtc."""

import json
import os
import pathlib
import select
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import threading
import time
import urllib.request

import numpy as np
import pytest

import agent_browser
import streams
from streams import END_DEADLINE

GO2RTC = os.environ.get("GO2RTC") or shutil.which("go2rtc")
pytestmark = pytest.mark.skipif(not GO2RTC, reason="no go2rtc on PATH, and GO2RTC= names none")

WIDTH, HEIGHT, FPS = 320, 180, 15
STAMP_HEIGHT = 24
CAMERA = ("--width", str(WIDTH), "--height", str(HEIGHT), "--fps", str(FPS))
ROUNDS = 20
PICTURE_DEADLINE = 20
# A short look at the stream is enough to know it.
RTSP_CLIENT = ("-rtsp_transport", "tcp", "-analyzeduration", "100000", "-probesize", "50000", "-i")


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def is_running(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def await_true(condition, deadline, what):
    end = time.monotonic() + deadline
    while not (value := condition()):
        assert time.monotonic() < end, what
        time.sleep(0.02)
    return value


class Server:
    """A go2rtc with a generated configuration, on ports of its own. Each start of a camera is written
    down by a wrapper, which then becomes the camera."""

    def __init__(self, folder, *arguments, wrapped=True):
        self.starts_file = folder / "starts"
        self.starts_file.touch()
        self.wrapper = folder / "note start"
        self.wrapper.write_text(f"#!/bin/sh\necho $$ >>{shlex.quote(str(self.starts_file))}\n"
                                "exec \"$@\"\n")
        self.wrapper.chmod(0o700)
        self.config = folder / "go2rtc.yaml"
        arguments += ("--exec-wrapper", str(self.wrapper)) if wrapped else ()
        done = streams.run("go2rtc", *arguments, "--output", str(self.config))
        assert done.returncode == 0, done.stderr.decode()
        self.next_steps = done.stdout.decode()
        self.api, self.rtsp, webrtc = free_ports(3)
        self.log = folder / "log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [GO2RTC, "-c", self.config, "-c", f"api.listen=127.0.0.1:{self.api}",
                 "-c", f"rtsp.listen=127.0.0.1:{self.rtsp}",
                 "-c", f"webrtc.listen=127.0.0.1:{webrtc}"],
                cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        await_true(self.answers, 10, "go2rtc does not answer")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        await_true(lambda: not self.running(), 5 * END_DEADLINE, "cameras outlive go2rtc")

    def answers(self):
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.streams()
        except OSError:
            return None

    def streams(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.api}/api/streams", timeout=5) as reply:
            return json.load(reply)

    def url(self, name):
        return f"rtsp://127.0.0.1:{self.rtsp}/{name}"

    def starts(self):
        """Process numbers of all cameras ever started."""
        return [int(line) for line in self.starts_file.read_text().split()]

    def running(self):
        return [pid for pid in self.starts() if is_running(pid)]

    def listeners(self):
        """Addresses that it listens on, TCP and UDP, as the kernel writes them."""
        folder = pathlib.Path(f"/proc/{self.process.pid}")
        own = {os.readlink(fd) for fd in (folder / "fd").iterdir()}
        found = []
        for table, listening in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07")):
            for line in (folder / "net" / table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == listening and f"socket:[{fields[9]}]" in own:
                    found.append(fields[1].split(":")[0])
        return found


class Viewer:
    """FFmpeg at an RTSP address; stamps come out."""

    def __init__(self, url):
        self.process = subprocess.Popen(
            ["ffmpeg", "-loglevel", "error", *RTSP_CLIENT, url, "-vf",
             f"crop={WIDTH}:{STAMP_HEIGHT}:0:0", "-fps_mode", "passthrough", "-f", "rawvideo",
             "-pix_fmt", "gray", "-"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.leave()

    def leave(self):
        self.process.kill()
        self.process.communicate()

    def stamp(self):
        """(frame number, wall clock in ms) of the next picture."""
        frame = b""
        while len(frame) < WIDTH * STAMP_HEIGHT:
            assert select.select([self.process.stdout], [], [], PICTURE_DEADLINE)[0], "no picture"
            data = self.process.stdout.read(WIDTH * STAMP_HEIGHT - len(frame))
            assert data, self.process.stderr.read().decode()
            frame += data
        return streams.read_stamp(np.frombuffer(frame, np.uint8).reshape(STAMP_HEIGHT, WIDTH), WIDTH)

    def stamp_drawn_after(self, clock):
        """The first picture that was drawn after `clock` (ms): what was still on its way is passed
        over."""
        while True:
            number, drawn = self.stamp()
            if drawn > clock:
                return number, drawn


def now():
    return time.time() * 1000


def names(count):
    return [f"omega-{number}" for number in range(count)]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One with four cameras that are started by go2rtc."""
    with Server(tmp_path_factory.mktemp("go2rtc"), "--workers", "4", *CAMERA) as running:
        yield running


def test_it_listens_on_this_machine_only(server):
    assert len(server.listeners()) >= 2
    assert set(server.listeners()) == {"0100007F"}


def test_it_serves_four_cameras(server):
    assert sorted(server.streams()) == names(4)
    for name in names(4):
        probe = subprocess.run(
            ["ffprobe", "-v", "error", "-of", "json", "-show_entries",
             "stream=codec_name,width,height", *RTSP_CLIENT, server.url(name)],
            capture_output=True, check=True, timeout=PICTURE_DEADLINE).stdout
        stream, = json.loads(probe)["streams"]
        assert (stream["codec_name"], stream["width"], stream["height"]) == ("h264", WIDTH, HEIGHT)
    await_true(lambda: not server.running(), END_DEADLINE, "cameras run with nobody watching")


def test_four_viewers_at_once_see_every_frame(server):
    viewers = [Viewer(server.url(name)) for name in names(4)]
    for viewer in viewers:
        with viewer:
            numbers = [viewer.stamp()[0] for _ in range(2 * FPS)]
            assert numbers == list(range(numbers[0], numbers[0] + 2 * FPS))
    await_true(lambda: not server.running(), END_DEADLINE, "cameras run with nobody watching")


@pytest.mark.skipif(not agent_browser.AVAILABLE, reason="no chromium and chromedriver here")
@pytest.mark.parametrize("mode", ["webrtc", "mse"])
def test_a_browser_on_this_machine_sees_a_camera(server, mode):
    with agent_browser.Browser() as browser:
        browser.go(f"http://127.0.0.1:{server.api}/stream.html?src=omega-0&mode={mode}")
        await_true(lambda: browser.run("const video = document.querySelector('video');"
                                       "return video && video.currentTime > 0 && video.videoWidth")
                   == WIDTH, PICTURE_DEADLINE, f"the browser shows nothing over {mode}")
        browser.go("about:blank")
    await_true(lambda: not server.running(), 60, "WebRTC did not notice that its viewer left")


def test_viewers_come_and_go(server):
    before = len(server.starts())
    for visit in range(ROUNDS):
        with Viewer(server.url(names(4)[visit % 4])) as viewer:
            # go2rtc drops what comes before the viewer's SETUP: this is often an early keyframe.
            (first, _), (second, _) = viewer.stamp(), viewer.stamp()
            assert first <= FPS, "a viewer has a picture of the camera's first second"
            assert second == first + 1
        await_true(lambda: not server.running(), END_DEADLINE, "the camera outlived its viewer")
    assert len(server.starts()) - before == ROUNDS, "one start a visit"


def test_annexb_is_served_as_well(tmp_path):
    with Server(tmp_path, "--format", "h264", *CAMERA) as annexb, \
            Viewer(annexb.url("omega-0")) as viewer:
        numbers = [viewer.stamp()[0] for _ in range(FPS)]
        assert numbers == list(range(numbers[0], numbers[0] + FPS))


def test_a_second_viewer_joins_a_running_camera(server):
    before = len(server.starts())
    with Viewer(server.url("omega-0")) as first:
        first.stamp()
        with Viewer(server.url("omega-0")) as second:
            second.stamp()
        assert first.stamp()
    assert len(server.starts()) - before == 1


def test_a_killed_camera_is_seen_again_every_time(server):
    before = len(server.starts())
    with Viewer(server.url("omega-1")) as viewer:
        viewer.stamp()
        for kill in range(ROUNDS):
            pid, = server.running()
            killed = now()
            os.kill(pid, signal.SIGKILL)
            number, _ = viewer.stamp_drawn_after(killed)
            assert number < FPS, "a new camera counts from 0"
            assert len(server.starts()) - before == kill + 2, "one start a kill"
    await_true(lambda: not server.running(), END_DEADLINE, "the camera outlived its viewer")


def test_cameras_end_with_go2rtc_however_it_ends(tmp_path):
    for number in (signal.SIGKILL, signal.SIGTERM):
        folder = tmp_path / number.name
        folder.mkdir()
        with Server(folder, "--workers", "2", *CAMERA) as server:
            with Viewer(server.url("omega-0")) as one, Viewer(server.url("omega-1")) as other:
                one.stamp(), other.stamp()
                assert len(server.running()) == 2
                server.process.send_signal(number)
                await_true(lambda: not server.running(), END_DEADLINE, "cameras outlive go2rtc")


@pytest.fixture
def silent_server():
    """The address of a server that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = []

        def take():
            try:
                while True:
                    taken.append(listener.accept()[0])
            except OSError:
                pass

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/camera"
        listener.shutdown(socket.SHUT_RDWR)
        for connection in taken:
            connection.close()


def test_a_silent_camera_gives_up_and_says_why(tmp_path, silent_server):
    command = (f"{{program}} ptz --source {silent_server} --start-timeout 2 --format {{format}}")
    with Server(tmp_path, "--exec-cmd-template", command) as server:
        began = time.monotonic()
        probe = subprocess.run(["ffprobe", "-v", "error", *RTSP_CLIENT, server.url("omega-0")],
                               capture_output=True, timeout=60)
        assert probe.returncode != 0
        assert time.monotonic() - began < 5 * 2, "viewers wait for the start timeout, not for ever"
        assert len(server.starts()) == 1
        await_true(lambda: not server.running(), END_DEADLINE, "the camera did not give up")
        assert "gimbal ptz: " in server.log.read_text(), "go2rtc's user reads the reason"


def test_fifos(tmp_path):
    fifos = tmp_path / "fifos"
    with Server(tmp_path, "--workers", "2", "--mode", "fifo", "--fifo-dir", str(fifos), *CAMERA,
                wrapped=False) as server:
        commands = [shlex.split(line) for line in server.next_steps.splitlines()
                    if line.startswith("  ")]
        cameras = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
                   for command in commands]
        try:
            assert [stat.S_IMODE(os.stat(fifo).st_mode) for fifo in fifos.iterdir()] == [0o600] * 2
            for visit in range(ROUNDS // 2):
                arrived = now()
                with Viewer(server.url(names(2)[visit % 2])) as viewer:
                    (first, drawn), (second, _) = viewer.stamp(), viewer.stamp()
                assert second == first + 1
                assert drawn > arrived - 1000 * 2 / FPS, "an old picture"
                assert [camera.poll() for camera in cameras] == [None] * 2
        finally:
            for camera in cameras:
                camera.terminate()
        assert [camera.wait(END_DEADLINE) for camera in cameras] == [0, 0]
