"""gimbal ptz --tracking: a detector on standard input, in a FIFO or a file steers a camera that follows."""

import json
import os
import select
import subprocess
import time

import numpy as np
import pytest

import streams

WIDTH, HEIGHT, FPS, SECONDS = 320, 180, 25, 6


@pytest.fixture(scope="module")
def ramp(tmp_path_factory):
    """A clip that is dark on the left and bright on the right: its brightness says where one looks."""
    path = tmp_path_factory.mktemp("ramp") / "ramp.mp4"
    streams.write_ramp(path, FPS, SECONDS)
    return path


def record(x, **fields):
    return json.dumps({"tracking_state": "stable", "target_x": x, "target_y": 0.5,
                       "target_zoom": 2} | fields) + "\n"


def put_records(path, turn):
    """Ten a second, of a target that is at 0.3 at first and at 0.7 from `turn` seconds on."""
    times = np.arange(0, SECONDS, 0.1).round(3)
    path.write_text("".join(record(0.3 if t < turn else 0.7, timestamp=t) for t in times))


def centres(path):
    """Where the camera looked, frame by frame: fractions of the source's width."""
    return streams.ramp_positions(streams.decode(path, WIDTH, HEIGHT, "gray").mean(axis=(1, 2)))


def turn_of(seen):
    """The last frame in the first half of the way from 0.3 to 0.7."""
    return np.flatnonzero(seen < 0.5)[-1]


def follow(source, output, tracking, *options, **pipes):
    return streams.start(
        "ptz", "--source", str(source), "--width", str(WIDTH), "--zoom", "2", "--mode", "follow",
        "--format", "mpegts", "--output", str(output), "--tracking", str(tracking), *options,
        **pipes)


def test_a_file_of_records_steers_by_pts(ramp, tmp_path):
    put_records(tmp_path / "records.jsonl", 3)
    process = follow(ramp, tmp_path / "out.ts", tmp_path / "records.jsonl")
    assert process.wait(timeout=SECONDS + 15) == 0
    assert process.stderr.read() == b""
    seen = centres(tmp_path / "out.ts")
    assert len(seen) == FPS * SECONDS
    assert seen[3 * FPS - 2] == pytest.approx(0.3, abs=0.05)
    assert seen[-1] == pytest.approx(0.7, abs=0.05)
    assert seen[3 * FPS] < 0.31, "the target has to turn first"
    assert turn_of(seen) < 4.5 * FPS


def test_a_message_of_a_file_that_is_too_long_costs_only_itself(ramp, tmp_path):
    put_records(tmp_path / "records.jsonl", 3)
    records = (tmp_path / "records.jsonl").read_text().splitlines()
    records[5:5] = [record(0.7, timestamp=0.5, source="x" * 1_100_000).strip()] * 2
    (tmp_path / "records.jsonl").write_text("\n".join(records))
    process = follow(ramp, tmp_path / "out.ts", tmp_path / "records.jsonl")
    assert process.wait(timeout=SECONDS + 15) == 0
    errors = process.stderr.read().decode()
    assert "longer than 1048576 bytes" in errors and len(errors.splitlines()) == 1, errors
    seen = centres(tmp_path / "out.ts")
    assert seen[3 * FPS - 2] == pytest.approx(0.3, abs=0.05)
    assert seen[-1] == pytest.approx(0.7, abs=0.05)


def test_with_look_ahead_the_camera_knows_where_the_target_will_be(ramp, tmp_path):
    put_records(tmp_path / "records.jsonl", 3)
    process = follow(ramp, tmp_path / "out.ts", tmp_path / "records.jsonl", "--lookahead", "1s")
    assert process.wait(timeout=SECONDS + 15) == 0
    assert process.stderr.read() == b""
    seen = centres(tmp_path / "out.ts")
    assert len(seen) == FPS * SECONDS, "what was held back comes out at the end"
    assert seen[2 * FPS] == pytest.approx(0.3, abs=0.05)
    assert seen[3 * FPS] > 0.315, "it sets out before the target does"


def test_a_table_of_boxes_steers_by_frame_numbers(ramp, tmp_path):
    """Of a detector that sees a small picture ten times a second."""
    boxes = (f"{i + 1},7,{(0.3 if i < 30 else 0.7) * 400 - 10},90,20,40,0.9\n"
             for i in range(10 * SECONDS))
    (tmp_path / "boxes.csv").write_text("".join(boxes))
    process = follow(ramp, tmp_path / "out.ts", tmp_path / "boxes.csv", "--tracking-format", "mot",
                     "--tracking-size", "400x225", "--tracking-fps", "10")
    assert process.wait(timeout=SECONDS + 15) == 0
    assert process.stderr.read() == b""
    seen = centres(tmp_path / "out.ts")
    assert seen[3 * FPS - 2] == pytest.approx(0.3, abs=0.05)
    assert seen[-1] == pytest.approx(0.7, abs=0.05)
    assert seen[3 * FPS] < 0.33, "the target has to turn first"


