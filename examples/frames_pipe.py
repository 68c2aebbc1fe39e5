"""Frames for `eglsrc frames=FIFO`: a square that moves, and the box around it.

Usage: frames_pipe.py FIFO   (made with mkfifo; /dev/stdout for `eglsrc frames=fd:0` behind a pipe)
"""

import itertools
import struct
import sys
import time

import numpy as np

WIDTH, HEIGHT, SIDE = 640, 360, 40

with open(sys.argv[1], "wb") as pipe:
    for number in itertools.count():
        x, y = number * 4 % (WIDTH - SIDE), 160
        picture = np.full((HEIGHT, WIDTH, 4), (32, 64, 128, 255), np.uint8)
        picture[y:y + SIDE, x:x + SIDE] = (255, 160, 0, 255)
        pipe.write(struct.pack("<8s4IQ", b"GIMBAL-F", 1, WIDTH, HEIGHT, 1, picture.nbytes))
        pipe.write(struct.pack("<i5f40s", 7, 0.9, x, y, SIDE, SIDE, b"square"))
        pipe.write(picture.tobytes() + b"GIMBAL-E")
        pipe.flush()
        time.sleep(1 / 30)
