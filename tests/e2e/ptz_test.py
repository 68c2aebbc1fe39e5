"""gimbal ptz: shapes and colours of what it shows."""

import subprocess

import numpy as np
import pytest

import streams

CIRCLE_RADIUS = 100


@pytest.fixture(scope="module")
def test_card(tmp_path_factory):
    """A 4:3 clip of a picture without symmetry: a white circle, red top left, blue bottom right."""
    y, x = np.mgrid[0:480, 0:640]
    card = np.full((480, 640, 3), 60, np.uint8)
    card[60:140, 0:80] = (235, 16, 16)
    card[340:420, 560:640] = (16, 16, 235)
    card[(x - 320) ** 2 + (y - 240) ** 2 <= CIRCLE_RADIUS ** 2] = 235
    path = tmp_path_factory.mktemp("card") / "card.mkv"
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "640x480",
         "-r", "25", "-i", "-", "-vf", "scale=out_color_matrix=bt601", "-c:v", "libx264", "-qp",
         "4", "-pix_fmt", "yuv420p", "-colorspace", "smpte170m", str(path)],
        input=card.tobytes() * 25, check=True, timeout=60)
    return path


def test_circles_stay_circles_and_the_picture_is_upright(test_card, tmp_path):
    output = tmp_path / "out.ts"
    done = streams.run("ptz", "--source", str(test_card), "--format", "mpegts", "--output",
                       str(output))
    assert (done.returncode, done.stderr) == (0, b"")
    frames = streams.decode(output, 1280, 720)
    assert len(frames) == 25, "every frame of the source"
    frame = frames[-1].astype(int)
    # 640x480 is cropped to 640x360 and scaled by 2: the circle is 400 wide and 400 high.
    white = np.argwhere(frame.min(axis=2) > 150)
    height, width = white.max(axis=0) - white.min(axis=0) + 1
    assert abs(width - 4 * CIRCLE_RADIUS) <= 2 and abs(height - 4 * CIRCLE_RADIUS) <= 2
    centre = (white.max(axis=0) + white.min(axis=0)) / 2
    assert abs(centre - (359.5, 639.5)).max() <= 1
    assert abs(frame[60, 60] - (235, 16, 16)).max() <= 12, frame[60, 60]
    assert abs(frame[650, 1220] - (16, 16, 235)).max() <= 12, frame[650, 1220]


def test_a_clip_with_a_rotation_tag_is_shown_upright(test_card, tmp_path):
    tagged, output = tmp_path / "höchkant.mp4", tmp_path / "größer.mjpeg"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-i", str(test_card), "-c", "copy",
                    "-metadata:s:v:0", "rotate=90", str(tagged)], check=True, timeout=60)
    done = streams.run("ptz", "--source", str(tagged), "--width", "480", "--format", "mjpeg",
                       "--output", str(output))
    assert (done.returncode, done.stderr) == (0, b"")
    frame = streams.decode(output, 480, 640)[0].astype(int)
    # FFmpeg turns it as the tag says, too.
    reference = streams.decode(tagged, 480, 640)[0].astype(int)
    assert np.abs(frame - reference).mean() < 2
    assert np.abs(frame - reference[::-1, ::-1]).mean() > 6, "the other way round must differ"


def test_start_seconds_begins_inside_the_file(test_card, tmp_path):
    output = tmp_path / "out.ts"
    done = streams.run("ptz", "--source", str(test_card), "--start-seconds", "0.6", "--format",
                       "mpegts", "--output", str(output))
    assert (done.returncode, done.stderr) == (0, b"")
    assert 9 <= len(streams.decode(output, 1280, 720)) <= 11
