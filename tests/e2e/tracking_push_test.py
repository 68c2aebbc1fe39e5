"""trackingsink pushes to the real gimbal-agent, and to runners that are killed and started again."""

import json
import os
import pathlib
import subprocess
import threading

from agent_support import Agent, wait_until
from endless_stream import EndlessStream
from track_support import Gateway, Runner

KEY = "hunter2-of-the-runner"
RECORD = {"targets": [{"id": "7", "cls": "ball", "x": 0.5, "y": 0.4, "confidence": 0.9}]}


def push(url, tmp_path, job="court", key=None):
    """Everything that gst-launch-1.0 says while it pushes one record."""
    text = tmp_path / "record.json"
    text.write_text(json.dumps(RECORD))
    env = {k: v for k, v in os.environ.items() if k != "RUNNER_API_KEY"}
    env |= {"GST_DEBUG": "*:4", "GST_DEBUG_NO_COLOR": "1", "GST_DEBUG_DUMP_DOT_DIR": str(tmp_path)}
    if key:
        env["RUNNER_API_KEY"] = key
    if "GIMBAL_PRELOAD" in env:
        env["LD_PRELOAD"] = env["GIMBAL_PRELOAD"]
    done = subprocess.run(["gst-launch-1.0", "-v", "-m", "filesrc", f"location={text}", "!", "trackingsink",
                           f"runner-url={url}", f"job-id={job}"], env=env, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    said = (done.stdout + done.stderr).decode()
    assert "gimbal-tracking-health" in said, said
    return said + "".join(dump.read_text() for dump in pathlib.Path(tmp_path).glob("*.dot"))


def known(agent, job):
    return agent.post("/runner/tracking/status", {"job_id": job}).json


def test_the_agent_wants_a_key(tmp_path):
    with Agent(env={"RUNNER_API_KEY": KEY}) as agent:
        said = push(agent.url, tmp_path)
    assert "status=(int)401" in said and "wants a key" in said


def test_a_wrong_key_is_said_and_not_shown(tmp_path):
    with Agent(env={"RUNNER_API_KEY": KEY}) as agent:
        said = push(agent.url, tmp_path, key="wrong-" + KEY)
    assert "status=(int)403" in said and "check api-key" in said
    assert KEY not in said


def test_a_job_that_the_agent_does_not_know_ends_no_stream(tmp_path):
    with Agent(env={"RUNNER_API_KEY": KEY}) as agent:
        said = push(agent.url, tmp_path, job="nobody", key=KEY)
    assert "status=(int)404" in said and "check job-id" in said
    assert KEY not in said


def test_the_agent_keeps_what_it_is_sent(tmp_path):
    with Agent(env={"RUNNER_API_KEY": KEY}) as agent:
        job = agent.start_ingest()
        said = push(agent.url, tmp_path, job=job, key=KEY)
        kept = known(agent, job)
    assert "status=(int)200" in said and "healthy=(boolean)true" in said, said
    assert KEY not in said
    assert kept["available"] is True
    assert kept["targets"] == RECORD["targets"]
    assert kept["tracking_state"] == "stable" and kept["tracking_confidence"] == 0.9


def court_stream(out, port):
    return EndlessStream(out, "trackingsink", "interval=0", f"runner-url=http://127.0.0.1:{port}", "job-id=court")


def test_a_runner_that_is_killed_again_and_again_costs_no_frame(tmp_path):
    runner = Runner()
    port = runner.server_port
    with court_stream(tmp_path / "frames.gray", port) as stream:
        for _ in range(4):
            runner.wait_for_records(1)
            runner.kill()
            runner = Runner(port)
        runner.wait_for_records(1)
        stream.end()
    runner.kill()
    assert {target["cls"] for target in runner.records[-1]["targets"]} >= {"player"}


def test_a_runner_that_hangs_costs_no_frame(tmp_path):
    never = threading.Event()
    runner = Runner(before_reply=lambda path: never.wait())
    port = runner.server_port
    with court_stream(tmp_path / "frames.gray", port) as stream:
        runner.wait_for_calls(2)  # the first one took as long as timeout allows
        runner.kill()
        runner = Runner(port)
        runner.wait_for_records(1)
        stream.end()
    runner.kill()
    never.set()


def serve(gateway, agent):
    """The job of an agent that metrics have come to."""
    job = agent.start_ingest()
    gateway.target = agent, job
    wait_until(lambda: known(agent, job)["available"], timeout=20, what="metrics")
    return job


def test_an_agent_that_is_killed_again_and_again_costs_no_frame(tmp_path):
    """Jobs end with the agent that runs them, so each agent has a new one; the stream stays the same."""
    gateway = Gateway()
    with court_stream(tmp_path / "frames.gray", gateway.server_port) as stream:
        for _ in range(4):
            with Agent() as agent:
                serve(gateway, agent)
                agent.process.kill()
        with Agent() as agent:
            job = serve(gateway, agent)
            stream.end()
            assert {target["cls"] for target in known(agent, job)["targets"]} >= {"player"}
    gateway.kill()
