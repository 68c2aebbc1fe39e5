"""gimbal stream as a producer: readers that are slow, leave and come back, and what ends it."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

import streams

SIZE = ("--width", "320", "--height", "192")
FORMATS = ("h264", "mpegts", "flv")


def stamps(data, width=320, height=192):
    """(frame number, wall clock in ms) of every frame of a recording."""
    return [streams.read_stamp(frame, width)
            for frame in streams.decode(data, width, height, "gray")]


def read_for(stream, seconds):
    """What comes in so many seconds."""
    data = b""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        data += stream.read1(1 << 16)
    return data


@pytest.fixture
def fifo(tmp_path):
    path = tmp_path / "fifo"
    os.mkfifo(path, 0o600)
    return path


# --- formats -------------------------------------------------------------------------------------

@pytest.mark.parametrize("encoder", ["x264", "openh264"])
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("renderer", ["egl", "cpu"])
def test_every_frame_of_every_format_arrives(name, encoder, renderer):
    data = streams.record(2, "stream", *SIZE, "--fps", "20", "--format", name, "--encoder", encoder,
                          "--renderer", renderer)
    numbers = [number for number, _ in stamps(data)]
    assert len(numbers) >= 20
    assert numbers == list(range(len(numbers)))
    if name == "flv":
        times = flv_times(data)
        assert times == sorted(times) and times[-1] < 5000


def flv_times(data):
    """Milliseconds in every tag, metadata included."""
    times, at = [], 13
    while at + 11 <= len(data):
        size = int.from_bytes(data[at + 1:at + 4], "big")
        times.append(data[at + 7] << 24 | int.from_bytes(data[at + 4:at + 7], "big"))
        at += 11 + size + 4
    return times


def test_stats_say_which_encoder_and_which_path(tmp_path):
    for renderer, path in (("egl", "readback"), ("cpu", "cpu")):
        process = streams.start("stream", *SIZE, "--renderer", renderer, "--encoder", "openh264",
                                "--output", "null", "--control", tmp_path / renderer)
        stats = streams.Control(tmp_path / renderer).next("stats")
        assert (stats["encoder"], stats["path"]) == ("openh264enc", path)
        process.terminate()
        assert process.wait(timeout=10) == 0


def test_an_encoder_that_is_not_there_is_said_with_its_reason():
    result = streams.run("stream", "--encoder", "nvenc", "--output", "null")
    if result.returncode == 0:
        pytest.skip("NVENC works here")
    assert result.returncode == 1
    assert result.stderr.count(b"\n") == 1
    assert b"nvcudah264enc: " in result.stderr and b"nvh264enc: " in result.stderr


def with_fragment(tmp_path, name, change):
    """An environment in which a fragment is what `change` makes of its text, without comments."""
    pipelines = tmp_path / "pipelines"
    shutil.copytree(os.environ["GIMBAL_PIPELINES_DIR"], pipelines)
    lines = (pipelines / name).read_text().splitlines()
    (pipelines / name).write_text(change(" ".join(line for line in lines if line[0] != "#")))
    return os.environ | {"GIMBAL_PIPELINES_DIR": str(pipelines)}


def test_an_encoder_that_does_not_open_is_named_with_its_reason_and_the_next_is_tried(tmp_path):
    broken = with_fragment(tmp_path, "encode-x264.launch", "identity error-after=1 ! {}".format)
    process = streams.start("stream", *SIZE, "--force-sw", "--output", "null",
                            "--control", tmp_path / "c",
                            env=broken | {"GST_DEBUG": "gimbal:4", "GST_DEBUG_NO_COLOR": "1"})
    assert streams.Control(tmp_path / "c").next("stats")["encoder"] == "openh264enc"
    process.terminate()
    _, errors = process.communicate(timeout=10)
    said = [line.split(" INFO ")[1].split(": ", 1)[1] for line in errors.decode().splitlines()
            if " INFO " in line]
    failed = said.index("x264 (x264enc) does not open: Failed after iterations as requested.")
    assert said.index("encoding with openh264enc") > failed


def test_doctor_says_the_same_in_json():
    report = json.loads(streams.run("doctor", "--json").stdout)
    encoders = {finding["what"]: finding for finding in report["encoders"]}
    assert encoders["x264 (x264enc)"]["ok"]
    assert list(encoders)[2:4] == ["va (vah264enc)", "va (vah264lpenc)"]
    assert all(finding["ok"] or finding["why"] for finding in encoders.values())
    assert {"elements", "registry", "egl", "gl", "cuda", "encoders", "stream"} <= set(report)
    assert report["stream"][0]["what"].startswith("path ")
    text = streams.run("doctor").stdout.decode()
    assert all(finding["what"] in text for section in report.values() if isinstance(section, list)
               for finding in section)


def test_doctor_does_not_promise_a_path_without_opengl():
    # EGL's loader is there, and no driver that it could load.
    environment = os.environ | {"__EGL_VENDOR_LIBRARY_FILENAMES": "/nowhere.json"}
    report = json.loads(streams.run("doctor", "--json", env=environment).stdout)
    path, encoder = report["stream"]
    assert path["ok"] is False and "--renderer cpu" in path["why"]
    assert encoder["ok"] is True


# --- slow readers --------------------------------------------------------------------------------

def stamps_of_whole_frames(data):
    """Without the last frame, which may have been read, or written, in part."""
    return [streams.read_stamp(frame, 640)
            for frame in streams.decode(data, 640, 360, "gray")[:-1]]


def age_of_last_frame(data, read_at):
    """Milliseconds from the drawing of the newest whole frame to its being read."""
    return read_at - stamps_of_whole_frames(data)[-1][1]


@pytest.mark.parametrize("name", FORMATS)
def test_a_slow_reader_costs_frames_and_not_time(name, tmp_path):
    # A fraction of what would come is read.
    process = streams.start("stream", "--width", "640", "--height", "360", "--fps", "30", "--scene",
                            "court", "--bitrate", "2M", "--format", name,
                            "--control", tmp_path / "c")
    control = streams.Control(tmp_path / "c")
    data, marks = b"", []
    started = time.monotonic()
    for seconds in (4, 9):
        while time.monotonic() < started + seconds:
            data += process.stdout.read(2048)
            time.sleep(2048 / 20_000)
        marks.append((len(data), time.time() * 1000))
    drops = control.ask(id=1, type="stats")["drops"]
    process.terminate()
    rest = process.stdout.read()  # and not communicate, which does not know what is buffered
    assert (process.wait(timeout=10), process.stderr.read()) == (0, b"")
    numbers = [number for number, _ in stamps_of_whole_frames(data + rest)]
    assert numbers == sorted(set(numbers)), "the stream stays decodable and in order"
    assert drops > 0 and numbers[-1] > len(numbers)
    early, late = (age_of_last_frame(data[:length], read_at) for length, read_at in marks)
    # What lies between the two sides is bounded by the pipe: five seconds of being slow add nothing.
    assert late < early + 1500, (early, late)


# --- FIFOs ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", FORMATS)
def test_a_fifo_serves_readers_that_come_and_go_from_a_keyframe(name, fifo):
    process = streams.start("stream", *SIZE, "--fps", "30", "--gop", "3000", "--format", name,
                            "--output", fifo)
    seen = []
    for _ in range(3):
        with open(fifo, "rb", buffering=0) as reader:
            data = b""
            while len(data) < 12_000:
                data += reader.read(4096)
        seen.append(stamps(data))
        assert process.poll() is None
    process.terminate()
    assert (process.wait(timeout=10), process.stderr.read()) == (0, b"")
    for frames in seen:
        numbers = [number for number, _ in frames]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    # The camera went on while nobody looked.
    assert seen[0][-1][0] < seen[1][0][0] and seen[1][-1][0] < seen[2][0][0]


def test_a_fifo_without_a_reader_waits_and_can_be_stopped(fifo):
    process = streams.start("stream", *SIZE, "--start-timeout", "1", "--output", fifo,
                            "--control", f"{fifo}.control")
    control = streams.Control(f"{fifo}.control")
    assert [control.next("stats")["frames"] for _ in range(3)] == [0, 0, 0]
    process.terminate()
    _, errors = process.communicate(timeout=streams.END_DEADLINE)
    assert (process.returncode, errors) == (0, b"")


def first_numbers(path):
    """Frame numbers of the first bytes that a reader of the FIFO gets."""
    with open(path, "rb", buffering=0) as reader:
        data = b""
        while len(data) < 12_000:
            part = reader.read(4096)
            assert part, "the stream ended"
            data += part
    return [number for number, _ in stamps(data)]


def make_anew(fifo):
    """Another FIFO of the same name; the old one stays in use where it is open."""
    fifo.unlink()
    os.mkfifo(fifo, 0o600)


def test_a_fifo_that_is_removed_and_made_again_is_served(fifo):
    process = streams.start("stream", *SIZE, "--output", fifo, "--control", f"{fifo}.control")
    streams.Control(f"{fifo}.control").next("stats")  # it waits for its first reader
    make_anew(fifo)
    first = first_numbers(fifo)
    # Between two readers, whether the first one's leaving has been noticed yet or not.
    make_anew(fifo)
    second = first_numbers(fifo)
    with open(fifo, "rb", buffering=0) as reader:
        assert reader.read(1)
        make_anew(fifo)
        assert reader.read(1), "who reads is served to his end"
    third = first_numbers(fifo)
    process.terminate()
    assert (process.wait(timeout=10), process.stderr.read()) == (0, b"")
    for numbers in (first, second, third):
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert first[-1] < second[0] and second[-1] < third[0]


def test_a_fifo_that_is_gone_is_said_and_waited_for(fifo):
    process = streams.start("stream", *SIZE, "--output", fifo)
    first_numbers(fifo)
    fifo.unlink()
    assert process.stderr.readline() == (f"gimbal stream: {fifo} is gone. Make it again with "
                                         "mkfifo; it is waited for.\n").encode()
    os.mkfifo(fifo, 0o600)
    assert first_numbers(fifo)
    fifo.unlink()
    process.terminate()
    _, errors = process.communicate(timeout=streams.END_DEADLINE)
    assert process.returncode == 0
    assert errors.count(b"\n") <= 1, "the second time may have been seen, too"


def test_a_file_in_the_place_of_a_fifo_is_an_error_and_stays_as_it_is(fifo):
    process = streams.start("stream", *SIZE, "--output", fifo)
    first_numbers(fifo)
    (fifo.parent / "file").write_bytes(b"precious")
    (fifo.parent / "file").rename(fifo)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 1
    assert errors.count(b"\n") == 1
    assert errors.startswith(f"gimbal stream: {fifo} is no FIFO any more".encode())
    assert fifo.read_bytes() == b"precious"


# --- ends ----------------------------------------------------------------------------------------

# Under nohup, which these tests may be run with, a stream is meant to outlive its parent.
PARENT = """
import signal, subprocess, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stderr=sys.stderr)
print(child.pid, flush=True)
child.wait()
"""


def pid_is_gone(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.parametrize("output", ["file", "null", "fifo"])
def test_the_death_of_the_parent_ends_it(output, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    target = "null" if output == "null" else tmp_path / output
    parent = subprocess.Popen([sys.executable, "-c", PARENT, streams.GIMBAL, "stream", *SIZE,
                               "--output", str(target), "--control", str(tmp_path / "c")],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    pid = int(parent.stdout.readline())
    streams.Control(tmp_path / "c").next("hello")
    parent.kill()
    killed = time.monotonic()
    while not pid_is_gone(pid):
        assert time.monotonic() - killed < streams.END_DEADLINE
        time.sleep(0.01)
    parent.wait()
    assert parent.stderr.read() == b""


def test_the_end_of_the_thread_that_started_it_does_not_end_it(tmp_path):
    started = []
    thread = threading.Thread(target=lambda: started.append(streams.start(
        "stream", *SIZE, "--output", "null", "--control", str(tmp_path / "c"))))
    thread.start()
    thread.join()
    control = streams.Control(tmp_path / "c")
    while control.next("stats")["frames"] < 20:
        pass
    started[0].terminate()
    assert started[0].wait(timeout=10) == 0


def test_nothing_follows_the_last_whole_frame():
    process = streams.start("stream", "--width", "1280", "--height", "720", "--fps", "30", "--scene",
                            "court", "--format", "mpegts")
    data = read_for(process.stdout, 2)
    process.send_signal(signal.SIGTERM)
    data += process.stdout.read()
    assert process.wait(timeout=10) == 0
    assert len(data) % 188 == 0
    result = subprocess.run(["ffmpeg", "-v", "warning", "-i", "-", "-f", "null", "-"], input=data,
                            capture_output=True, timeout=60)
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_source_without_pictures_ends_at_the_start_timeout():
    listener = subprocess.Popen(["nc", "-lk", "127.0.0.1", "18554"], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL)
    try:
        started = time.monotonic()
        result = streams.run("ptz", "--source", "rtsp://127.0.0.1:18554/silent", "--start-timeout",
                             "2")
    finally:
        listener.kill()
        listener.wait()
    assert result.returncode == 1 and result.stdout == b""
    assert result.stderr.count(b"\n") == 1
    assert b"no picture came within 2 seconds" in result.stderr
    assert time.monotonic() - started < 10


def test_a_full_disk_is_said_once():
    result = streams.run("stream", *SIZE, "--output", "/dev/full")
    assert result.returncode == 1
    assert result.stderr == b"gimbal stream: cannot write to /dev/full: No space left on device\n"


def slow_encoder(tmp_path, seconds):
    """An environment whose x264 takes so long for each picture; for the first on the main thread."""
    return with_fragment(tmp_path, "encode-x264.launch",
                         f"identity sleep-time={int(seconds * 1e6)} ! {{}}".format)


def test_a_signal_ends_it_even_where_the_main_thread_hangs(tmp_path):
    process = streams.start("stream", "--encoder", "x264", "--control", tmp_path / "c",
                            env=slow_encoder(tmp_path, 60))
    streams.Control(tmp_path / "c").socket.close()  # it has come as far as its control socket
    time.sleep(0.2)  # nothing says that the trial has begun
    process.terminate()
    _, errors = process.communicate(timeout=streams.END_DEADLINE)
    assert (process.returncode, errors) == (0, b"")


def test_a_main_thread_that_hangs_at_the_start_is_given_up(tmp_path):
    result = streams.run("stream", "--encoder", "x264", "--start-timeout", "1",
                         env=slow_encoder(tmp_path, 60))
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.count(b"\n") == 1 and b"hangs while it starts" in result.stderr


def test_a_slow_start_takes_no_early_keyframe_away(tmp_path):
    data = streams.record(4, "stream", *SIZE, "--fps", "2", "--gop", "3000", "--encoder", "x264",
                          env=slow_encoder(tmp_path, 0.4))
    kinds = [kind for kind, _ in streams.nal_units(data) if kind in (1, 5)]
    assert kinds[0] == 5 and 5 in kinds[1:], kinds


def test_elements_of_a_fragment_that_a_user_has_changed_are_found(tmp_path):
    grey = with_fragment(tmp_path, "source-scene.launch", "{} ! videobalance saturation=0".format)
    process = streams.start("stream", *SIZE, "--renderer", "cpu", "--no-frame-stamp", env=grey)
    data = process.stdout.read(3000)
    process.terminate()
    data += process.stdout.read()
    assert process.wait(timeout=10) == 0
    frame = streams.decode(data, 320, 192)[0].astype(int)
    assert abs(frame - frame.mean(axis=2, keepdims=True)).max() < 8, "the bars are grey"


def test_a_device_idx_of_earlier_configurations_needs_no_cuda():
    process = streams.start("stream", *SIZE, "--renderer", "egl", "--encoder", "auto",
                            "--device-idx", "0")
    assert process.stdout.read(4) == b"\0\0\0\1"
    process.terminate()
    assert process.wait(timeout=10) == 0


def test_options_of_earlier_producers_are_taken():
    process = streams.start(
        "stream", "--instance-id", "omega-0", "--width", "320", "--height", "192", "--fps", "30",
        "--gop", "30", "--bitrate", "800k", "--renderer", "cpu", "--encoder", "ffmpeg",
        "--device-idx", "0", "--force-sw", "--stdout-chunk", "65536", "--debug")
    assert process.stdout.read(4) == b"\0\0\0\1"
    process.terminate()
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 0
    assert errors.count(b"--stdout-chunk") == 1
