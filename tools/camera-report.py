#!/usr/bin/python3
"""Lets virtualptz follow detections in a file and shows what it did, for eyes to judge.

Usage: camera-report.py VIDEO RECORDS FOLDER [PROPERTY=VALUE ...]

RECORDS has one tracking record a line, each with the PTS of its picture for a timestamp
(examples/people_tracker.py writes such files). FOLDER gets
  camera.mkv   what the camera showed
  sheet.png    twelve frames of it, each beside the source with the detections and the crop
  path.png     the crop, its zoom and its speed over time, against the detections
Properties are those of virtualptz, such as lookahead=500000000 or profile=calm; mode is follow.
"""

import collections
import json
import math
import pathlib
import re
import subprocess
import sys
import zlib

import cv2
import numpy as np

WIDTH, HEIGHT = 1280, 720
WHITE, BLACK, GREY, PALE = (255, 255, 255), (30, 30, 30), (150, 150, 150), (225, 225, 225)
CAMERA = (200, 80, 0)  # blue, as OpenCV has colours
BAND = (245, 225, 205)
FONT = cv2.FONT_HERSHEY_SIMPLEX

Crop = collections.namedtuple("Crop", "time x y w h zoom")


# --- reading the records -------------------------------------------------------------------------

def refuse(text):
    """Ends the program: what it was given is of no use."""
    print(f"camera-report.py: {text}", file=sys.stderr)
    sys.exit(2)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e11


def is_target(value):
    return isinstance(value, dict) and is_number(value.get("x")) and is_number(value.get("y"))


def read_record(line):
    """A record with a timestamp and targets, or a ValueError that says what is wrong."""
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError("this is no JSON object")
    if not is_number(record.get("timestamp")) or record.get("timebase") not in (None, "pts"):
        raise ValueError("this record needs a timestamp, the PTS of its picture in seconds")
    targets = record.get("targets") or []
    if not isinstance(targets, list) or not all(map(is_target, targets)):
        raise ValueError("targets are a list of objects, each with the numbers x and y")
    return record | {"targets": targets}


def read_records(path):
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"{path} cannot be read: {error}")
    records = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                records.append(read_record(line))
            except ValueError as error:
                refuse(f"{path}:{number}: {error}")
    if not records:
        refuse(f"{path} has no records")
    return records


# --- running the camera --------------------------------------------------------------------------

def follow(video, records, folder, properties):
    """Runs the element over the whole file and returns the crop of every frame."""
    line = ["gst-launch-1.0", "-m",
            "filesrc", f"location={video}", "!", "decodebin", "!", "videoconvert",
            "!", "video/x-raw,format=I420", "!", "virtualptz", "name=camera", "mode=follow", "state-interval=1", *properties,
            "!", f"video/x-raw,width={WIDTH},height={HEIGHT},pixel-aspect-ratio=1/1",
            "!", "x264enc", "quantizer=18", "pass=quant", "!", "matroskamux",
            "!", "filesink", f"location={folder / 'camera.mkv'}",
            "filesrc", f"location={records}", "!", "application/json", "!", "camera.tracking"]
    done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"camera-report.py: {done.stderr.strip()}")
    states = [dict(re.findall(r"([\w-]+)=\([\w]+\)([^,;]+)", text))
              for text in re.findall(r"gimbal-ptz-state, (.*)", done.stdout)]
    return [Crop(int(state["pts"]) / 1e9, *(float(state[name]) for name in ("x", "y", "w", "h", "zoom")))
            for state in states]


# --- the sheet -----------------------------------------------------------------------------------

def frame_at(video, seconds):
    """The frame that is shown then."""
    video.set(cv2.CAP_PROP_POS_FRAMES, round(seconds * video.get(cv2.CAP_PROP_FPS)))
    there, picture = video.read()
    if not there:
        sys.exit(f"camera-report.py: no frame at {seconds:.2f} s")
    return picture


def draw_source(picture, crop, targets):
    height, width = picture.shape[:2]
    for target in targets:
        w, h = (target.get("w") or 0.01) * width, (target.get("h") or 0.01) * height
        left, top = target["x"] * width - w / 2, target["y"] * height - h / 2
        cv2.rectangle(picture, (round(left), round(top)), (round(left + w), round(top + h)), (0, 220, 255), 2)
    cv2.rectangle(picture, (round(crop.x), round(crop.y)),
                  (round(crop.x + crop.w), round(crop.y + crop.h)), WHITE, 4)
    return picture


def label(picture, text):
    for color, thickness in ((BLACK, 3), (WHITE, 1)):
        cv2.putText(picture, text, (8, 20), FONT, 0.5, color, thickness, cv2.LINE_AA)


def scaled(picture, height):
    width = round(picture.shape[1] * height / picture.shape[0])
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)


