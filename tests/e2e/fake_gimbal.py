#!/usr/bin/python3
"""Stands in for `gimbal ptz` where a fault is to be had on demand.

The source says which one: `scene:NAME` with NAME from the list below; anything else behaves.
Speaks the control protocol on --control-fd and writes small JPEGs to stdout, each of which carries
its number and the camera's zoom in a comment segment. Before SIGUSR1, `deaf` reads no command
and `start` has no picture. FAKE_GIMBAL_COMMANDS names a file for the commands it reads.
"""

import base64
import json
import os
import select
import signal
import socket
import sys
import time

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////"
    "////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////"
    "////////////////////////////wAARCAAQABADAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcI"
    "CQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRol"
    "JicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ip"
    "qrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAA"
    "AAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLR"
    "ChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaX"
    "mJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEA"
    "PwB1YHMFABQAUAf/2Q==")

FAULTS = ("die", "die-error", "die-quiet", "end", "ignore-term", "hang", "deaf", "start", "garbage", "no-apply",
          "refuse", "supersede", "big", "stall", "no-picture")


def parse(arguments):
    assert arguments[0] == "ptz", arguments
    options = {"loop": False}
    for argument in arguments[1:]:
        name, _, value = argument.removeprefix("--").partition("=")
        options[name] = value if "=" in argument else True
    return options


def jpeg(number, zoom, padding):
    """The picture with a comment behind its start marker."""
    text = json.dumps({"number": number, "zoom": zoom}).encode()
    out = JPEG[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text
    while padding > 0:
        size = min(padding, 60000)
        out += b"\xff\xfe" + (size + 2).to_bytes(2, "big") + bytes(size)
        padding -= size
    return out + JPEG[2:]


class Fake:
    def __init__(self, options):
        self.options = options
        source = options["source"]
        self.fault = source.removeprefix("scene:") if source.startswith("scene:") else ""
        self.control = socket.socket(fileno=int(options["control-fd"]))
        self.pending = b""
        self.zoom = float(options.get("zoom", 1))
        self.frames = 0
        self.stopping = False
        self.waits = self.fault in ("deaf", "start")

    def say(self, **event):
        self.control.sendall(json.dumps(event).encode() + b"\n")

    def on_usr1(self, *_):
        self.waits = False

    def on_term(self, *_):
        if self.fault != "ignore-term":
            self.stopping = True

    def die_if_told(self):
        if self.fault == "die":
            print("first line", file=sys.stderr)
            sys.stderr.write("cannot open rtsp://joe:hunter2@camera/live\n\n")
            sys.exit(3)
        if self.fault == "die-error":
            self.say(type="error", message="no such file; check rtsp://joe:hunter2@camera/ and retry")
            print("noise on stderr", file=sys.stderr)
            sys.exit(1)
        if self.fault == "die-quiet":
            sys.exit(4)

    def read_control(self):
        """False once the agent is gone."""
        data = self.control.recv(65536)
        if not data:
            return False
        *lines, self.pending = (self.pending + data).split(b"\n")
        for line in lines:
            self.obey(json.loads(line))
        return True

    def obey(self, command):
        if command["type"] == "tracking" and self.fault == "start" and self.waits:
            self.say(type="refused", id=0, reason="no frame has come yet")
        if log := os.environ.get("FAKE_GIMBAL_COMMANDS"):
            with open(log, "a", encoding="utf-8") as file:
                print(json.dumps(command), file=file)
        if command["type"] == "stop":
            self.stopping = True
        if command["type"] != "ptz" or self.fault == "no-apply":
            return
        if self.fault == "refuse":
            self.say(type="refused", id=command["id"], reason="the camera is locked")
            return
        if self.fault == "supersede" and command["zoom"] == 2:
            return
        self.zoom = command["zoom"]
        self.say(type="applied", id=command["id"], pts=self.frames * 40000000,
                 center_x=command["center_x"], center_y=command["center_y"], zoom=self.zoom)

    def write_frame(self):
        self.frames += 1
        silent = self.fault == "no-picture" or (self.fault == "stall" and self.frames > 3)
        if self.options["format"] != "mjpeg" or silent:
            return
        if self.fault == "garbage":
            os.write(1, b"\x00\xff\xd8garbage that looks like a start\xff\xff\xd9" * 3)
        data = jpeg(self.frames, self.zoom, 200000 if self.fault == "big" else 0)
        while data:
            data = data[os.write(1, data):]

    def stats(self):
        self.say(type="stats", id=0, frames=self.frames, bytes=self.frames * 1000, fps=25.0,
                 bitrate=2400000.0, encoder="jpegenc", path="system",
                 crop={"x": 0, "y": 0, "w": 1920, "h": 1080})

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        signal.signal(signal.SIGUSR1, self.on_usr1)
        self.say(type="hello", protocol="gimbal-control", version=1)
        self.say(type="state", state="starting")
        self.die_if_told()
        while self.fault == "start" and self.waits and not self.stopping:
            if select.select([self.control], [], [], 0.01)[0] and not self.read_control():
                return
        self.say(type="state", state="running")
        self.stats()
        while self.fault == "hang" or (self.fault == "deaf" and self.waits and not self.stopping):
            signal.pause()  # does not notice the agent's end either
        next_frame = time.monotonic()
        next_stats = next_frame + 1
        while not self.stopping:
            wait = max(0, next_frame - time.monotonic())
            if select.select([self.control], [], [], wait)[0] and not self.read_control():
                return
            now = time.monotonic()
            if now >= next_frame:
                self.write_frame()
                next_frame += 1 / 25
            if now >= next_stats:
                self.stats()
                next_stats += 1
            if self.fault == "end" and self.frames >= 5:
                return


if __name__ == "__main__":
    given = parse(sys.argv[1:])
    if log := os.environ.get("FAKE_GIMBAL_LOG"):
        with open(log, "a", encoding="utf-8") as file:
            print(json.dumps(sys.argv[1:]), file=file)
    Fake(given).run()
