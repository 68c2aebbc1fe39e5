"""How gimbal-agent starts, refuses to, and ends."""

import json
import os
import signal
import socket
import subprocess
import uuid

import pytest

from agent_support import AGENT, FAKE, Agent, environment, marked_processes, wait_until


def run_agent(*arguments, **env):
    """Runs an agent that is to end by itself."""
    mark = uuid.uuid4().hex
    result = subprocess.run([AGENT, *arguments], env=environment(mark, **env), timeout=10,
                            capture_output=True, text=True, check=False)
    assert marked_processes(mark) == []
    return result


def assert_refused(result, status, *words):
    assert result.returncode == status, result.stderr
    assert result.stdout == ""
    assert result.stderr.startswith("gimbal-agent: ")
    assert result.stderr.count("\n") == 1, result.stderr
    for word in words:
        assert word in result.stderr


def test_version():
    result = run_agent("--version")
    assert result.returncode == 0
    assert result.stdout.startswith("gimbal-agent ")


def test_help():
    result = run_agent("--help")
    assert result.returncode == 0
    assert "--output" in result.stdout


@pytest.mark.parametrize("arguments", [("--nonsense",), ("--port",), ("left-over",)])
def test_unknown_arguments(arguments):
    assert_refused(run_agent(*arguments), 2, "--help")


@pytest.mark.parametrize("port", ["abc", "-1", "65536", "9001x", "", "1e3", "99999999999999999999"])
def test_bad_port(port):
    assert_refused(run_agent(f"--port={port}"), 2, "--port expects")


@pytest.mark.parametrize("host", ["example", "127.0.0.1:9001", ""])
def test_bad_host(host):
    assert_refused(run_agent("--host", host), 2, "--host expects")


@pytest.mark.parametrize("output", ["", "relative.ts", "/srv/out/", "/srv/{name}.ts", "/srv/{x", "/a}b"])
def test_bad_output(output):
    assert_refused(run_agent("--output", output), 2, "--output")


def test_bad_output_of_the_environment():
    assert_refused(run_agent(RUNNER_INGEST_OUTPUT_URI="rtmp://h/x"), 2, "RUNNER_INGEST_OUTPUT_URI")
    assert_refused(run_agent(RUNNER_PTZ_COORDINATES="travel"), 2, "RUNNER_PTZ_COORDINATES")
    assert_refused(run_agent(RUNNER_INGEST_OUTPUT_URI="out.ts"), 2, "RUNNER_INGEST_OUTPUT_URI")


def test_bad_base_url():
    assert_refused(run_agent(RUNNER_PUBLIC_BASE_URL="camera.example"), 2, "RUNNER_PUBLIC_BASE_URL")


def test_key_that_cannot_be_sent():
    assert_refused(run_agent(RUNNER_API_KEY="key\n"), 2, "RUNNER_API_KEY")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_reachable_from_outside_without_a_key(host):
    assert_refused(run_agent("--host", host, "--port=0"), 2, "RUNNER_API_KEY")


def test_reachable_from_outside_with_a_key():
    with Agent("--host", "0.0.0.0", env={"RUNNER_API_KEY": "k"}) as agent:
        agent.host = "127.0.0.1"
        assert agent.get("/runner/jobs", headers={"Host": "camera.example"}).status == 200


def test_ipv6():
    with Agent("--host", "::1") as agent:
        assert agent.url == f"http://[::1]:{agent.port}/"
        agent.host = "::1"
        assert agent.get("/runner/jobs").status == 200


def test_port_in_use():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_refused(run_agent("--port", port), 1, port, "in use", "--port")


def test_address_of_another_machine():
    result = run_agent("--host", "192.0.2.1", "--port=0", RUNNER_API_KEY="k")
    assert_refused(result, 1, "192.0.2.1", "--host")


def test_program_that_is_none():
    assert_refused(run_agent("--port=0", GIMBAL_PROGRAM="/dev/null"), 1, "GIMBAL_PROGRAM")


