"""Tracking calls of gimbal-agent: what detectors may say of a job, who is told, and what the camera does."""

import datetime
import json
import math
import os
import shutil
import signal
import time

import pytest

import streams
from agent_http_test import field_errors
from agent_support import Agent, wait_until

UPDATE, STATUS = "/runner/tracking/update", "/runner/tracking/status"
DEFAULTS = {"targets": [], "tracking_state": "warning", "fallback_active": False, "occlusion_level": 0,
            "source": "external"}
FULL = {"timestamp": 12.5, "timebase": "pts", "tracking_confidence": 0.75, "tracking_state": "stable",
        "fallback_active": True, "occlusion_level": 0.25, "source": "yolo",
        "tracking_mode_hint": "follow_ball", "play_phase": "transition", "ball_velocity_x": -0.5,
        "ball_velocity_y": 0.125, "possession_side": "left", "court_homography_ok": False,
        "target_x": 0.25, "target_y": 0.5, "target_zoom": 2,
        "targets": [{"id": "7", "cls": "ball", "x": 0.25, "y": 0.5, "w": 0.02, "h": 0.03,
                     "confidence": 0.5, "vx": 0.5, "vy": -0.25},
                    {"x": 1, "y": 0, "confidence": 1}]}
NOTHING = {"tracking_confidence": 0, "tracking_state": "lost", "fallback_active": True,
           "occlusion_level": 1, "available": False}
WIDTH, HEIGHT, FPS = 320, 180, 25


@pytest.fixture(name="agent")
def fixture_agent():
    with Agent() as agent:
        yield agent


@pytest.fixture(name="log")
def fixture_log(tmp_path):
    return tmp_path / "commands.jsonl"


@pytest.fixture(name="logging_agent")
def fixture_logging_agent(log):
    with Agent(env={"FAKE_GIMBAL_COMMANDS": str(log)}) as agent:
        yield agent


@pytest.fixture(scope="module")
def ramp(tmp_path_factory):
    path = tmp_path_factory.mktemp("ramp") / "ramp.mp4"
    streams.write_ramp(path, FPS, 4)
    return path.as_uri()


def commands(log):
    """What the fake camera was told so far."""
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def update(agent, job, **fields):
    reply = agent.post(UPDATE, {"job_id": job, "tracking_confidence": 0.9} | fields)
    assert reply.status == 200, reply.body
    return reply.json


def status(agent, job):
    reply = agent.post(STATUS, {"job_id": job})
    assert reply.status == 200, reply.body
    return reply.json


def test_a_record_gets_the_contracts_defaults(agent):
    job = agent.start_ingest()
    before = datetime.datetime.now(datetime.timezone.utc)
    reply = update(agent, job)
    time = datetime.datetime.strptime(reply.pop("updated_at"), "%Y-%m-%dT%H:%M:%S.%f%z")
    assert reply == {"job_id": job, "tracking_confidence": 0.9} | DEFAULTS
    since = (time - before).total_seconds()
    assert -0.001 <= since < 10


@pytest.mark.parametrize("kind", ["ingest", "preview"])
def test_every_field_is_kept(agent, kind):
    job = agent.start_ingest() if kind == "ingest" else agent.start_preview()
    reply = agent.post(UPDATE, {"job_id": job} | FULL).json
    assert {"job_id": job} | FULL == {k: v for k, v in reply.items() if k != "updated_at"}
    assert status(agent, job) == reply | {"available": True}


def test_null_is_absent_and_the_unknown_is_left_alone(agent):
    job = agent.start_ingest()
    nulls = dict.fromkeys(set(FULL) - {"tracking_confidence"}) | {"more": {"a": [1]}}
    reply = update(agent, job, **nulls)
    assert set(reply) == {"job_id", "tracking_confidence", "updated_at"} | set(DEFAULTS)
    reply = update(agent, job, targets=[{"x": 0, "y": 1, "w": None, "speed": 3}])
    assert reply["targets"] == [{"x": 0, "y": 1, "confidence": 1}]


