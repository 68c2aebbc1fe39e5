"""A command moves the picture within two frames, the reply names the frame, and no frame is lost."""

import subprocess
import threading
import time

import numpy as np
import pytest

import streams

WIDTH, HEIGHT, FPS, SECONDS = 640, 360, 30, 12
BLACK, WHITE = 30, 220
ZOOM = 2
PIXELS = WIDTH * ZOOM  # of the output, in the source's width
# (commands a second, how many): at one a second the camera comes to rest in between.
RATES = [(1, 3), (10, 25), (60, 120)]


def command_centres():
    """Where the commands point: to and fro about the middle."""
    for rate, count in RATES:
        for i in range(count):
            yield rate, 0.5 + 0.08 * np.sin(2 * np.pi * 0.4 * (i + 0.5) / rate)


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    """Positions of an edge in every decoded frame, and (rate, wanted centre, answer) of every command."""
    folder = tmp_path_factory.mktemp("speed")
    edge = np.full((1080, 1920), BLACK, np.uint8)
    edge[:, 960:] = WHITE
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "gray", "-s", "1920x1080",
         "-r", str(FPS), "-i", "-", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "4",
         "-pix_fmt", "yuv420p", "-video_track_timescale", "90000", str(folder / "edge.mp4")],
        input=edge.tobytes() * (FPS * SECONDS), check=True, timeout=60)
    process = streams.start(
        "ptz", "--source", str(folder / "edge.mp4"), "--width", str(WIDTH), "--zoom", str(ZOOM),
        "--format", "mpegts", "--output", str(folder / "out.ts"), "--control", str(folder / "c"))
    control = streams.Control(folder / "c")
    control.next("state")
    commands = dict(enumerate(command_centres(), 1))
    sent = threading.Thread(target=send, args=(control, commands))
    sent.start()
    answers = {}
    while len(answers) < len(commands):
        answer = control.next("applied", "refused")
        answers[answer["id"]] = answer
    sent.join()
    assert process.wait(timeout=SECONDS + 10) == 0
    assert process.stderr.read() == b""
    luma = streams.decode(folder / "out.ts", WIDTH, HEIGHT, "gray").astype(float)
    positions = (WHITE - luma.mean(axis=(1, 2))) / (WHITE - BLACK) * WIDTH
    ticks, _ = streams.packet_times(folder / "out.ts")
    return positions, [(*commands[i], answers[i]) for i in sorted(commands)], ticks


def send(control, commands):
    due = time.monotonic()
    for i, (rate, centre) in commands.items():
        time.sleep(max(0, due - time.monotonic()))
        control.send(id=i, type="ptz", center_x=centre, zoom=ZOOM)
        due += 1 / rate


def applied(recording, rate):
    """(wanted centre, frame that the answer names) of the commands of a rate that were shown."""
    return [(centre, round(answer["pts"] * FPS / 1e9)) for of_rate, centre, answer in recording[1]
            if of_rate == rate and answer["type"] == "applied"]


def test_no_frame_is_lost(recording):
    positions, _, ticks = recording
    assert len(positions) == FPS * SECONDS
    assert np.diff(ticks) == pytest.approx(90_000 / FPS, abs=1.5), "rounded to ticks of 90 kHz"


def test_from_rest_the_named_frame_is_the_first_that_has_moved_by_a_pixel(recording):
    positions, _, _ = recording
    shown = applied(recording, 1)
    assert len(shown) == RATES[0][1]
    for _, frame in shown:
        rest = positions[frame - 3]
        assert abs(positions[frame - 2] - rest) < 0.05, "it stood still two frames before"
        assert abs(positions[frame - 1] - rest) < 1
        assert abs(positions[frame] - rest) >= 1


@pytest.mark.parametrize("rate", [10, 60])
def test_a_moving_picture_turns_to_the_new_goal_within_two_frames(recording, rate):
    positions, commands, _ = recording
    shown = applied(recording, rate)
    refused = [answer for of_rate, _, answer in commands
               if of_rate == rate and answer["type"] == "refused"]
    assert all("newer" in answer["reason"] for answer in refused)
    assert len(shown) > (0.9 if rate <= FPS else 0.4) * dict(RATES)[rate]
    moved = [abs(positions[frame] - positions[frame - 2]) for _, frame in shown]
    assert np.mean(np.array(moved) >= 1) > 0.9, np.round(moved, 1)


def test_the_answer_says_what_the_named_frame_shows(recording):
    positions, commands, _ = recording
    for _, _, answer in commands:
        if answer["type"] == "applied":
            frame = round(answer["pts"] * FPS / 1e9)
            edge = WIDTH / 2 + (0.5 - answer["center_x"]) * PIXELS
            assert positions[frame] == pytest.approx(edge, abs=0.15)


def test_the_camera_arrives(recording):
    positions, commands, _ = recording
    edge = WIDTH / 2 + (0.5 - commands[-1][1]) * PIXELS
    assert positions[-1] == pytest.approx(edge, abs=0.15)


def test_the_named_time_is_that_of_the_output_also_in_a_loop(tmp_path):
    """Two seconds, from the middle of the first round on: the source's PTS turn back each time."""
    clip, output = tmp_path / "clip.mp4", tmp_path / "out.ts"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i",
                    "color=gray:s=640x360:r=25", "-t", "2", "-c:v", "libx264", "-vf",
                    "drawbox=x=320:w=320:h=360:color=white:t=fill", str(clip)], check=True,
                   timeout=60)
    process = streams.start("ptz", "--source", str(clip), "--width", "320", "--start-seconds",
                            "1", "--loop", "--format", "mpegts", "--output", str(output),
                            "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    control.await_stats(lambda stats: stats["frames"] > 60)
    answer = control.ask(id=1, type="ptz", center_x=0.9, zoom=4, cut=True)
    control.await_stats(lambda stats: stats["frames"] > 80)
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0
    means = streams.decode(output, 320, 180, "gray").mean(axis=(1, 2))
    ticks, _ = streams.packet_times(output)
    cut = int(np.argmax(means > 200))
    assert cut > 50
    assert ticks[cut] == pytest.approx(3600 * 90_000 + answer["pts"] * 9 / 1e5, abs=1)
