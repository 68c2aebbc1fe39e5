"""Jobs of gimbal-agent: what they are asked for, how they end, and the camera's moves."""

import os
import signal
import threading
import time
import uuid

import pytest

from agent_http_test import field_errors
from agent_support import Agent, wait_until


@pytest.fixture(name="agent")
def fixture_agent():
    with Agent() as agent:
        yield agent


def test_ingest_start_and_stop(agent):
    job = agent.start_ingest()
    assert str(uuid.UUID(job)) == job
    assert agent.status(job) == {"job_id": job, "state": "running", "restart_count": 0,
                                 "last_error": None}
    [child] = agent.children()
    reply = agent.post("/runner/ingest/stop", {"job_id": job})
    assert reply.json == {"state": "stopped"}
    assert child not in agent.children()
    assert agent.status(job)["state"] == "stopped"
    assert agent.post("/runner/ingest/stop", {"job_id": job}).json == {"state": "stopped"}


def test_stop_of_the_unknown(agent):
    assert agent.post("/runner/ingest/stop", {"job_id": "x"}).json == {"state": "stopped"}
    assert agent.post("/runner/preview/stop", {"job_id": "x"}).json == {"stopped": True}


def test_status_of_the_unknown(agent):
    assert agent.status("x")["state"] == "unknown"


def test_child_that_ignores_sigterm_is_killed(agent):
    job = agent.start_preview("scene:ignore-term")
    viewer = agent.watch(job)
    assert viewer.picture()  # it has its handlers in place
    started = time.monotonic()
    reply = agent.post("/runner/preview/stop", {"job_id": job})
    took = time.monotonic() - started
    assert reply.json == {"stopped": True}
    assert 1.9 < took < 3
    assert agent.children() == []
    assert agent.status(job)["state"] == "stopped"
    while viewer.picture():
        pass
    viewer.close()


def test_two_who_stop_one_job_both_hear_of_it(agent):
    job = agent.start_ingest("scene:ignore-term")
    replies = []
    stops = [threading.Thread(target=lambda: replies.append(
        agent.post("/runner/ingest/stop", {"job_id": job}).json)) for _ in range(2)]
    for stop in stops:
        stop.start()
    for stop in stops:
        stop.join()
    assert replies == [{"state": "stopped"}] * 2


@pytest.mark.parametrize("source, error", [
    ("scene:die", "cannot open rtsp://***@camera/live"),
    ("scene:die-error", "no such file; check rtsp://***@camera/ and retry"),
    ("scene:die-quiet", "exited with status 4")])
def test_child_that_dies_at_once(agent, source, error):
    job = agent.start_ingest(source)
    assert agent.wait_for_state(job, "failed")["last_error"] == error
    assert agent.listed(job)["last_error"] == error
    assert "hunter2" not in agent.stderr()


def test_child_killed_by_a_signal(agent):
    job = agent.start_ingest()
    os.kill(agent.children()[0], signal.SIGKILL)
    assert agent.wait_for_state(job, "failed")["last_error"] == "killed by signal 9"


def test_end_of_file_is_stopped(agent):
    job = agent.start_ingest("scene:end")
    assert agent.wait_for_state(job, "stopped")["last_error"] is None


def test_stderr_of_a_child_is_passed_on(agent):
    job = agent.start_ingest("scene:die")
    agent.wait_for_state(job, "failed")
    assert f"gimbal-agent: job {job}: first line\n" in agent.stderr()


@pytest.mark.parametrize("source", [
    "", "camera", "/etc/passwd", "scene:", "scene:../x", "gopher://host/x", "data:text/plain,x",
    "file:relative", "file://host/x", "rtsp://", "rtsp://host/a b", "http://host/%zz",
    "rtsp://host/\u0001", "rtsp://" + "h" * 5000, 7, ["rtsp://host/"]],
                         ids=range(16))
def test_bad_source(agent, source):
    for path in ("/runner/ingest/start", "/runner/preview/start"):
        reply = agent.post(path, {"source_uri_ref": source, "session_id": "s"})
        assert set(field_errors(reply)) == {"source_uri_ref"}
    assert agent.children() == []


@pytest.mark.parametrize("source", [
    "scene:court", "file:///a/b.mp4", "http://h/x", "https://h/x?y=1", "rtsp://u:p@h:554/x",
    "rtsps://h/x", "rtmp://h/x", "rtmps://h/x", "rtmpt://h/x", "srt://h:9?mode=caller", "hls://h/x",
    "RTSP://[::1]/x"])
def test_good_source(agent, source):
    assert agent.start_ingest(source)


@pytest.mark.parametrize("session_id", ["", "x" * 257, 5, None])
def test_bad_session(agent, session_id):
    reply = agent.post("/runner/ingest/start",
                       {"source_uri_ref": "scene:court", "session_id": session_id})
    assert set(field_errors(reply)) == {"session_id"}


