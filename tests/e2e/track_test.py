"""`gimbal track`: made-up, file and pipe detectors pushed to the real agent, and to runners that are away."""

import json
import os
import shutil
import signal
import subprocess
import threading

import pytest

from agent_support import Agent, wait_until
from track_support import Gateway, Program, Runner

KEY = "hunter2-of-the-runner"


def record(x, **more):
    return json.dumps({"targets": [{"id": "7", "cls": "ball", "x": x, "y": 0.4, "confidence": 0.9}], **more})


def track(url, job, *words, **more):
    return Program("track", "--runner-base-url", url, "--job-id", job, *words, **more)


def known(agent, job):
    return agent.post("/runner/tracking/status", {"job_id": job}).json


def wait_for_x(agent, job, x):
    wait_until(lambda: [t["x"] for t in known(agent, job).get("targets", [])] == [x], what=f"x = {x}")


def test_a_made_up_scene_arrives_and_a_signal_ends_it_in_order():
    with Agent() as agent:
        job = agent.start_ingest()
        assert known(agent, job)["available"] is False
        with track(agent.url, job, "--mode", "sim", "--interval", "0.05") as program:
            program.wait_for("the runner takes the records")
            first = known(agent, job)
            assert first["available"] is True and first["source"] == "sim"
            assert sorted(t["cls"] for t in first["targets"]) == ["ball"] + 10 * ["player"]
            assert 0.3 < first["tracking_confidence"] < 1 and first["tracking_state"] != "lost"
            wait_until(lambda: known(agent, job)["targets"] != first["targets"], what="the game to go on")
            assert program.end(signal.SIGTERM) == 0
        pushed, _, failed, refused = program.counts()
        assert pushed > 1 and failed == refused == 0
        assert program.output == b""
        agent.post("/runner/ingest/stop", {"job_id": job})


def test_a_file_that_is_overwritten_arrives_whole(tmp_path):
    seen, new = tmp_path / "seen.json", tmp_path / "new"
    with Agent() as agent:
        job = agent.start_ingest()
        with track(agent.url, job, "--mode", "file", "--input-file", seen, "--interval", "0.01",
                   "--source", "yolo") as program:
            program.wait_for("waited for")
            seen.write_text(record(0.1))
            wait_for_x(agent, job, 0.1)
            assert known(agent, job)["source"] == "yolo"
            new.write_text(record(0.2))
            new.rename(seen)
            wait_for_x(agent, job, 0.2)
            text = record(0.3)
            with open(seen, "w") as half:  # as a detector is caught in the middle
                half.write(text[:20])
                half.flush()
                with pytest.raises(AssertionError):
                    wait_until(lambda: known(agent, job)["targets"][0]["x"] != 0.2, 0.5)
                half.write(text[20:])
            wait_for_x(agent, job, 0.3)
            assert program.end(signal.SIGINT) == 0
        assert program.counts() == [3, 0, 0, 0], "what is unchanged is not pushed again"
        agent.post("/runner/ingest/stop", {"job_id": job})


def test_a_pipe_ends_with_its_last_record_and_garbage_ends_nothing():
    with Agent() as agent:
        job = agent.start_ingest()
        with track(agent.url, job, "--mode", "stdin", "--interval", "60", stdin=subprocess.PIPE) as program:
            program.write(record(0.1) + "\n")
            wait_for_x(agent, job, 0.1)
            program.write("\n\nwhat is this?\n" + record(7) + "\n\n" + record(0.2) + "\n" + record(0.3) + "\n")
            program.process.stdin.close()
            program.process.stdin = None
            assert program.end() == 0
        assert [t["x"] for t in known(agent, job)["targets"]] == [0.3], "although the interval is a minute"
        pushed, superseded, failed, refused = program.counts()
        assert (pushed, superseded, failed, refused) == (2, 1, 0, 2)
        assert program.said.count("was refused") == 1
        agent.post("/runner/ingest/stop", {"job_id": job})


def test_a_detector_moves_a_camera():
    """From standard input to the crop that the camera itself says it shows."""
    with Agent(env={"GIMBAL_PROGRAM": shutil.which("gimbal")}) as agent:
        job = agent.start_preview("scene:court", scale="320:180")
        wide = wait_until(lambda: (agent.listed(job)["stats"] or {}).get("crop"), 20, "a camera")
        with track(agent.url, job, "--mode", "stdin", "--interval", "0.05", stdin=subprocess.PIPE) as program:
            def is_there():
                program.write(record(0.3, target_x=0.3, target_y=0.5, target_zoom=2) + "\n")
                crop = agent.listed(job)["stats"]["crop"]
                return abs(crop["w"] / wide["w"] - 1 / 2) < 0.05 and abs(
                    (crop["x"] + crop["w"] / 2) / wide["w"] - 0.3) < 0.02
            wait_until(is_there, 30, "the camera to be where the detector points")
            assert program.end(signal.SIGTERM) == 0


