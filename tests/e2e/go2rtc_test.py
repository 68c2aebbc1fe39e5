"""gimbal go2rtc: what it writes, what it refuses, and that nothing typed becomes something else."""

import os
import shlex
import shutil
import stat
import subprocess

import pytest
import yaml

import go2rtc_source
import streams
from go2rtc_config import config

GIMBAL = os.path.realpath(streams.GIMBAL)
SECTIONS = {"api", "rtsp", "webrtc", "srtp", "exec", "streams"}


def words(document, name="omega-0"):
    return go2rtc_source.split_source(document["streams"][name])[0]


def refused(*arguments):
    done = streams.run("go2rtc", "--output", "-", *arguments)
    assert done.returncode != 0 and done.stdout == b""
    return done.stderr.decode()


def test_ten_cameras():
    document = config("--workers", "10", "--instance-prefix", "alpha", "--width", "640",
                      "--height", "360", "--fps", "29.97", "--bitrate", "800k", "--force-sw")
    assert set(document) == SECTIONS
    assert list(document["streams"]) == [f"alpha-{number}" for number in range(10)]
    for name, source in document["streams"].items():
        command, parameters = go2rtc_source.split_source(source)
        assert command == [GIMBAL, "stream", "--instance-id", name, "--width", "640", "--height",
                           "360", "--fps", "29.97", "--bitrate", "800k", "--force-sw",
                           "--format", "mpegts"]
        assert parameters == {"killsignal": "15", "killtimeout": "5"}
    assert document["exec"]["allow_paths"] == [GIMBAL]


def test_nothing_listens_beyond_this_machine():
    document = config()
    for section in ("api", "rtsp", "webrtc"):
        assert document[section]["listen"].startswith("127.0.0.1:")
    assert document["srtp"]["listen"] == ""
    assert document["webrtc"]["ice_servers"] == []


@pytest.mark.parametrize("arguments, format", [
    (["--exec-profile", "headless-agent"], "h264"),
    (["--exec-profile", "headless-agent-mpegts"], "mpegts"),
    (["--exec-wrap", "raw"], "h264"), (["--exec-wrap", "mpegts"], "mpegts"),
    (["--exec-profile", "headless-agent", "--exec-wrap", "mpegts"], "mpegts")])
def test_older_spellings_of_the_format(arguments, format):
    assert words(config(*arguments))[-2:] == ["--format", format]


def test_an_older_profile_of_the_gpu():
    command = words(config("--exec-profile", "egl-vpf"))
    assert command[4:] == ["--renderer", "egl", "--encoder", "vpf", "--format", "mpegts"]


def test_older_spellings_of_fifos(tmp_path):
    document = config("--mode", "fifo", "--fifo-dir", str(tmp_path / "here"), "--fifo-container",
                      "h264", "--container-fifo-dir", "/in the container")
    assert words(document) == ["/bin/cat", "/in the container/omega-0.h264"]
    assert document["exec"]["allow_paths"] == ["/bin/cat"]
    fifo = os.stat(tmp_path / "here" / "omega-0.h264")
    assert stat.S_ISFIFO(fifo.st_mode) and stat.S_IMODE(fifo.st_mode) == 0o600
    assert stat.S_IMODE(os.stat(tmp_path / "here").st_mode) == 0o700


def test_fifo_mode_says_how_to_start_the_cameras(tmp_path):
    fifos = tmp_path / "it's here"
    done = streams.run("go2rtc", "--mode", "fifo", "--workers", "2", "--fifo-dir", str(fifos),
                       "--out", str(tmp_path / "go2rtc.yaml"))
    assert done.returncode == 0, done.stderr.decode()
    lines = [line for line in done.stdout.decode().splitlines() if line.startswith("  ")]
    assert [shlex.split(line)[-1] for line in lines] == [str(fifos / "omega-0.ts"),
                                                         str(fifos / "omega-1.ts")]
    assert all(shlex.split(line)[0] == GIMBAL for line in lines)


def test_what_is_in_the_way_of_a_fifo_stays(tmp_path):
    tmp_path.chmod(0o700)
    (tmp_path / "omega-0.ts").write_text("precious")
    assert "not a FIFO" in refused("--mode", "fifo", "--fifo-dir", str(tmp_path))
    assert (tmp_path / "omega-0.ts").read_text() == "precious"


def test_a_wrapper_and_a_template():
    document = config("--exec-wrapper", "nice", "--exec-cmd-template",
                      "{program} stream --instance-id {instance_id} --scene court --fps {fps}")
    assert words(document) == [shutil.which("nice"), GIMBAL, "stream", "--instance-id", "omega-0",
                               "--scene", "court", "--fps", "30"]
    assert document["exec"]["allow_paths"] == [shutil.which("nice")]


