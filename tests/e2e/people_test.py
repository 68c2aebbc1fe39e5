"""Real people: the example tracker over a clip of OpenCV's, and what the camera makes of it."""

import json
import pathlib
import subprocess

import cv2
import pytest

import streams

TOP = pathlib.Path(__file__).resolve().parents[2]
FRAMES = 40  # at 10 a second


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("people") / "clip.avi"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-i", streams.VTEST, "-c", "copy",
                    "-frames:v", str(FRAMES), path], check=True, timeout=60)
    return path


@pytest.fixture(scope="module")
def records(clip):
    lines = subprocess.run([TOP / "examples" / "people_tracker.py", clip, "--every", "2"],
                           capture_output=True, check=True, timeout=100).stdout
    path = clip.with_name("people.jsonl")
    path.write_bytes(lines)
    return path


def parsed(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_there_is_a_record_for_each_frame_that_was_looked_at(records):
    assert [record["timestamp"] for record in parsed(records)] == pytest.approx(
        [number / 10 for number in range(0, FRAMES, 2)])


def test_people_are_found_and_keep_their_ids(records):
    seen = {}
    for record in parsed(records):
        assert len(record["targets"]) >= 2
        for target in record["targets"]:
            assert target["cls"] == "person"
            assert 0 <= target["x"] <= 1 and 0 <= target["y"] <= 1
            seen.setdefault(target["id"], []).append((target["x"], target["y"]))
    # People whom the detector misses in one picture of five at most.
    long = [places for places in seen.values() if len(places) >= 0.8 * FRAMES / 2]
    assert len(long) >= 2
    for places in long:  # nobody walks a twentieth of the picture in a fifth of a second
        assert all(abs(b[0] - a[0]) < 0.05 for a, b in zip(places, places[1:]))


def test_the_camera_follows_them(clip, records, tmp_path):
    """What docs/people.md shows, with the tool that made it."""
    subprocess.run([TOP / "tools" / "camera-report.py", clip, records, tmp_path, "lookahead=500000000"],
                   check=True, timeout=100)
    assert cv2.imread(str(tmp_path / "path.png")).shape == (1100, 1400, 3)
    assert cv2.imread(str(tmp_path / "sheet.png")) is not None
    assert len(streams.decode(tmp_path / "camera.mkv", 1280, 720, "gray")) == FRAMES