def test_a_session_that_names_no_file_may_have_any_name(agent):
    assert agent.start_ingest(session_id="match:42/é")


def test_a_session_that_names_a_file_may_not_leave_its_folder(tmp_path):
    with Agent("--output", f"{tmp_path}/{{session_id}}.ts") as agent:
        for session_id in (".", "..", ".hidden", "a/b", "a b", "é", "x" * 65):
            reply = agent.post("/runner/ingest/start",
                               {"source_uri_ref": "scene:court", "session_id": session_id})
            assert set(field_errors(reply)) == {"session_id"}, session_id


def test_stop_takes_jobs_of_its_own_kind_only(agent):
    preview, ingest = agent.start_preview(), agent.start_ingest()
    assert agent.post("/runner/preview/stop", {"job_id": ingest}).json == {"stopped": True}
    assert agent.post("/runner/ingest/stop", {"job_id": preview}).json == {"state": "stopped"}
    assert agent.status(preview)["state"] == agent.status(ingest)["state"] == "running"


@pytest.mark.parametrize("index", [-1, 1.5, "1", 10**9])
def test_bad_replica(agent, index):
    reply = agent.post("/runner/ingest/start", {"source_uri_ref": "scene:court",
                                                "session_id": "s", "replica_index": index})
    assert set(field_errors(reply)) == {"replica_index"}


def test_unknown_profile_is_balanced(agent):
    job = agent.start_ingest(profile="turbo")
    assert agent.listed(job)["profile"] == "balanced"


def test_two_jobs_do_not_write_one_file():
    with Agent(env={"RUNNER_INGEST_OUTPUT_URI": "/nowhere/{session_id}.ts"}) as agent:
        body = {"source_uri_ref": "scene:court", "session_id": "s"}
        first = agent.post("/runner/ingest/start", body).json["job_id"]
        reply = agent.post("/runner/ingest/start", body)
        assert reply.status == 409 and first in reply.json["detail"]
        agent.post("/runner/ingest/stop", {"job_id": first})
        assert agent.post("/runner/ingest/start", body).status == 200


def test_preview_start(agent):
    reply = agent.post("/runner/preview/start", {"source_uri_ref": "scene:court"}).json
    job = reply["job_id"]
    assert reply == {"job_id": job, "preview_kind": "mjpeg",
                     "preview_url": f"{agent.url}runner/preview/stream/{job}"}
    assert agent.post("/runner/preview/stop", {"job_id": job}).json == {"stopped": True}
    assert agent.children() == []


def test_public_base_url():
    with Agent(env={"RUNNER_PUBLIC_BASE_URL": "https://cam.example/base/"}) as agent:
        reply = agent.post("/runner/preview/start", {"source_uri_ref": "scene:court"}).json
        assert reply["preview_url"].startswith("https://cam.example/base/runner/preview/stream/")


def test_webrtc_is_not_configured(agent):
    reply = agent.post("/runner/preview/start", {"source_uri_ref": "scene:court",
                                                 "profile": {"transport": "webrtc"}})
    assert reply.status == 409 and "not configured" in reply.json["detail"]


@pytest.mark.parametrize("profile, fields", [
    ({"scale": "640"}, {"profile.scale"}), ({"scale": "-1:-1"}, {"profile.scale"}),
    ({"scale": "8:-1"}, {"profile.scale"}), ({"scale": "640:5000"}, {"profile.scale"}),
    ({"scale": "640x360"}, {"profile.scale"}), ({"transport": "smoke"}, {"profile.transport"}),
    ({"fps": "20"}, {"profile.fps"}), ({"start_seconds": -1}, {"profile.start_seconds"}),
    ({"loop": 1}, {"profile.loop"}), ({"ptz": 3}, {"profile.ptz"}),
    ({"ptz": {"zoom": 5, "center_x": 2}}, {"profile.ptz.zoom", "profile.ptz.center_x"})])
def test_bad_profile(agent, profile, fields):
    reply = agent.post("/runner/preview/start",
                       {"source_uri_ref": "scene:court", "profile": profile})
    assert set(field_errors(reply)) == fields