@pytest.mark.parametrize("other, options", [(None, ()), ("yard", ("--tracking-camera", "court"))])
def test_events_in_pixels_of_another_picture_steer_as_they_come(ramp, tmp_path, other, options):
    process = follow(ramp, "null", "-", "--loop", "--control", str(tmp_path / "c"),
                     "--tracking-size", "400x225", *options, stdin=subprocess.PIPE)
    control = streams.Control(tmp_path / "c")
    control.next("state")
    for x in (0.3, 0.7):
        def looks_there(stats):
            for camera, at in ((other, 1 - x), ("court", x)) if other else (("court", x),):
                after = {"id": "7", "camera": camera, "label": "person", "score": 0.9,
                         "frame_time": time.time(), "box": [at * 400 - 10, 90, at * 400 + 10, 130]}
                process.stdin.write(json.dumps({"type": "update", "after": after}).encode())
            process.stdin.flush()
            return abs(stats["crop"]["x"] + stats["crop"]["w"] / 2 - x * 1280) < 0.05 * 1280
        assert control.await_stats(looks_there)["steering"] == "tracking"
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0
    assert process.stderr.read() == b""


def test_a_file_begins_again_with_its_loop(ramp, tmp_path):
    put_records(tmp_path / "records.jsonl", 2)
    process = follow(ramp, "null", tmp_path / "records.jsonl", "--loop", "--lookahead", "500ms",
                     "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    for _ in range(2):
        control.await_stats(lambda stats: stats["crop"]["x"] > 0.6 * 1280 - 320)
        control.await_stats(lambda stats: stats["crop"]["x"] < 0.4 * 1280 - 320)
    control.send(id=1, type="stop")
    assert process.wait(timeout=10) == 0
    assert process.stderr.read() == b""


def test_lines_on_standard_input_steer_as_they_come(ramp, tmp_path):
    process = follow(ramp, "null", "-", "--loop", "--control", str(tmp_path / "c"),
                     stdin=subprocess.PIPE)
    control = streams.Control(tmp_path / "c")
    control.next("state")
    for x in (0.3, 0.7):
        def looks_there(stats):
            process.stdin.write(record(x).encode())
            process.stdin.flush()
            return abs(stats["crop"]["x"] + stats["crop"]["w"] / 2 - x * 1280) < 0.05 * 1280
        assert control.await_stats(looks_there)["steering"] == "tracking"
    process.stdin.close()
    frames = control.ask(id=1, type="stats")["frames"]
    control.await_stats(lambda stats: stats["frames"] > frames + 10)
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0
    assert process.stderr.read() == b""


def test_the_last_line_needs_no_end(ramp, tmp_path):
    process = follow(ramp, "null", "-", "--loop", "--control", str(tmp_path / "c"),
                     stdin=subprocess.PIPE)
    control = streams.Control(tmp_path / "c")
    control.next("state")
    process.stdin.write(record(0.7).strip().encode())
    process.stdin.close()
    control.await_stats(lambda stats: stats["steering"] == "tracking")
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0


def test_one_writer_of_a_fifo_may_follow_another(ramp, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    process = follow(ramp, "null", tmp_path / "fifo", "--loop", "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    control.next("state")
    for x in (0.3, 0.7):
        def looks_there(stats):
            with open(tmp_path / "fifo", "w", encoding="utf-8") as fifo:
                fifo.write(record(x))
            return abs(stats["crop"]["x"] + stats["crop"]["w"] / 2 - x * 1280) < 0.05 * 1280
        control.await_stats(looks_there)
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0


def test_a_writer_that_leaves_in_mid_line_spoils_nothing_of_the_next_one(ramp, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    process = follow(ramp, "null", tmp_path / "fifo", "--loop", "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    control.next("state")
    with open(tmp_path / "fifo", "w", encoding="utf-8") as fifo:
        fifo.write(record(0.3)[:20])
    assert select.select([process.stderr], [], [], 20)[0], "what it began is no record"
    assert b"tracking record was refused" in process.stderr.readline()
    with open(tmp_path / "fifo", "w", encoding="utf-8") as fifo:
        fifo.write(record(0.7))
    assert control.await_stats(lambda stats: stats["steering"] == "tracking")
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0


def test_the_last_line_of_a_writer_needs_no_end(ramp, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    process = follow(ramp, "null", tmp_path / "fifo", "--loop", "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    control.next("state")
    with open(tmp_path / "fifo", "w", encoding="utf-8") as fifo:
        fifo.write(record(0.7).strip())
    control.await_stats(lambda stats: stats["steering"] == "tracking")
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0
    assert process.stderr.read() == b""


def test_bad_records_are_a_warning_and_change_nothing(ramp, tmp_path):
    bad = ["garbage", "[]", "{", record(2).strip(), '{"target_x":NaN,"target_y":0.5}',
           '{"target_x":1e999,"target_y":0.5}', '{"targets":[{"x":0.5}]}', "x" * 1_100_000]
    process = follow(ramp, "null", "-", "--loop", "--control", str(tmp_path / "c"),
                     stdin=subprocess.PIPE)
    control = streams.Control(tmp_path / "c")
    control.next("state")
    process.stdin.write("\n".join(bad).encode() + b"\n")
    process.stdin.close()
    frames = control.ask(id=1, type="stats")["frames"]
    stats = control.await_stats(lambda stats: stats["frames"] > frames + 25)
    assert stats["crop"] == {"x": 320, "y": 180, "w": 640, "h": 360}
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0
    errors = process.stderr.read().decode()
    assert "tracking record was refused" in errors and "longer than" in errors, errors
    assert len(errors.splitlines()) <= 3, errors


def test_what_cannot_be_read_is_said_at_once(tmp_path):
    for path, words in ((tmp_path / "none", "No such file"), (tmp_path, "is a folder")):
        done = streams.run("ptz", "--source", "scene:bars", "--output", "null", "--tracking",
                           str(path))
        assert done.returncode == 1
        assert words in done.stderr.decode() and len(done.stderr.splitlines()) == 1
