"""The frame stamp survives an encoder that has few bits, and tests/tools/read-stamps.py reads it."""

import os
import pathlib
import subprocess
import sys
import time

import pytest

import streams

TOOL = pathlib.Path(__file__).resolve().parents[1] / "tools" / "read-stamps.py"
FRAMES = 90
KBIT_A_SECOND = 500


def encode(path, source, width, height):
    """Ninety stamped frames, drawn as fast as they are encoded."""
    preload = {"LD_PRELOAD": os.environ["GIMBAL_PRELOAD"]} if "GIMBAL_PRELOAD" in os.environ else {}
    subprocess.run(
        ["gst-launch-1.0", "-q", *source.split(), f"num-buffers={FRAMES}", "is-live=false",
         "frame-stamp=true", "!"] + (["glreadback", "!"] if "eglsrc" in source else []) +
        [f"video/x-raw,width={width},height={height},framerate=30/1", "!",
         "x264enc", "speed-preset=ultrafast", "tune=zerolatency", f"bitrate={KBIT_A_SECOND}",
         "key-int-max=30", "!", "video/x-h264,stream-format=byte-stream", "!",
         "filesink", f"location={path}"],
        check=True, timeout=100, env=os.environ | preload)


def read(path):
    """What the tool prints, line by line, and its exit status."""
    done = subprocess.run([sys.executable, TOOL, path], capture_output=True, text=True, timeout=60,
                          check=False)
    return done.stdout.splitlines(), done.stderr, done.returncode


def without_pictures(path, pictures, output):
    """The video again, without those pictures and without loss."""
    left_out = "+".join(f"eq(n\\,{n})" for n in pictures)
    subprocess.run(["ffmpeg", "-loglevel", "error", "-i", path, "-vf", f"select=not({left_out})",
                    "-fps_mode", "passthrough", "-c:v", "libx264", "-qp", "0", "-bf", "0", output],
                   check=True, timeout=60)


@pytest.mark.parametrize("source", ["scenesrc scene=bars", "scenesrc scene=court",
                                    "eglsrc scene=court"])
@pytest.mark.parametrize("width, height", [(1280, 720), (320, 180)])
def test_every_stamp_survives_x264_at_500_kbit(source, width, height, tmp_path):
    encode(tmp_path / "camera.h264", source, width, height)
    assert (tmp_path / "camera.h264").stat().st_size * 8 < 1.3 * KBIT_A_SECOND * 1000 * FRAMES / 30
    pictures = streams.decode(tmp_path / "camera.h264", width, height, "gray")
    stamps = [streams.read_stamp(picture, width) for picture in pictures]
    assert [number for number, _ in stamps] == list(range(FRAMES))
    assert abs(stamps[-1][1] - time.time() * 1000) < 600_000


def test_the_tool_lists_stamps_and_gaps(tmp_path):
    encode(tmp_path / "camera.h264", "scenesrc", 320, 180)
    lines, errors, status = read(tmp_path / "camera.h264")
    assert (status, errors) == (0, "")
    assert [line.split()[:2] for line in lines[:FRAMES]] == [[str(n)] * 2 for n in range(FRAMES)]
    assert lines[FRAMES:] == ["90 pictures, 0 without a readable stamp",
                              "frames 0 to 89: 0 missing, 0 repeated or out of order"]

    without_pictures(tmp_path / "camera.h264", [5, 20, 21, 22], tmp_path / "gaps.mkv")
    lines, _, status = read(tmp_path / "gaps.mkv")
    assert status == 0
    assert lines[-4:] == ["86 pictures, 0 without a readable stamp",
                          "frames 0 to 89: 4 missing, 0 repeated or out of order",
                          "missing: 5", "missing: 20 to 22"]


def test_the_tool_says_what_it_cannot_read(tmp_path):
    bare = tmp_path / "bare.mkv"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=s=320x180:r=30",
                    "-frames:v", "3", "-c:v", "libx264", bare], check=True, timeout=60)
    lines, _, status = read(bare)
    assert status == 1
    assert lines == ["0 unreadable", "1 unreadable", "2 unreadable",
                     "3 pictures, 3 without a readable stamp"]
    lines, errors, status = read(tmp_path / "not there")
    assert (lines, status) == ([], 1)
    assert "not there" in errors