def test_list(agent):
    preview = agent.start_preview("rtsp://joe:pw@cam/live?token=abc", ptz={"zoom": 2})
    ingest = agent.start_ingest(session_id="match", replica_index=1, profile="quality")
    wait_until(lambda: agent.listed(preview)["stats"] and agent.listed(ingest)["stats"],
               what="stats")
    stats = {"fps": 25, "bitrate": 2400000, "encoder": "jpegenc", "path": "system",
             "crop": {"x": 0, "y": 0, "w": 1920, "h": 1080}}
    listed = agent.listed(preview)
    assert listed["stats"].items() >= stats.items() and listed["stats"]["frames"] >= 0
    del listed["stats"]
    assert listed == {"job_id": preview, "kind": "preview", "state": "running",
                      "source": "rtsp://***@cam/live?token=***", "last_error": None,
                      "ptz": {"center_x": 0.5, "center_y": 0.5, "zoom": 2}}
    listed = agent.listed(ingest)
    assert (listed["kind"], listed["session_id"], listed["replica_index"], listed["profile"]) == (
        "ingest", "match", 1, "quality")


def test_ptz_update(agent):
    job = agent.start_ingest()
    reply = agent.post("/runner/ptz/update", {"job_id": job, "center_x": 0.25, "zoom": 3})
    ptz = {"center_x": 0.25, "center_y": 0.5, "zoom": 3}
    assert reply.json == {"job_id": job, "state": "running", "ptz": ptz, "applied": True,
                          "queued": False}
    assert agent.listed(job)["ptz"] == ptz


def test_ptz_update_before_the_first_frame(agent):
    job = agent.start_ingest("scene:no-apply")
    reply = agent.post("/runner/ptz/update", {"job_id": job, "zoom": 2})
    assert reply.json == {"job_id": job, "state": "running",
                          "ptz": {"center_x": 0.5, "center_y": 0.5, "zoom": 2}, "applied": False,
                          "queued": True, "queue_depth": 1, "reason": "no_frame_yet"}


def test_ptz_update_refused(agent):
    job = agent.start_ingest("scene:refuse")
    reply = agent.post("/runner/ptz/update", {"job_id": job}).json
    assert (reply["applied"], reply["queued"], reply["reason"]) == (
        False, False, "the camera is locked")


def test_ptz_update_superseded_by_a_newer_one(agent):
    job = agent.start_ingest("scene:supersede")
    replies = {}

    def update(zoom):
        replies[zoom] = agent.post("/runner/ptz/update", {"job_id": job, "zoom": zoom}).json

    older = threading.Thread(target=update, args=(2,))
    older.start()
    wait_until(lambda: agent.listed(job)["ptz"]["zoom"] == 2, what="the older one to be sent")
    update(3)
    older.join()
    assert replies[3]["applied"] is True
    assert (replies[2]["applied"], replies[2]["reason"]) == (False, "superseded")


@pytest.mark.parametrize("fields", [{"center_x": -0.1}, {"center_y": 1.1}, {"zoom": 0.9},
                                    {"zoom": 4.1}, {"zoom": "2"}])
def test_ptz_update_out_of_range(agent, fields):
    job = agent.start_ingest()
    for path in ("/runner/ptz/update", "/runner/preview/ptz/update"):
        assert set(field_errors(agent.post(path, {"job_id": job, **fields}))) == set(fields)


def test_ptz_update_of_what_does_not_run(agent):
    for path in ("/runner/ptz/update", "/runner/preview/ptz/update"):
        assert agent.post(path, {"job_id": "x"}).status == 404
    ingest = agent.start_ingest("scene:end")
    preview = agent.start_preview("scene:end")
    agent.wait_for_state(ingest, "stopped")
    agent.wait_for_state(preview, "stopped")
    assert agent.post("/runner/ptz/update", {"job_id": ingest}).status == 409
    assert agent.post("/runner/preview/ptz/update", {"job_id": preview}).status == 409


def test_ptz_update_of_a_job_that_ends_meanwhile(agent):
    job = agent.start_ingest("scene:no-apply")
    replies = []
    waiting = threading.Thread(target=lambda: replies.append(
        agent.post("/runner/ptz/update", {"job_id": job, "zoom": 2})))
    waiting.start()
    wait_until(lambda: agent.listed(job)["ptz"]["zoom"] == 2, what="the update to be sent")
    agent.post("/runner/ingest/stop", {"job_id": job})
    waiting.join()
    assert replies[0].status == 409


def test_preview_routes_want_a_preview(agent):
    job = agent.start_ingest()
    assert agent.post("/runner/preview/ptz/update", {"job_id": job}).status == 409
    assert agent.get(f"/runner/preview/stream/{job}").status == 409
    preview = agent.start_preview()
    assert agent.post("/runner/ptz/update", {"job_id": preview}).status == 404


def test_preview_ptz_update(agent):
    job = agent.start_preview()
    reply = agent.post("/runner/preview/ptz/update", {"job_id": job, "zoom": 2}).json
    assert reply == {"job_id": job, "preview_kind": "mjpeg", "state": "running",
                     "ptz": {"center_x": 0.5, "center_y": 0.5, "zoom": 2}, "applied": True,
                     "method": "control"}