@pytest.mark.parametrize("field", ["tracking_state", "source"])
def test_lengths_are_counted_in_characters(agent, field):
    job = agent.start_ingest()
    assert update(agent, job, **{field: "é" * 32})[field] == "é" * 32
    for bad in ("é", "é" * 33):
        reply = agent.post(UPDATE, {"job_id": job, "tracking_confidence": 1, field: bad})
        assert field_errors(reply) == {field: "value_error"}


@pytest.mark.parametrize("fields, errors", [
    ({"job_id": None}, {"job_id": "missing"}), ({"job_id": 3}, {"job_id": "type_error"}),
    ({"tracking_confidence": None}, {"tracking_confidence": "missing"}),
    ({"tracking_confidence": 1.01}, {"tracking_confidence": "value_error"}),
    ({"tracking_confidence": "1"}, {"tracking_confidence": "type_error"}),
    ({"tracking_state": 3}, {"tracking_state": "type_error"}),
    ({"fallback_active": 1}, {"fallback_active": "type_error"}),
    ({"occlusion_level": -0.1}, {"occlusion_level": "value_error"}),
    ({"tracking_mode_hint": "dance"}, {"tracking_mode_hint": "value_error"}),
    ({"play_phase": "halftime"}, {"play_phase": "value_error"}),
    ({"possession_side": "middle"}, {"possession_side": "value_error"}),
    ({"possession_side": False}, {"possession_side": "type_error"}),
    ({"ball_velocity_x": "fast"}, {"ball_velocity_x": "type_error"}),
    ({"ball_velocity_y": []}, {"ball_velocity_y": "type_error"}),
    ({"court_homography_ok": "yes"}, {"court_homography_ok": "type_error"}),
    ({"target_x": 1.5}, {"target_x": "value_error"}), ({"target_y": -1}, {"target_y": "value_error"}),
    ({"target_zoom": 0.5}, {"target_zoom": "value_error"}),
    ({"targets": {}}, {"targets": "type_error"}), ({"targets": [3]}, {"targets.0": "type_error"}),
    ({"targets": [{"x": 0, "y": 0}] * 257}, {"targets": "value_error"}),
    ({"targets": [{"x": 0, "y": 0}, {"x": 0, "cls": "b" * 65}]},
     {"targets.1.y": "missing", "targets.1.cls": "value_error"})])
def test_what_is_wrong_is_told_all_at_once_and_changes_nothing(agent, fields, errors):
    job = agent.start_ingest()
    update(agent, job, source="good")
    before = status(agent, job)
    reply = agent.post(UPDATE, {"job_id": job, "tracking_confidence": 0.1} | fields)
    assert field_errors(reply) == errors
    assert status(agent, job) == before


@pytest.mark.parametrize("timestamp, taken", [
    (1.7e9, {"timestamp": 1.7e9, "timebase": "unix"}),
    ("2026-01-31T12:00:00Z", {}), (1769860800000, {}), (12.5, {}), (-1, {})])
def test_a_time_that_the_contract_does_not_know_is_no_error(agent, timestamp, taken):
    reply = update(agent, agent.start_ingest(), timestamp=timestamp)
    assert {k: v for k, v in reply.items() if k.startswith("time")} == taken


def test_a_place_in_a_list_is_a_number(agent):
    reply = agent.post(UPDATE, {"job_id": "x", "tracking_confidence": 1, "targets": [{"x": 2, "y": 0}]})
    assert [error["loc"] for error in reply.json["detail"]] == [["body", "targets", 0, "x"]]


def test_who_is_not_known(agent):
    reply = agent.post(UPDATE, {"job_id": "x", "tracking_confidence": 1})
    assert (reply.status, reply.json) == (404, {"detail": "no such job"})
    assert status(agent, "x") == {"job_id": "x", "source": "runner"} | NOTHING
    job = agent.start_ingest()
    assert status(agent, job) == {"job_id": job, "source": "none"} | NOTHING


def test_a_record_belongs_to_its_job_and_outlasts_its_stream(agent):
    ended, other = agent.start_ingest("scene:end"), agent.start_preview()
    update(agent, ended, source="yolo")
    agent.wait_for_state(ended, "stopped")
    assert status(agent, ended)["source"] == "yolo"
    assert update(agent, ended, target_x=0.5)["target_x"] == 0.5
    assert status(agent, other)["source"] == "none"