@pytest.mark.parametrize("folder", ["two words", "it's", "a: b", "\"quoted\"", "- x", "% @ ! & * $HOME",
                                    "é ünï 日本", "[a]", "~", "x" * 200])
def test_whatever_the_folder_is_called_the_program_is_found(tmp_path, folder):
    program = tmp_path / folder / "gimbal"
    program.parent.mkdir()
    shutil.copy(GIMBAL, program)
    done = streams.run("go2rtc", "--output", "-", executable=program)
    assert done.returncode == 0, done.stderr.decode()
    document = yaml.safe_load(done.stdout)
    assert set(document) == SECTIONS and list(document["streams"]) == ["omega-0"]
    assert words(document)[0] == str(program)
    assert document["exec"]["allow_paths"] == [str(program)]


@pytest.mark.parametrize("folder", ["a#b", "{output}", "${HOME}", "a\nb", "a\tb", "\"it's\" b",
                                    "\x1b[2J", "\u2028", "\x85"])
def test_a_folder_that_go2rtc_would_misread_is_refused(tmp_path, folder):
    program = tmp_path / folder / "gimbal"
    program.parent.mkdir()
    shutil.copy(GIMBAL, program)
    done = streams.run("go2rtc", "--output", "-", executable=program)
    assert done.returncode == 1 and done.stdout == b""
    assert done.stderr.startswith(b"gimbal go2rtc: go2rtc cannot be given ")


HOSTILE = ["x\n  evil: exec:/bin/sh", "x#killsignal=9", "x\" \"y", "x'y", "x y", "x: y", "x #y", "é",
           "${HOME}", "{output}", "x" * 5000, "\x1b[31m", "- x", "&x", "*x", "!x", "|", ">", "%"]


@pytest.mark.parametrize("option", ["--instance-prefix", "--workers", "--mode", "--profile", "--format",
                                    "--width", "--fps", "--gop", "--bitrate", "--renderer",
                                    "--encoder", "--device-idx", "--exec-profile", "--exec-wrap",
                                    "--exec-wrapper", "--fifo-container"])
def test_no_option_takes_what_could_become_a_command_or_a_key(option):
    for text in HOSTILE:
        refused(option, text)


def only_camera(done):
    """(words, parameters) of the one camera that a configuration has, and nothing else has."""
    document = yaml.safe_load(done.stdout)
    assert set(document) == SECTIONS and list(document["streams"]) == ["omega-0"]
    command, parameters = go2rtc_source.split_source(document["streams"]["omega-0"])
    assert [command[0]] == document["exec"]["allow_paths"]
    assert parameters == {"killsignal": "15", "killtimeout": "5"}
    return command


@pytest.mark.parametrize("text", HOSTILE)
def test_sources_and_folders_stay_one_word_or_are_refused(tmp_path, text):
    for arguments in (["--profile", "ptz", "--source", f"http://camera/{text}"],
                      ["--mode", "fifo", "--fifo-dir", str(tmp_path / "fifos"),
                       "--container-fifo-dir", f"/{text}"]):
        done = streams.run("go2rtc", "--output", "-", *arguments)
        if done.returncode == 0:
            assert any(text in word for word in only_camera(done))
        else:
            assert done.stderr.startswith(b"gimbal go2rtc: ") and done.stdout == b""


@pytest.mark.parametrize("text", HOSTILE)
def test_a_template_is_one_command_or_is_refused(text):
    done = streams.run("go2rtc", "--output", "-", "--exec-cmd-template", f"echo {text} {{index}}")
    if done.returncode == 0:
        command = only_camera(done)
        assert command[1:] == [*go2rtc_source.split_words(text), "0"]


def test_a_file_that_was_changed_needs_force(tmp_path):
    target = tmp_path / "go2rtc.yaml"
    for workers in ("1", "2"):
        assert streams.run("go2rtc", "--workers", workers, "--out", str(target)).returncode == 0
    assert len(yaml.safe_load(target.read_text())["streams"]) == 2
    changed = target.read_text().replace("8554", "9554")
    target.write_text(changed)
    done = streams.run("go2rtc", "--out", str(target))
    assert done.returncode == 1 and b"--force" in done.stderr
    assert target.read_text() == changed
    assert streams.run("go2rtc", "--out", str(target), "--force").returncode == 0
    assert "9554" not in target.read_text()
    assert os.listdir(tmp_path) == ["go2rtc.yaml"]


def test_a_full_disk_behind_standard_output_is_said():
    with open("/dev/full", "wb") as full:
        result = subprocess.run([streams.GIMBAL, "go2rtc", "--output", "-"], stdout=full,
                                stderr=subprocess.PIPE, timeout=20)
    assert result.returncode == 1
    assert result.stderr == b"gimbal go2rtc: cannot write to standard output: No space left on device\n"
