"""What a newcomer sees: the agent's page with a rendered camera and a virtual PTZ, both moving."""

import json
import os
import select
import signal
import struct
import subprocess
import time
import urllib.request
import zlib

import numpy as np
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--window-size=1280,800")


@pytest.fixture(scope="module")
def agent():
    process = subprocess.Popen([os.environ["GIMBAL_AGENT"], "--port", "0"],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                               start_new_session=True)
    assert select.select([process.stdout], [], [], 10)[0], "the agent does not start"
    url = process.stdout.readline().split()[-1].rstrip("/")
    for source, zoom in (("scene:bars", 1), ("scene:court", 2)):
        body = {"source_uri_ref": source,
                "profile": {"fps": 30, "scale": "640:360",
                            "ptz": {"center_x": 0.5, "center_y": 0.5, "zoom": zoom}}}
        request = urllib.request.Request(url + "/runner/preview/start", json.dumps(body).encode())
        assert urllib.request.urlopen(request, timeout=10).status == 200
    yield url
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    left = subprocess.run(["pgrep", "-x", "gimbal", "-P", str(process.pid)], capture_output=True)
    assert left.stdout == b""


@pytest.fixture(scope="module")
def browser():
    options = webdriver.ChromeOptions()
    for argument in CHROMIUM:
        options.add_argument(argument)
    # The browser is nobody's to instrument.
    env = {k: v for k, v in os.environ.items() if k != "LD_PRELOAD"}
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver", env=env), options=options)
    yield driver
    driver.quit()


def read_png(data):
    """An 8-bit RGB or RGBA picture as an array, without a library for it."""
    at, scanlines = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            width, height, depth, color = struct.unpack(">IIBB", data[at + 8:at + 18])
            assert depth == 8 and color in (2, 6)
        elif kind == b"IDAT":
            scanlines += data[at + 8:at + 8 + length]
        at += 12 + length
    channels = 3 if color == 2 else 4
    raw = np.frombuffer(zlib.decompress(scanlines), np.uint8).reshape(height, -1)
    rows = np.zeros((height + 1, width * channels + channels), np.uint8)
    for y in range(height):
        undo_filter(raw[y, 0], raw[y, 1:], rows[y], rows[y + 1], channels)
    return rows[1:, channels:].reshape(height, width, channels)[:, :, :3]


def undo_filter(kind, line, above, out, channels):
    """One line of PNG (RFC 2083, section 6); `above` and `out` start with a pixel of zeros."""
    if kind == 0:
        out[channels:] = line
    elif kind == 2:
        out[channels:] = line + above[channels:]
    else:
        for i, value in enumerate(line.tolist()):
            a, b, c = int(out[i]), int(above[i + channels]), int(above[i])
            if kind == 1:
                add = a
            elif kind == 3:
                add = (a + b) // 2
            else:
                p = a + b - c
                add = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            out[i + channels] = (value + add) & 255


def pictures(browser):
    return [read_png(canvas.screenshot_as_png) for canvas in
            browser.find_elements(By.TAG_NAME, "canvas")]


def test_the_page_shows_both_pictures_moving(agent, browser):
    browser.get(agent + "/")
    WebDriverWait(browser, 20).until(
        lambda driver: len(driver.find_elements(By.TAG_NAME, "canvas")) == 2 and
        all(picture.std() > 20 for picture in pictures(driver)))
    first = pictures(browser)
    time.sleep(1)  # the promise is about pictures one second apart
    second = pictures(browser)
    for before, after in zip(first, second):
        assert before.shape == after.shape
        moved = np.abs(before.astype(int) - after.astype(int)).max(axis=2) > 60
        assert moved.sum() > 50, "the picture stands still"
    # The one with the bars is upright, and red is red: sixth of seven, top two thirds.
    bars = max(second, key=lambda picture: np.ptp(picture.astype(int).reshape(-1, 3), axis=0).sum())
    height, width, _ = bars.shape
    assert abs(bars[height // 2, width * 11 // 14].astype(int) - (235, 16, 16)).max() < 20
    assert abs(bars[height // 2, width * 13 // 14].astype(int) - (16, 16, 235)).max() < 20


def test_dragging_the_picture_moves_the_camera(agent, browser):
    browser.get(agent + "/")
    WebDriverWait(browser, 20).until(
        lambda driver: len(driver.find_elements(By.TAG_NAME, "canvas")) == 2)

    def centres():
        reply = json.loads(urllib.request.urlopen(agent + "/runner/jobs", timeout=10).read())
        return {job["source"]: job["ptz"]["center_x"] for job in reply["jobs"]}

    assert centres()["scene:court"] == 0.5
    card = next(c for c in browser.find_elements(By.CSS_SELECTOR, "main *")
                if c.tag_name in ("article", "li") and "court" in c.text)
    canvas = card.find_element(By.TAG_NAME, "canvas")
    webdriver.ActionChains(browser).click_and_hold(canvas).move_by_offset(-60, 0).release().perform()
    WebDriverWait(browser, 10).until(lambda _: centres()["scene:court"] > 0.52)