def test_the_first_record_that_steers_makes_the_camera_follow(logging_agent, log):
    job = logging_agent.start_ingest()
    update(logging_agent, job, tracking_state="stable", play_phase="rebound")
    update(logging_agent, job, targets=[{"x": 0.25, "y": 0.5}])
    wait_until(lambda: len(commands(log)) == 2, what="a mode and a record")
    assert commands(log)[0] == {"type": "mode", "mode": "follow"}
    assert commands(log)[1]["record"]["targets"] == [{"x": 0.25, "y": 0.5, "confidence": 1}]
    update(logging_agent, job, tracking_state="stable", play_phase="rebound")
    wait_until(lambda: len(commands(log)) == 3, what="the next record")
    assert commands(log)[2]["record"]["play_phase"] == "rebound"


def test_an_operator_has_the_camera_for_five_seconds_from_a_detector_that_comes_later(logging_agent, log):
    job = logging_agent.start_ingest()
    begin = time.monotonic()
    assert logging_agent.post("/runner/ptz/update", {"job_id": job, "zoom": 2}).status == 200

    def follows():
        update(logging_agent, job, target_x=0.5)
        return any(command["type"] == "mode" for command in commands(log))
    wait_until(follows, timeout=20, what="a camera that follows")
    assert 4.9 < time.monotonic() - begin < 10
    assert [command["type"] for command in commands(log)][:2] == ["ptz", "mode"]


@pytest.mark.parametrize("fields", [{"tracking_state": "lost"}, {"fallback_active": True},
                                    {"target_x": 0.5}, {"target_y": 0.5}, {"target_zoom": 2}])
def test_what_steers(logging_agent, log, fields):
    update(logging_agent, logging_agent.start_preview(), **fields)
    wait_until(lambda: len(commands(log)) == 2, what="a mode and a record")
    assert commands(log)[1]["record"].items() >= fields.items()


def test_of_a_camera_that_does_not_listen_only_the_newest_record_counts(logging_agent, log):
    """Two megabytes of records are more than a socket holds."""
    job = logging_agent.start_ingest("scene:deaf")
    wait_until(lambda: logging_agent.listed(job)["stats"], what="the camera to be there")
    [camera] = logging_agent.children()
    sent = 200
    for i in range(1, sent + 1):
        update(logging_agent, job, targets=[{"x": i / sent, "y": 0.5, "cls": "b" * 64}] * 100)
    assert commands(log) == []
    os.kill(camera, signal.SIGUSR1)
    records = wait_until(
        lambda: [c["record"] for c in commands(log) if c["type"] == "tracking"
                 and c["record"]["targets"][0]["x"] == 1], what="the newest record")
    assert len(records) == 1
    told = [c["record"]["targets"][0]["x"] for c in commands(log) if c["type"] == "tracking"]
    assert told == sorted(told) and len(told) < sent


def test_a_record_that_comes_before_the_first_picture_comes_again(logging_agent, log):
    """Until then the camera refuses it: it would not know of which time it is."""
    job = logging_agent.start_ingest("scene:start")
    update(logging_agent, job, target_x=0.5)
    wait_until(lambda: len(commands(log)) == 2, what="the record")
    [camera] = logging_agent.children()
    os.kill(camera, signal.SIGUSR1)
    wait_until(lambda: len(commands(log)) == 3, what="the record again")
    assert commands(log)[1] == commands(log)[2]
    assert logging_agent.stderr() == ""