def test_sigterm_ends_every_child():
    with Agent() as agent:
        agent.start_preview()
        agent.start_ingest()
        agent.start_preview("scene:ignore-term")
        assert len(agent.children()) == 3
        agent.process.send_signal(signal.SIGTERM)
        assert agent.process.wait(timeout=5) == 0
        assert marked_processes(agent.mark) == []


def test_sigint_ends_in_order():
    with Agent() as agent:
        agent.start_ingest()
        agent.process.send_signal(signal.SIGINT)
        assert agent.process.wait(timeout=5) == 0


def test_sigkill_leaves_no_child():
    with Agent() as agent:
        agent.start_preview()
        hangs = agent.start_ingest("scene:hang")
        wait_until(lambda: agent.listed(hangs)["stats"], what="its handlers to be in place")
        agent.process.kill()
        agent.process.wait()
        wait_until(lambda: not marked_processes(agent.mark), what="children to end")


def test_children_get_their_settings_and_nothing_else(tmp_path):
    log = tmp_path / "commands"
    with Agent("--output", "/srv/{session_id}-{replica_index}.ts",
               env={"FAKE_GIMBAL_LOG": str(log)}) as agent:
        # Not a flag: it stays glued to --source.
        agent.start_preview("rtsp://host/--output=x", scale="320:-1", fps=500, q=1, loop=True,
                            start_seconds=2.5, ptz={"center_x": 0.25, "zoom": 3})
        agent.start_ingest("file:///videos/a.mp4", "match-1", profile="fluid", replica_index=2)
        commands = wait_until(
            lambda: log.exists() and (lines := log.read_text().splitlines())[1:] and lines,
            what="two children")
        by_format = {command[3]: command for command in map(json.loads, commands)}
        assert by_format["--format=mjpeg"] == [
            "ptz", "--source=rtsp://host/--output=x", "--control-fd=3", "--format=mjpeg",
            "--output=-", "--width=320", "--fps=60", "--quality=2", "--center-x=0.25",
            "--center-y=0.5", "--zoom=3", "--start-seconds=2.5", "--loop"]
        assert by_format["--format=mpegts"] == [
            "ptz", "--source=file:///videos/a.mp4", "--control-fd=3", "--format=mpegts",
            "--output=/srv/match-1-2.ts", "--width=1280", "--height=720", "--bitrate=2500000"]


def test_children_inherit_only_their_descriptors():
    with Agent() as agent:
        jobs = [agent.start_preview(), agent.start_ingest(), agent.start_preview()]
        viewer = agent.watch(jobs[0])
        # A Python program that still loads has its modules open; once it speaks it does not.
        wait_until(lambda: all(agent.listed(job)["stats"] for job in jobs), what="stats")
        assert len(agent.children()) == 3
        for child in agent.children():
            descriptors = {int(name): os.readlink(f"/proc/{child}/fd/{name}")
                           for name in os.listdir(f"/proc/{child}/fd")}
            assert set(descriptors) == {0, 1, 2, 3}, descriptors
            assert descriptors[0] == "/dev/null"
            assert os.getpgid(child) == child
        viewer.close()


def test_program_of_the_environment_wins():
    with Agent(env={"GIMBAL_PROGRAM": FAKE}) as agent:
        agent.start_ingest()
        command = open(f"/proc/{agent.children()[0]}/cmdline", "rb").read().split(b"\0")
        assert FAKE.encode() in command


def test_what_is_set_and_not_supported_yet_is_said():
    with Agent(env={"RUNNER_WEBRTC_ENABLED": "1", "PREVIEW_MJPEG_Q": "4"}) as agent:
        assert "ignored: RUNNER_WEBRTC_ENABLED, PREVIEW_MJPEG_Q" in agent.stderr()


def test_the_output_may_be_a_file_uri(tmp_path):
    uri = f"file://{tmp_path}/{{session_id}}.ts"
    with Agent(env={"RUNNER_INGEST_OUTPUT_URI": uri}) as agent:
        job = agent.start_ingest(session_id="s7")
        assert agent.listed(job)["session_id"] == "s7"
