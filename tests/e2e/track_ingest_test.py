"""`gimbal ingest`: starts a job of the real agent, tracks it and stops it, whatever happens meanwhile."""

import json
import signal
import subprocess
import threading

import pytest

from agent_support import Agent, wait_until
from track_support import Program, Runner

KEY = "hunter2-of-the-runner"


def ingest(url, *words, source="scene:court", session="s1", mode="sim", **more):
    return Program("ingest", "--runner-base-url", url, "--session-id", session, "--source-uri-ref", source,
                   "--profile", "fluid", "--tracking-mode", mode, *words, **more)


def known(agent, job):
    return agent.post("/runner/tracking/status", {"job_id": job}).json


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_tracks_and_stops(number):
    with Agent(env={"RUNNER_API_KEY": KEY}) as agent:
        with ingest(agent.url, "--api-key", KEY, "--tracking-interval", "0.05") as program:
            job = program.first_output().strip()
            assert agent.listed(job)["session_id"] == "s1" and agent.listed(job)["profile"] == "fluid"
            program.wait_for("the runner takes the records")
            assert len(known(agent, job)["targets"]) == 11
            assert agent.status(job)["state"] == "running"
            assert program.end(number) == 0
        assert agent.status(job)["state"] == "stopped"
        assert program.output == b"", "the job's id was all"
        assert program.counts()[0] > 0 and KEY not in program.said


def test_a_job_may_be_left_running():
    with Agent() as agent:
        with ingest(agent.url, "--no-stop-on-exit") as program:
            job = program.first_output().strip()
            program.wait_for("the runner takes the records")
            assert program.end(signal.SIGTERM) == 0
        assert agent.status(job)["state"] == "running"
        agent.post("/runner/ingest/stop", {"job_id": job})


def test_a_file_is_tracked(tmp_path):
    seen = tmp_path / "seen.json"
    seen.write_text(json.dumps({"targets": [{"id": "7", "x": 0.25, "y": 0.4}]}))
    with Agent() as agent:
        with ingest(agent.url, "--tracking-input-file", seen, mode="file") as program:
            job = program.first_output().strip()
            wait_until(lambda: known(agent, job)["available"], what="the record")
            assert known(agent, job)["targets"][0]["x"] == 0.25
            assert program.end(signal.SIGTERM) == 0


def test_the_job_ends_with_its_detector():
    with Agent() as agent:
        with ingest(agent.url, mode="stdin", stdin=subprocess.PIPE) as program:
            job = program.first_output().strip()
            program.write('{"targets": [{"id": "7", "x": 0.25, "y": 0.4}]}\n')
            program.process.stdin.close()
            program.process.stdin = None
            assert program.end() == 0
        assert agent.status(job)["state"] == "stopped"
        assert known(agent, job)["targets"][0]["x"] == 0.25, "pushed before the job was stopped"


def test_a_job_that_is_stopped_by_somebody_else_is_the_end():
    with Agent() as agent:
        with ingest(agent.url) as program:
            job = program.first_output().strip()
            agent.post("/runner/ingest/stop", {"job_id": job})
            assert program.end() == 0
        assert "the job has ended" in program.said


def test_a_job_that_fails_is_an_error():
    with Agent() as agent:
        with ingest(agent.url, source="scene:die-error") as program:
            assert program.end() == 1
        assert "the job has failed: no such file" in program.said


def test_an_agent_that_forgets_the_job_is_said():
    with Agent() as first:
        with ingest(first.url) as program:
            program.first_output()
            program.wait_for("the runner takes the records")
            first.process.kill()
            first.process.wait()
            program.wait_for("gave no answer")
            with Agent("--port", str(first.port)) as second:
                assert second.url == first.url
                assert program.end() == 1
        assert "the runner knows nothing of the job any more" in program.said


@pytest.mark.parametrize("key, path, source, says", [
    ("", "", "scene:court", "wants a key"),
    ("wrong", "", "scene:court", "check --api-key-file"),
    (KEY, "/elsewhere", "scene:court", "check --runner-base-url (404)"),
    (KEY, "", "gopher://x", "check --session-id and --source-uri-ref (422)"),
])
def test_a_job_that_is_not_started_is_one_line_and_no_job(key, path, source, says):
    with Agent(env={"RUNNER_API_KEY": KEY}) as agent:
        with ingest(agent.url.rstrip("/") + path, source=source, env={"RUNNER_API_KEY": key}) as program:
            assert program.end() == 1
        assert agent.get("/runner/jobs").json["jobs"] == []
    assert says in program.said and "the job was not started" in program.said
    assert len(program.said.splitlines()) == 1 and program.output == b""


def test_a_runner_that_is_not_there():
    with ingest("http://127.0.0.1:1") as program:
        assert program.end() == 1
    assert "gave no answer" in program.said and program.output == b""


def test_a_session_that_is_being_written_is_said(tmp_path):
    with Agent("--output", str(tmp_path / "{session_id}.ts")) as agent:
        job = agent.start_ingest(session_id="s1")
        with ingest(agent.url) as program:
            assert program.end() == 1
        assert "another --session-id (409)" in program.said
        agent.post("/runner/ingest/stop", {"job_id": job})


def test_a_signal_while_the_job_is_started_stops_it():
    going_on = threading.Event()
    runner = Runner(before_reply=lambda path: path.endswith("/start") and going_on.wait(20))
    with ingest(runner.url) as program:
        with runner.came:
            assert runner.came.wait_for(lambda: runner.calls, timeout=20)
        program.signal()
        going_on.set()
        assert program.first_output() == "job-1\n"
        assert program.end() == 0
    runner.kill()
    assert runner.calls[0] == "/runner/ingest/start" and runner.calls[-1] == "/runner/ingest/stop"


def test_tracking_that_cannot_begin_stops_the_job(tmp_path):
    no_plugins = {"GST_PLUGIN_PATH": str(tmp_path), "GST_REGISTRY": str(tmp_path / "registry")}
    with Agent() as agent:
        with ingest(agent.url, env=no_plugins) as program:
            job = program.first_output().strip()
            assert program.end() == 1
        assert agent.status(job)["state"] == "stopped"
    assert "GStreamer has no element trackingsink" in program.said


def test_a_job_that_cannot_be_stopped_is_said():
    with Agent() as agent:
        with ingest(agent.url) as program:
            program.first_output()
            program.wait_for("the runner takes the records")
            agent.process.kill()
            agent.process.wait()
            assert program.end(signal.SIGTERM) == 1
        assert "the job may still run" in program.said


def test_a_command_line_that_cannot_be_used_starts_nothing():
    with Agent() as agent:
        with ingest(agent.url, "--tracking-interval", "soon") as program:
            assert program.end() == 2
        assert "--tracking-interval soon is not an interval" in program.said
        assert agent.get("/runner/jobs").json["jobs"] == []
