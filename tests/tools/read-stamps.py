#!/usr/bin/python3
"""Reads the frame stamps of a video back from its decoded pictures: read-stamps.py FILE

One line a picture: its place in the video, the frame number and the clock of its stamp. Then a
summary: which frames are missing, come twice or out of order, and how many stamps cannot be read.
FILE is whatever FFmpeg can open. The status is 0 where every picture has a stamp that can be read.
"""

import argparse
import datetime
import pathlib
import subprocess
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import streams  # noqa: E402


def width_of(source):
    probe = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
                            "stream=width", "-of", "csv=p=0", source],
                           capture_output=True, text=True, check=False)
    lines = probe.stdout.split()
    if not lines:
        sys.exit(probe.stderr.strip() or f"{source}: there is no video in it")
    return int(lines[0].rstrip(","))


def corners(source, picture_width):
    """The luma of the stamp's corner of every picture."""
    cell = streams.stamp_cell(picture_width)
    width, height = 26 * cell, 6 * cell
    process = subprocess.Popen(
        ["ffmpeg", "-loglevel", "error", "-i", source, "-map", "0:v:0",
         "-vf", f"format=gray,crop={width}:{height}:0:0:exact=1",
         "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-"],
        stdout=subprocess.PIPE)
    with process.stdout as raw:
        while len(picture := raw.read(width * height)) == width * height:
            yield np.frombuffer(picture, np.uint8).reshape(height, width)
    if process.wait() != 0:
        sys.exit(f"{source}: FFmpeg cannot decode it, or its pictures are too small for a stamp")


def stamps_of(source):
    """(frame number, clock in ms) or None of every picture."""
    width = width_of(source)
    for corner in corners(source, width):
        try:
            yield streams.read_stamp(corner, width)
        except AssertionError:
            yield None


def clock_text(milliseconds):
    seconds, rest = divmod(milliseconds, 1000)
    when = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return f"{when:%Y-%m-%d %H:%M:%S}.{rest:03d}"


def gaps_of(numbers):
    """The ranges of frame numbers that were left out between one picture and the next."""
    return [(a + 1, b - 1) for a, b in zip(numbers, numbers[1:]) if b > a + 1]


def summary(stamps):
    numbers = [stamp[0] for stamp in stamps if stamp]
    yield f"{len(stamps)} pictures, {len(stamps) - len(numbers)} without a readable stamp"
    if not numbers:
        return
    gaps = gaps_of(numbers)
    missing = sum(last - first + 1 for first, last in gaps)
    behind = sum(b <= a for a, b in zip(numbers, numbers[1:]))
    yield (f"frames {numbers[0]} to {numbers[-1]}: {missing} missing, "
           f"{behind} repeated or out of order")
    for first, last in gaps:
        yield f"missing: {first}" + (f" to {last}" if last > first else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", metavar="FILE")
    stamps = []
    for place, stamp in enumerate(stamps_of(parser.parse_args().file)):
        stamps.append(stamp)
        print(place, *((stamp[0], clock_text(stamp[1])) if stamp else ("unreadable",)))
    print(*summary(stamps), sep="\n")
    return 0 if stamps and all(stamps) else 1


if __name__ == "__main__":
    sys.exit(main())
