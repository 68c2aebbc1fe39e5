"""A real clip through the agent into a file, steered while it runs: nothing lost, nothing misplaced.

vtest.avi is 79.5 s long and files are paced in real time, so this test takes as long.
"""

import json
import os
import pathlib
import select
import subprocess
import time
import urllib.request

import numpy as np
import pytest

import streams

SOURCE_WIDTH, SOURCE_HEIGHT, SOURCE_FRAMES = 768, 576, 795
WIDTH, HEIGHT = 1280, 720
# Where the camera points, one after the other; the first is where it starts.
FRAMINGS = [(0.5, 0.5, 1), (0.5, 0.5, 2), (0.37, 0.41, 2.5), (0.61, 0.33, 1.7), (0.44, 0.62, 3),
            (0.3, 0.5, 1.31), (0.7, 0.45, 2.2), (0.52, 0.29, 1.9), (0.36, 0.66, 2.7),
            (0.63, 0.57, 3.3), (0.5, 0.5, 1.13)]
MAX_MISPLACEMENT = 0.25  # pixels of the output's own plane
LONGEST_MOVE = 12  # frames, to either side of its middle
SPARSE = 8  # to tell frames apart, every eighth sample will do


def crop_of(framing):
    """Left, top and pixels of the source per pixel of the output, by the definition of the contract."""
    center_x, center_y, zoom = framing
    width = SOURCE_WIDTH / zoom
    height = width * HEIGHT / WIDTH
    left = min(max(center_x * SOURCE_WIDTH - width / 2, 0), SOURCE_WIDTH - width)
    top = min(max(center_y * SOURCE_HEIGHT - height / 2, 0), SOURCE_HEIGHT - height)
    return left, top, width / WIDTH


def bilinear(plane, x, y):
    """Samples of `plane` at the columns x and rows y, in double precision, edges repeated."""
    x = np.clip(x, 0, plane.shape[1] - 1)
    y = np.clip(y, 0, plane.shape[0] - 1)
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    x1, y1 = np.minimum(x0 + 1, plane.shape[1] - 1), np.minimum(y0 + 1, plane.shape[0] - 1)
    fx, fy = x - x0, (y - y0)[:, None]
    plane = plane.astype(np.float64)
    upper = plane[np.ix_(y0, x0)] * (1 - fx) + plane[np.ix_(y0, x1)] * fx
    lower = plane[np.ix_(y1, x0)] * (1 - fx) + plane[np.ix_(y1, x1)] * fx
    return upper * (1 - fy) + lower * fy