class Pictures:
    """Where a preview of the ramp looks, picture by picture; the first one shows all of it."""

    def __init__(self, agent, job):
        self.agent, self.job = agent, job
        self.dark, self.bright = self.ends()

    def ends(self):
        viewer = self.agent.watch(self.job)  # a new one gets the newest picture
        picture = streams.decode(viewer.picture(), WIDTH, HEIGHT, "gray")[0]
        viewer.close()
        return picture[:, :4].mean(), picture[:, -4:].mean()

    def position_and_width(self):
        left, right = ((end - self.dark) / (self.bright - self.dark) for end in self.ends())
        return (left + right) / 2, right - left

    def await_picture(self, position, width, **record):
        """Of that part of the ramp; a record is said again and again, as detectors do."""
        def is_there():
            if record:
                update(self.agent, self.job, **{"tracking_state": "stable"} | record)
            return math.dist(self.position_and_width(), (position, width)) < 0.05
        wait_until(is_there, timeout=30, what=f"a picture of {width} around {position}")


@pytest.fixture(name="real_agent")
def fixture_real_agent():
    with Agent(env={"GIMBAL_PROGRAM": shutil.which("gimbal")}) as agent:
        yield agent


def start_ramp(agent, ramp):
    return agent.start_preview(ramp, scale=f"{WIDTH}:{HEIGHT}", q_v=2, loop=True)


def test_the_picture_moves_to_where_a_detector_points(real_agent, ramp):
    pictures = Pictures(real_agent, start_ramp(real_agent, ramp))
    pictures.await_picture(0.5, 1)
    pictures.await_picture(0.3, 0.5, target_x=0.3, target_y=0.5, target_zoom=2)
    pictures.await_picture(0.7, 0.5, target_x=0.7, target_y=0.5, target_zoom=2)


@pytest.mark.parametrize("gone", [{"tracking_state": "lost"}, {"fallback_active": True}])
def test_the_picture_follows_targets_and_eases_to_the_wide_shot_without(real_agent, ramp, gone):
    job = start_ramp(real_agent, ramp)
    pictures = Pictures(real_agent, job)
    player = {"id": "7", "cls": "player", "x": 0.7, "y": 0.5, "w": 0.1, "h": 0.3, "confidence": 0.9}

    def looks_at_the_player():
        update(real_agent, job, tracking_state="stable", targets=[player])
        position, width = pictures.position_and_width()
        return position > 0.62 and width < 0.8
    wait_until(looks_at_the_player, timeout=30, what="the camera to be at the player")
    update(real_agent, job, **gone)  # once: the way home goes on over the loop of the clip
    pictures.await_picture(0.5, 1)


def test_what_the_camera_refuses_the_log_says_once(real_agent, ramp):
    job = start_ramp(real_agent, ramp)
    Pictures(real_agent, job)
    for x in (0.3, 0.4, 0.5):
        update(real_agent, job, target_x=x, timestamp=1.7e9, timebase="pts")
    said = []

    def is_said():
        said.append(real_agent.stderr())
        return "more than a day ahead" in "".join(said)
    wait_until(is_said, timeout=10, what="the log")
    update(real_agent, job, target_x=0.5, timestamp=1.7e9, timebase="pts")
    agent_end = real_agent.post("/runner/preview/stop", {"job_id": job})
    assert agent_end.status == 200
    assert ("".join(said) + real_agent.stderr()).count("\n") == 1, said


def test_an_operator_takes_the_camera_from_the_detector(real_agent, ramp):
    job = start_ramp(real_agent, ramp)
    pictures = Pictures(real_agent, job)
    seen_left = {"target_x": 0.3, "target_y": 0.5, "target_zoom": 2}
    pictures.await_picture(0.3, 0.5, **seen_left)
    reply = real_agent.post("/runner/preview/ptz/update", {"job_id": job, "center_x": 0.7, "zoom": 2})
    assert reply.json["applied"] is True
    pictures.await_picture(0.7, 0.5, **seen_left)


def test_an_ingest_jobs_crop_moves(real_agent):
    job = real_agent.start_ingest("scene:bars")

    def crop():
        return (real_agent.listed(job)["stats"] or {}).get("crop")
    width = wait_until(crop, timeout=10, what="a crop")["w"]

    def looks_right():
        update(real_agent, job, tracking_state="stable", target_x=0.75, target_y=0.5, target_zoom=2)
        return abs(crop()["x"] / width - 0.5) < 0.03 and abs(crop()["w"] / width - 0.5) < 0.03
    wait_until(looks_right, timeout=10, what="the crop to be there")
