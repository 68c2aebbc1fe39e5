"""Preview streams of gimbal-agent: who sees which picture, and what viewers cost."""

import pathlib
import re
import socket

import pytest

from agent_support import MEASURES_MEMORY, Agent, comment, wait_until


@pytest.fixture(name="agent")
def fixture_agent():
    with Agent() as agent:
        yield agent


def connections(agent):
    """Sockets the agent holds open."""
    names = []
    for entry in pathlib.Path(f"/proc/{agent.process.pid}/fd").iterdir():
        try:
            names.append(entry.readlink().name)
        except OSError:
            pass
    return sum(name.startswith("socket:") for name in names)


def resident_kb(agent):
    status = pathlib.Path(f"/proc/{agent.process.pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1])


def test_stream(agent):
    viewer = agent.watch(agent.start_preview())
    assert viewer.status == 200
    assert viewer.headers["Content-Type"] == "multipart/x-mixed-replace; boundary=frame"
    assert viewer.headers["Cache-Control"] == "no-store"
    numbers = [comment(viewer.picture())["number"] for _ in range(10)]
    assert numbers == sorted(set(numbers))
    viewer.close()


def test_stream_for_http_1_0(agent):
    job = agent.start_preview()
    with socket.create_connection((agent.host, agent.port), timeout=10) as connection:
        connection.sendall(f"GET /runner/preview/stream/{job} HTTP/1.0\r\n\r\n".encode())
        head = connection.makefile("rb").read(2000)
    assert b" 200 " in head and b"\r\n\r\n--frame\r\nContent-Type: image/jpeg\r\n" in head


def test_stream_of_the_unknown(agent):
    assert agent.get("/runner/preview/stream/x").status == 404


def test_stream_of_what_has_ended(agent):
    job = agent.start_preview("scene:end")
    agent.wait_for_state(job, "stopped")
    assert agent.get(f"/runner/preview/stream/{job}").status == 409


def test_two_viewers_see_the_same_pictures(agent):
    job = agent.start_preview()
    viewers = [agent.watch(job), agent.watch(job)]
    seen = [{picture for _ in range(20) if (picture := viewer.picture())} for viewer in viewers]
    assert len(seen[0] & seen[1]) >= 15
    assert len(agent.children()) == 1
    for viewer in viewers:
        viewer.close()


def test_late_viewer_gets_the_newest_picture_at_once(agent):
    job = agent.start_preview("scene:stall")  # three pictures, then none
    first = agent.watch(job)
    while comment(first.picture())["number"] < 3:
        pass
    late = agent.watch(job)
    assert comment(late.picture())["number"] == 3
    first.close()
    late.close()


def test_ptz_takes_effect_on_the_open_stream(agent):
    job = agent.start_preview()
    viewer = agent.watch(job)
    assert comment(viewer.picture())["zoom"] == 1
    agent.post("/runner/preview/ptz/update", {"job_id": job, "zoom": 2.5})
    zooms = [comment(viewer.picture())["zoom"] for _ in range(10)]
    assert zooms[-1] == 2.5
    viewer.close()


@pytest.mark.parametrize("source", ["scene:court", "scene:no-picture", "scene:stall"])
def test_stream_ends_with_its_job(agent, source):
    job = agent.start_preview(source)
    viewer = agent.watch(job)
    if source != "scene:no-picture":
        assert viewer.picture()
    agent.post("/runner/preview/stop", {"job_id": job})
    while viewer.picture():
        pass
    viewer.close()


@pytest.mark.parametrize("source", ["scene:court", "scene:no-picture", "scene:stall"])
def test_viewer_that_leaves_is_forgotten(agent, source):
    job = agent.start_preview(source)
    stays = agent.watch(job)
    before = connections(agent)
    leaves = [agent.watch(job) for _ in range(5)]
    assert connections(agent) == before + 5
    for viewer in leaves:
        viewer.close()
    wait_until(lambda: connections(agent) == before, timeout=10, what="viewers to be forgotten")
    if source == "scene:court":
        assert stays.picture()
    stays.close()
    assert agent.stderr() == ""


@MEASURES_MEMORY
def test_slow_viewer_costs_no_memory_and_sees_the_newest(agent):
    job = agent.start_preview("scene:big")  # 25 pictures a second of 200 kB
    fast = agent.watch(job)
    fast.picture()
    slow = agent.watch(job)
    slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
    slow.picture()
    before = resident_kb(agent)
    for _ in range(75):  # three seconds, 15 MB
        newest = comment(fast.picture())["number"]
    assert resident_kb(agent) - before < 4096
    # What it could not take is lost; only what lay in the sockets is old.
    numbers = [comment(slow.picture())["number"] for _ in range(60)]
    skipped = max(after - number for number, after in zip(numbers, numbers[1:]))
    assert skipped > 20
    assert numbers[-1] > newest
    fast.close()
    slow.close()


def test_garbage_between_pictures_is_skipped(agent):
    viewer = agent.watch(agent.start_preview("scene:garbage"))
    numbers = [comment(viewer.picture())["number"] for _ in range(5)]
    assert numbers == sorted(set(numbers))
    viewer.close()