def expected(plane, chroma, framing, step=1):
    """The crop of a source plane. Chroma lies on every second luma column, between two rows."""
    left, top, scale = crop_of(framing)
    divisor = 2 if chroma else 1
    columns = np.arange(0, WIDTH // divisor, step)
    rows = np.arange(0, HEIGHT // divisor, step)
    x = (left + (divisor * columns + 0.5) * scale - 0.5) / divisor
    y = (top + (divisor * rows + 0.5 * divisor) * scale - 0.5 * divisor) / divisor
    return bilinear(plane, x, y)


def misplacement(actual, reference):
    """(dx, dy) of `actual` against `reference` in pixels, by least squares on the gradients."""
    gy, gx = np.gradient(reference)
    difference = reference - actual
    matrix = np.array([[np.sum(gx * gx), np.sum(gx * gy)], [np.sum(gx * gy), np.sum(gy * gy)]])
    return np.linalg.solve(matrix, [np.sum(gx * difference), np.sum(gy * difference)])


# Loopback needs no proxy, whatever the environment says.
open_url = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class Agent:
    """gimbal-agent with ingest jobs that write to a folder."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [os.environ["GIMBAL_AGENT"], "--port", "0", "--output",
             str(folder / "{session_id}-{replica_index}.ts")],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        assert select.select([self.process.stdout], [], [], 10)[0], "the agent does not start"
        self.url = self.process.stdout.readline().split()[-1].rstrip("/")

    def call(self, path, **fields):
        request = urllib.request.Request(self.url + path, json.dumps(fields).encode(),
                                         {"Content-Type": "application/json"})
        return json.loads(open_url(request, timeout=10).read())

    def job(self, job_id):
        jobs = json.loads(open_url(self.url + "/runner/jobs", timeout=10).read())
        return next(job for job in jobs["jobs"] if job["job_id"] == job_id)


def child_of(pid):
    """(pid, start time) of a process's only child."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert len(children) == 1, children
    fields = pathlib.Path(f"/proc/{children[0]}/stat").read_text().rsplit(") ", 1)[1].split()
    return children[0], fields[19]


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    """The output file of the whole clip, the camera moved ten times on the way."""
    if not os.path.exists(streams.VTEST):
        pytest.fail("vtest.avi is missing; install opencv-doc")
    folder = tmp_path_factory.mktemp("ingest")
    agent = Agent(folder)
    try:
        job = agent.call("/runner/ingest/start", session_id="vtest", profile="quality",
                         source_uri_ref=pathlib.Path(streams.VTEST).as_uri())["job_id"]
        deadline = time.monotonic() + 120
        moves = 0
        first_child = None
        while agent.job(job)["state"] == "running":
            stats = agent.job(job)["stats"]
            if stats and moves < 10 and stats["frames"] >= 70 * (moves + 1):
                first_child = first_child or child_of(agent.process.pid)
                x, y, zoom = FRAMINGS[moves + 1]
                reply = agent.call("/runner/ptz/update", job_id=job, center_x=x, center_y=y,
                                   zoom=zoom)
                assert reply["applied"] is True, reply
                moves += 1
                last_child = child_of(agent.process.pid)
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert moves == 10
        assert first_child == last_child, "the stream was restarted"
        status = agent.call("/runner/job/status", job_id=job)
        assert (status["state"], status["restart_count"], status["last_error"]) == ("stopped", 0,
                                                                                     None)
    finally:
        agent.process.terminate()
        assert agent.process.wait(timeout=10) == 0
    return folder / "vtest-0.ts"


def test_every_frame_is_there_in_order_and_every_crop_is_in_its_place(recording):
    source = streams.frames_yuv420(streams.VTEST, SOURCE_WIDTH, SOURCE_HEIGHT)
    output = streams.frames_yuv420(recording, WIDTH, HEIGHT)
    stage, first_of_stage, measured = 0, 0, []
    compared, switches = [], []
    before, now = None, next(source)
    count = 0
    for picture in output:
        after = next(source, None)
        sparse = picture[0][::SPARSE, ::SPARSE].astype(np.float64)

        def error(frame, framing):
            return np.mean((sparse - expected(frame[0], False, framing, SPARSE)) ** 2)

        # The camera goes on to the next framing, past the middle at some frame, and never back. On
        # its way it may pass by the one after.
        rested = stage == 0 or count - first_of_stage > LONGEST_MOVE
        if rested and stage < 10 and error(now, FRAMINGS[stage + 1]) < error(now, FRAMINGS[stage]):
            stage, first_of_stage = stage + 1, count
            switches.append(count)
        # It is this frame of the source, not the one before or after, wherever they differ in sight.
        for other in (before, after):
            if other is None:
                continue
            difference = np.mean((expected(now[0], False, FRAMINGS[stage], SPARSE) -
                                  expected(other[0], False, FRAMINGS[stage], SPARSE)) ** 2)
            if difference > 4:
                compared.append((count, error(now, FRAMINGS[stage]) <
                                 error(other, FRAMINGS[stage])))
        if count == first_of_stage + 15:
            for name, chroma, index in (("Y", False, 0), ("U", True, 1), ("V", True, 2)):
                shift = misplacement(picture[index].astype(np.float64),
                                     expected(now[index], chroma, FRAMINGS[stage]))
                measured.append((stage, name, *shift.round(3)))
        before, now = now, after
        count += 1
    print("misplacement in pixels (move, plane, dx, dy):", *measured, sep="\n")
    assert count == SOURCE_FRAMES and now is None
    assert stage == 10
    at_rest = [is_now for frame, is_now in compared
               if all(abs(frame - switch) > LONGEST_MOVE for switch in switches)]
    assert all(at_rest), [frame for frame, is_now in compared if not is_now]
    told_apart = len(at_rest)
    assert told_apart > 400, f"only {told_apart} comparisons told neighbouring frames apart"
    assert len(measured) == 33
    worst = max(max(abs(dx), abs(dy)) for _, _, dx, dy in measured)
    assert worst <= MAX_MISPLACEMENT, measured
