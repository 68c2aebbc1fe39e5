"""Frames for `eglsrc frames=shm:/NAME`: a square that moves, drawn straight into shared memory.

Usage: frames_shm.py NAME
"""

import itertools
import mmap
import os
import struct
import sys
import time

import numpy as np

WIDTH, HEIGHT, SIDE, SLOTS = 640, 360, 40, 3
SLOT_BYTES = 64 + 32 + 64 + WIDTH * HEIGHT * 4  # slot header, frame header, one box, pixels

path = "/dev/shm/" + sys.argv[1]
with open(path + ".new", "w+b") as file:
    file.truncate(64 + SLOTS * SLOT_BYTES)
    ring = mmap.mmap(file.fileno(), 0)
struct.pack_into("<8s2IQ", ring, 0, b"GIMBAL-R", 1, SLOTS, SLOT_BYTES)
os.rename(path + ".new", path)  # a reader sees the file only when it is ready
newest = np.ndarray((), np.uint64, ring, 24)

for number in itertools.count(1):
    slot = 64 + number % SLOTS * SLOT_BYTES
    held = np.ndarray((), np.uint64, ring, slot)
    picture = np.ndarray((HEIGHT, WIDTH, 4), np.uint8, ring, slot + 64 + 32 + 64)
    x, y = number * 4 % (WIDTH - SIDE), 160
    held[...] = 0  # from here on the slot holds no frame ...
    struct.pack_into("<8s4IQ", ring, slot + 64, b"GIMBAL-F", 1, WIDTH, HEIGHT, 1, picture.nbytes)
    struct.pack_into("<i5f40s", ring, slot + 64 + 32, 7, 0.9, x, y, SIDE, SIDE, b"square")
    picture[...] = (32, 64, 128, 255)
    picture[y:y + SIDE, x:x + SIDE] = (255, 160, 0, 255)
    held[...] = number  # ... and from here on this one,
    newest[...] = number  # which is the newest
    time.sleep(1 / 30)
