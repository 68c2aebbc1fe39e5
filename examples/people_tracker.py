#!/usr/bin/python3
"""A tracker to read and copy: OpenCV's people detector over a file, one tracking record a line.

Usage: people_tracker.py VIDEO > people.jsonl

Each line is a record as docs/framing.md has it, for virtualptz's pad `tracking` and for `gimbal ptz
--tracking`. The detector (HOG features and a linear SVM) comes with OpenCV and needs no model file;
put a better one in its place.
"""

import argparse
import json
import math
import signal
import sys

import cv2

FORGET_SECONDS = 1.0  # an id that nobody was seen under for so long is not given again


class PeopleDetector:
    def __init__(self, scale):
        self.scale = scale
        self.hog = cv2.HOGDescriptor()
        self.hog.setSVMDetector(cv2.HOGDescriptor_getDefaultPeopleDetector())

    def find(self, picture):
        """(x, y, w, h, confidence) of each person: the centre and size of a box in pixels."""
        kept = []
        for box in sorted(self.windows(picture), key=lambda box: -box[4]):
            if not any(overlap(box, other) > 0.5 for other in kept):  # else it is somebody once more
                kept.append(box)
        return kept

    def windows(self, picture):
        # The detector looks for people 96 pixels high and more, so smaller ones want a larger picture.
        larger = cv2.resize(picture, None, fx=self.scale, fy=self.scale)
        boxes, margins = self.hog.detectMultiScale(larger, winStride=(8, 8), padding=(16, 16), scale=1.05)
        for (left, top, w, h), margin in zip(boxes, margins):
            # The window has an eighth of air around the person on each side.
            yield ((left + w / 2) / self.scale, (top + h / 2) / self.scale, w * 0.5 / self.scale,
                   h * 0.75 / self.scale, 1 / (1 + math.exp(-float(margin))))


def overlap(a, b):
    """Of two boxes, as a share of the smaller one."""
    w, h = (min(a[i] + a[i + 2] / 2, b[i] + b[i + 2] / 2) - max(a[i] - a[i + 2] / 2, b[i] - b[i + 2] / 2)
            for i in (0, 1))
    return max(w, 0) * max(h, 0) / min(a[2] * a[3], b[2] * b[3])


class Identities:
    """Who is who: each box goes to the nearest person seen less than a second ago."""

    def __init__(self):
        self.people = {}  # id: (time, x, y), where the person was seen last
        self.given = 0

    def name(self, time, boxes):
        """The ids of the boxes, in their order."""
        self.people = {name: seen for name, seen in self.people.items() if time - seen[0] < FORGET_SECONDS}
        pairs = sorted((math.hypot(x - box[0], y - box[1]) / box[3], number, name)
                       for number, box in enumerate(boxes) for name, (_, x, y) in self.people.items())
        names = {}
        for distance, number, name in pairs:  # in heights of a person
            if distance < 0.5 and number not in names and name not in names.values():
                names[number] = name
        for number, (x, y, *_) in enumerate(boxes):
            if number not in names:
                self.given += 1
                names[number] = self.given
            self.people[names[number]] = (time, x, y)
        return [names[number] for number in range(len(boxes))]


def pictures(path):
    """(PTS in seconds, picture) of each frame."""
    video = cv2.VideoCapture(path)
    if not video.isOpened():
        sys.exit(f"people_tracker.py: {path} cannot be opened as a video")
    while True:
        seconds = video.get(cv2.CAP_PROP_POS_FRAMES) / video.get(cv2.CAP_PROP_FPS)
        there, picture = video.read()
        if not there:
            return
        yield seconds, picture


def record(seconds, size, names, boxes):
    """One record: fractions of the picture, origin top left."""
    height, width = size
    targets = [{"id": str(name), "cls": "person", "x": round(x / width, 5), "y": round(y / height, 5),
                "w": round(w / width, 5), "h": round(h / height, 5), "confidence": round(confidence, 3)}
               for name, (x, y, w, h, confidence) in zip(names, boxes)
               if 0 <= x <= width and 0 <= y <= height]
    return {"timestamp": round(seconds, 6), "timebase": "pts", "source": "hog", "targets": targets}


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("video", metavar="VIDEO")
    options.add_argument("--every", type=int, default=1, metavar="N", help="look at each Nth frame only")
    options.add_argument("--limit", type=int, metavar="N", help="end after N frames of the video")
    options.add_argument("--scale", type=float, default=1.5, help="enlarge the picture first (default 1.5)")
    arguments = options.parse_args()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # who reads may leave

    detector, identities = PeopleDetector(arguments.scale), Identities()
    for number, (seconds, picture) in enumerate(pictures(arguments.video)):
        if number == arguments.limit:
            break
        if number % arguments.every == 0:
            boxes = detector.find(picture)
            names = identities.name(seconds, boxes)
            print(json.dumps(record(seconds, picture.shape[:2], names, boxes)), flush=True)


if __name__ == "__main__":
    main()