def draw_sheet(video, records, crops, folder, columns=3, rows=4, height=180):
    """Twelve moments, evenly spread, each as the camera has it and beside that as the source has it."""
    source, output = cv2.VideoCapture(str(video)), cv2.VideoCapture(str(folder / "camera.mkv"))
    cells = []
    for number in range(columns * rows):
        crop = crops[(2 * number + 1) * len(crops) // (2 * columns * rows)]
        seen = min(records, key=lambda record: abs(record["timestamp"] - crop.time))
        shown = scaled(frame_at(output, crop.time), height)
        label(shown, f"{crop.time:.1f} s")
        whole = scaled(draw_source(frame_at(source, crop.time), crop, seen["targets"]), height)
        pair = np.hstack([shown, whole])
        cells.append(cv2.copyMakeBorder(pair, 3, 3, 3, 3, cv2.BORDER_CONSTANT, value=WHITE))
    lines = [np.hstack(cells[row * columns:(row + 1) * columns]) for row in range(rows)]
    cv2.imwrite(str(folder / "sheet.png"), np.vstack(lines), [cv2.IMWRITE_PNG_COMPRESSION, 9])


# --- the plot ------------------------------------------------------------------------------------

class Panel:
    """One diagram over time: `low` to `high` upwards, or downwards where low is the greater."""

    LEFT, RIGHT = 70, 1380

    def __init__(self, canvas, top, height, title, end, low, high, step):
        self.canvas, self.top, self.height = canvas, top, height
        self.end, self.low, self.high = end, low, high
        for line in range(round(abs(high - low) / step) + 1):
            value = low + line * step * (1 if high > low else -1)
            y = self.y(value)
            cv2.line(canvas, (self.LEFT, y), (self.RIGHT, y), PALE, 1)
            cv2.putText(canvas, f"{value:g}", (self.LEFT - 45, y + 4), FONT, 0.4, BLACK, 1, cv2.LINE_AA)
        for second in range(0, int(end) + 1, 10):
            x = self.x(second)
            cv2.line(canvas, (x, top), (x, top + height), PALE, 1)
            cv2.putText(canvas, f"{second} s", (x - 10, top + height + 15), FONT, 0.4, BLACK, 1, cv2.LINE_AA)
        cv2.putText(canvas, title, (self.LEFT, top - 8), FONT, 0.5, BLACK, 1, cv2.LINE_AA)

    def x(self, seconds):
        return round(self.LEFT + (self.RIGHT - self.LEFT) * seconds / self.end)

    def y(self, value):
        return round(self.top + self.height * (self.high - value) / (self.high - self.low))

    def line(self, points, color, thickness=2):
        cv2.polylines(self.canvas, [np.array([(self.x(t), self.y(v)) for t, v in points])], False, color,
                      thickness, cv2.LINE_AA)

    def band(self, points, color):
        """Between two values for each time."""
        there = [(self.x(t), self.y(a)) for t, a, _ in points]
        back = [(self.x(t), self.y(b)) for t, _, b in reversed(points)]
        cv2.fillPoly(self.canvas, [np.array(there + back)], color)

    def dots(self, points, color):
        for t, v in points:
            cv2.circle(self.canvas, (self.x(t), self.y(v)), 1, color, -1, cv2.LINE_AA)


def color_of(name):
    """The same one for an id always, and neighbouring numbers get colours that are far apart."""
    number = int(name) if str(name).isdecimal() else zlib.crc32(str(name).encode())
    hue = np.uint8([[[number * 67 % 180, 170, 190]]])
    return tuple(int(value) for value in cv2.cvtColor(hue, cv2.COLOR_HSV2BGR)[0, 0])


def draw_axis(panel, axis, crops, records, size):
    extent = "w" if axis == "x" else "h"
    edges = [(crop.time, getattr(crop, axis) / size, (getattr(crop, axis) + getattr(crop, extent)) / size)
             for crop in crops]
    panel.band(edges, BAND)
    for record in records:
        for target in record["targets"]:
            panel.dots([(record["timestamp"], target[axis])], color_of(target.get("id", "")))
    panel.line([(time, (low + high) / 2) for time, low, high in edges], CAMERA)


def speeds(crops):
    """Crop widths a second, between each frame and the next."""
    for a, b in zip(crops, crops[1:]):
        along, down = (b.x + b.w / 2) - (a.x + a.w / 2), (b.y + b.h / 2) - (a.y + a.h / 2)
        yield b.time, math.hypot(along, down) / b.w / (b.time - a.time)


def draw_plot(video, records, crops, folder):
    capture = cv2.VideoCapture(str(video))
    width, height = (capture.get(name) for name in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    canvas = np.full((1100, 1400, 3), 255, np.uint8)
    end = crops[-1].time
    across = Panel(canvas, 40, 330, "across: detections (dots, one colour an id), crop (band), its centre (line)",
                   end, 0, 1, 0.25)
    draw_axis(across, "x", crops, records, width)
    down = Panel(canvas, 425, 250, "down", end, 1, 0, 0.25)
    draw_axis(down, "y", crops, records, height)
    closest = max(2, math.ceil(max(crop.zoom for crop in crops)))
    zoom = Panel(canvas, 730, 120, "zoom", end, 1, closest, 0.5)
    zoom.line([(crop.time, crop.zoom) for crop in crops], CAMERA)
    fastest = max(0.2, math.ceil(5 * max(speed for _, speed in speeds(crops))) / 5)
    speed = Panel(canvas, 910, 150, "speed, crop widths a second", end, 0, fastest, 0.2)
    speed.line(list(speeds(crops)), CAMERA, 1)
    cv2.imwrite(str(folder / "path.png"), canvas, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    video, records_path, folder = map(pathlib.Path, sys.argv[1:4])
    records = read_records(records_path)
    folder.mkdir(parents=True, exist_ok=True)
    crops = follow(video, records_path, folder, sys.argv[4:])
    draw_sheet(video, records, crops, folder)
    draw_plot(video, records, crops, folder)


if __name__ == "__main__":
    main()
