"""Bad input to gimbal: one actionable line on standard error, the right exit status, no process left."""

import os
import subprocess
import time

import pytest

import streams


def processes_of_group(group):
    """Ids of the live processes in a process group."""
    found = subprocess.run(["pgrep", "-g", str(group)], capture_output=True, text=True)
    return found.stdout.split()


def expect_one_line(arguments, status, *words, timeout=20, **options):
    process = streams.start(*arguments, start_new_session=True, **options)
    output, errors = process.communicate(timeout=timeout)
    text = errors.decode()
    assert process.returncode == status, text
    assert output == b"", "nothing may be written before the first picture"
    assert text.count("\n") == 1 and text.endswith("\n"), text
    assert text.startswith("gimbal"), text
    for word in words:
        assert word in text, text
    deadline = time.monotonic() + 5
    while processes_of_group(process.pid):
        assert time.monotonic() < deadline, "a process was left behind"
        time.sleep(0.01)


@pytest.mark.parametrize("arguments, words", [
    ([], ["stream, ptz", "--help"]),
    (["fly"], ["fly", "gimbal --help"]),
    (["stream", "--bogus"], ["--bogus", "gimbal stream --help"]),
    (["stream", "extra"], ["extra", "--help"]),
    (["stream", "--width", "x"], ["--width"]),
    (["stream", "--width", "7"], ["--width", "16 to 16384"]),
    (["stream", "--width", "99999999999999999999"], ["--width"]),
    (["stream", "--fps", "nan"], ["--fps", "29.97"]),
    (["stream", "--bitrate", "6Q"], ["--bitrate", "6M"]),
    (["stream", "--format", "avi"], ["avi", "mpegts"]),
    (["ptz"], ["--source", "rtsp://"]),
    (["ptz", "--source", "/no/such/file.mp4"], ["/no/such/file.mp4", "No such file"]),
    (["ptz", "--source", "gopher://x/y"], ["gopher"]),
    (["ptz", "--source", "scene:moon"], ["scene:court"]),
    (["ptz", "--source", "scene:court", "--zoom", "nan"], ["--zoom", "1 to 16"]),
    (["ptz", "--source", "scene:court", "--center-x", "2"], ["--center-x", "0 to 1"]),
    (["ptz", "--source", "rtsp://127.0.0.1/x", "--fps", "0.5"], ["--fps", "whole"]),
    (["stream", "--control-fd", "99"], ["--control-fd 99", "inherited"]),
    (["stream", "--control-fd", "3"], ["--control-fd 3", "inherited"]),
    (["pipeline"], ["gimbal pipeline stream"]),
    (["pipeline", "ptz", "--source", "gopher://x/y"], ["gopher"]),
    (["doctor", "--bogus"], ["--bogus"]),
])
def test_a_command_line_that_cannot_be_used(arguments, words):
    expect_one_line(arguments, 2, *words)


def test_a_uri_that_nobody_answers():
    # Port 1 on loopback: nothing listens there.
    expect_one_line(["ptz", "--source", "rtsp://me:secret@127.0.0.1:1/x"], 1,
                    "cannot play rtsp://***@127.0.0.1:1/x", "can be reached")
    # souphttpsrc's session leaves 32 bytes behind inside GLib when its element goes.
    env = os.environ | {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
    expect_one_line(["ptz", "--source", "http://127.0.0.1:1/x"], 1, "cannot play http://127.0.0.1",
                    env=env)


def test_a_file_that_is_not_a_video(tmp_path):
    for name, content in (("empty.mp4", b""), ("text.mp4", b"not a video\n" * 100),
                          ("noise.mp4", os.urandom(50_000))):
        (tmp_path / name).write_bytes(content)
        expect_one_line(["ptz", "--source", str(tmp_path / name)], 1, "cannot play file:", name)


def test_a_directory_as_the_source(tmp_path):
    expect_one_line(["ptz", "--source", str(tmp_path)], 1, "cannot play file:", "directory")


@pytest.mark.skipif(not os.path.exists("/usr/bin/setpriv"), reason="setpriv is missing")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "secret.mp4"
    path.write_bytes(b"x")
    path.chmod(0)
    # Root may read anything: the test runs gimbal without that right.
    command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search",
               "--inh-caps=-dac_override,-dac_read_search", streams.GIMBAL]
    if os.geteuid() != 0:
        command = [streams.GIMBAL]
    done = subprocess.run([*command, "ptz", "--source", str(path)], capture_output=True, timeout=20)
    assert done.returncode == 1
    text = done.stderr.decode()
    assert text.count("\n") == 1 and "cannot play file:" in text and "secret.mp4" in text, text


def test_a_source_with_no_video(tmp_path):
    sound = tmp_path / "sound.wav"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "sine=d=2", str(sound)],
                   check=True, timeout=60)
    expect_one_line(["ptz", "--source", str(sound)], 1, "no video")


def test_a_file_that_was_cut_short(tmp_path):
    cut = tmp_path / "cut.avi"
    with open(streams.VTEST, "rb") as whole:
        cut.write_bytes(whole.read(20_000))
    expect_one_line(["ptz", "--source", str(cut)], 1, "cannot play file:", "no picture", timeout=60)


def test_a_start_behind_the_end(tmp_path):
    expect_one_line(["ptz", "--source", streams.VTEST, "--start-seconds", "1000"], 1,
                    "before its first picture")


def test_a_live_source_cannot_be_looped(tmp_path):
    # Nobody sends to it: a live source all the same.
    expect_one_line(["ptz", "--source", "udp://127.0.0.1:5099", "--loop"], 1, "--loop")


def test_a_format_that_cannot_be_looped(tmp_path):
    subprocess.run(["ffmpeg", "-loglevel", "error", "-i", streams.VTEST, "-t", "1",
                    str(tmp_path / "clip.ts")], check=True, timeout=60)
    expect_one_line(["ptz", "--source", str(tmp_path / "clip.ts"), "--loop"], 1, "without --loop",
                    "Matroska")


def test_a_device_that_is_not_there():
    expect_one_line(["stream", "--device", "200"], 1, "No EGL device matches device=200",
                    "This machine has: 0 ")


def test_an_output_that_cannot_be_written():
    expect_one_line(["stream", "--output", "/no/such/folder/x.h264"], 1, "/no/such/folder/x.h264")


def test_a_control_path_that_is_a_file(tmp_path):
    (tmp_path / "taken").write_text("mine")
    expect_one_line(["stream", "--output", "null", "--control", str(tmp_path / "taken")], 1,
                    "--control", "choose another path")
    assert (tmp_path / "taken").read_text() == "mine"


def test_fragments_that_are_not_there():
    process = streams.run("stream", env=os.environ | {"GIMBAL_PIPELINES_DIR": "/no/such"})
    assert process.returncode == 1
    assert b"GIMBAL_PIPELINES_DIR" in process.stderr


def test_closed_standard_output():
    done = subprocess.run(["sh", "-c", 'exec "$0" stream >&-', streams.GIMBAL],
                          capture_output=True, timeout=20)
    assert done.returncode == 1
    assert b"standard output is closed" in done.stderr