def test_standard_input_that_is_closed_is_an_error():
    line = "exec gimbal track --runner-base-url http://127.0.0.1:1 --job-id j --mode stdin <&-"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=20)
    assert done.returncode == 1
    assert "standard input cannot be read" in done.stderr


def test_a_runner_that_is_killed_again_and_again_ends_nothing():
    runner = Runner()
    port = runner.server_port
    with track(runner.url, "court", "--mode", "sim", "--interval", "0.02") as program:
        program.wait_for("the runner takes the records")
        for _ in range(3):
            runner.kill()
            program.wait_for("gave no answer")
            runner = Runner(port)
            program.wait_for("the runner takes the records")
            runner.wait_for_records(2)
        assert program.end(signal.SIGTERM) == 0
    runner.kill()
    assert program.counts()[2] >= 3
    assert len(program.said.splitlines()) == 8, "each change once, and the counts"


def test_an_agent_that_is_killed_and_started_again_is_spoken_to_again():
    gateway = Gateway()
    with Agent() as first:
        gateway.target = first, first.start_ingest()
        with track(gateway.url, "court", "--mode", "sim", "--interval", "0.05") as program:
            program.wait_for("the runner takes the records")
            first.process.kill()
            first.process.wait()
            program.wait_for("gave no answer")
            with Agent() as second:
                job = second.start_ingest()
                gateway.target = second, job
                program.wait_for("the runner takes the records")
                assert known(second, job)["available"]
                assert program.end(signal.SIGTERM) == 0
    gateway.kill()


def test_a_job_that_nobody_knows_is_said_and_tried_again():
    with Agent() as agent:
        with track(agent.url, "nobody", "--mode", "sim", "--interval", "0.05") as program:
            line = program.wait_for("knows no job nobody")
            assert "check --job-id, and --runner-base-url (404)" in line
            assert program.end(signal.SIGTERM) == 0
        assert program.counts()[0] == 0 and program.counts()[2] > 0


@pytest.mark.parametrize("how", ["option", "file", "environment"])
def test_the_key_is_sent_and_never_shown(tmp_path, how):
    (tmp_path / "key").write_text(KEY + "\n")
    words = {"option": ["--api-key", KEY], "file": ["--api-key-file", tmp_path / "key"], "environment": []}[how]
    env = {"RUNNER_API_KEY": KEY} if how == "environment" else {}
    with Agent(env={"RUNNER_API_KEY": KEY}) as agent:
        job = agent.start_ingest()
        with track(agent.url, job, "--mode", "sim", *words, env=env | {"GST_DEBUG": "*:4"}) as program:
            program.wait_for("the runner takes the records")
            assert program.end(signal.SIGTERM) == 0
        assert KEY not in program.said
        with track(agent.url, job, "--mode", "sim", "--api-key", "wrong") as program:
            assert "check --api-key" in program.wait_for("does not take the key")
        agent.post("/runner/ingest/stop", {"job_id": job})


def test_the_first_signal_pushes_what_waits_and_the_second_ends_at_once():
    never = threading.Event()
    runner = Runner(before_reply=lambda path: never.wait())
    with track(runner.url, "court", "--mode", "sim", "--interval", "0.05") as program:
        with runner.came:
            assert runner.came.wait_for(lambda: runner.calls, timeout=20)
        program.signal()
        program.signal(signal.SIGINT)
        assert program.end() == 1
        assert "pushed" not in program.said
    never.set()
    runner.kill()


@pytest.mark.parametrize("words, says", [
    (["--mode", "sim"], "--job-id is missing"),
    (["--job-id", "j"], "--mode is missing"),
    (["--job-id", "j", "--mode", "file"], "--input-file is missing"),
    (["--job-id", "j", "--mode", "sim", "--frobnicate"], "See gimbal track --help"),
])
def test_a_command_line_that_cannot_be_used(words, says):
    with Program("track", "--runner-base-url", "http://127.0.0.1:1", *words) as program:
        assert program.end() == 2
    assert says in program.said and program.output == b""


def test_a_folder_that_is_not_there(tmp_path):
    with track("http://127.0.0.1:1", "j", "--mode", "file", "--input-file", tmp_path / "none" / "x") as program:
        assert program.end() == 1
    assert "cannot be watched: No such file" in program.said


def test_a_camera_does_not_load_the_library_that_speaks_http():
    listing = subprocess.run(["ldd", shutil.which("gimbal")], check=True, capture_output=True, text=True).stdout
    assert "libgstreamer" in listing and "libsoup" not in listing


def test_help_is_on_standard_output():
    with Program("track", "--help") as program:
        assert program.end() == 0
    assert b"--runner-base-url" in program.output and os.linesep.encode() in program.output
