"""trackingsink pushes to the real gimbal-agent, and to runners that are killed and started again."""

import json
import os
import pathlib
import subprocess

import pytest

from agent_support import Agent, wait_until
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


@pytest.mark.parametrize("key, status, advice", [(None, 401, "wants a key"), ("wrong-" + KEY, 403, "check api-key")])
def test_the_agent_wants_its_key(tmp_path, key, status, advice):
    with Agent(env={"RUNNER_API_KEY": KEY}) as agent:
        said = push(agent.url, tmp_path, key=key)
    assert f"status=(int){status}" in said and advice in said
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


def court_stream(out, frames, port):
    """A court at 60 frames a second that goes to a file, and what is seen of it to a runner."""
    preload = {"LD_PRELOAD": os.environ["GIMBAL_PRELOAD"]} if "GIMBAL_PRELOAD" in os.environ else {}
    return subprocess.Popen(
        ["gst-launch-1.0", "-q", "scenesrc", "scene=court", f"num-buffers={frames}", "!",
         "video/x-raw,width=64,height=36,framerate=60/1", "!", "tee", "name=t", "!",
         "videoconvert", "!", "video/x-raw,format=GRAY8", "!", "filesink", f"location={out}", "async=false",
         "t.", "!", "trackingsink", "interval=0", f"runner-url=http://127.0.0.1:{port}", "job-id=court"],
        env=os.environ | preload)


def test_a_runner_that_is_killed_again_and_again_costs_no_frame(tmp_path):
    frames, rounds = 300, 4
    runner = Runner()
    port = runner.server_port
    out = tmp_path / "frames.gray"
    with court_stream(out, frames, port) as stream:
        for _ in range(rounds):
            runner.wait_for_records(1)
            runner.kill()
            runner = Runner(port)
        runner.wait_for_records(1)
        assert stream.wait(timeout=60) == 0
    runner.kill()
    assert out.stat().st_size == frames * 64 * 36
    assert {target["cls"] for target in runner.records[-1]["targets"]} >= {"ball"}


def serve(gateway, agent):
    """The job of an agent that metrics have come to."""
    job = agent.start_ingest()
    gateway.target = agent, job
    wait_until(lambda: known(agent, job)["available"], timeout=20, what="metrics")
    return job


def test_an_agent_that_is_killed_again_and_again_costs_no_frame(tmp_path):
    """Jobs end with the agent that runs them, so each agent has a new one; the stream stays the same."""
    frames, rounds = 900, 4
    gateway = Gateway()
    out = tmp_path / "frames.gray"
    with court_stream(out, frames, gateway.server_port) as stream:
        for _ in range(rounds):
            with Agent() as agent:
                serve(gateway, agent)
                agent.process.kill()
        with Agent() as agent:
            job = serve(gateway, agent)
            assert stream.wait(timeout=60) == 0
            assert {target["cls"] for target in known(agent, job)["targets"]} >= {"player"}
    gateway.kill()
    assert out.stat().st_size == frames * 64 * 36
