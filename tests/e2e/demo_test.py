"""What a newcomer sees: the agent's page with a rendered camera and a virtual PTZ, both moving.

The screenshots go to the folder that GIMBAL_SCREENSHOTS names, for people to look at.
"""

import base64
import json
import os
import pathlib
import shutil
import time

import numpy as np
import pytest

from agent_browser import AVAILABLE, Browser
from agent_support import Agent, wait_until

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="chromium or chromedriver is missing")

PIXELS = """
return [...document.querySelectorAll('.card')].map(card => {
  const canvas = card.querySelector('canvas');
  const small = new OffscreenCanvas(70, 40).getContext('2d');
  small.drawImage(canvas, 0, 0, 70, 40);
  return [card.textContent, [...small.getImageData(0, 0, 70, 40).data]];
});
"""


@pytest.fixture(scope="module")
def agent():
    with Agent(env={"GIMBAL_PROGRAM": shutil.which("gimbal")}) as agent:
        for source, zoom in (("scene:bars", 1), ("scene:court", 2)):
            reply = agent.post("/runner/preview/start", {
                "source_uri_ref": source,
                "profile": {"fps": 30, "scale": "640:360",
                            "ptz": {"center_x": 0.5, "center_y": 0.5, "zoom": zoom}}})
            assert reply.status == 200, reply.body
        yield agent


@pytest.fixture(scope="module")
def browser(agent):
    with Browser() as browser:
        browser.go(agent.url)
        wait_until(lambda: len(pictures(browser)) == 2 and
                   all(picture.std() > 20 for picture in pictures(browser).values()),
                   timeout=30, what="two pictures")
        yield browser


def pictures(browser):
    """The picture of each card, as 40 by 70 RGB."""
    return {"court" if "court" in text else "bars":
            np.array(data, np.uint8).reshape(40, 70, 4)[:, :, :3].astype(int)
            for text, data in browser.run(PIXELS)}


def screenshot(browser, name):
    data = base64.b64decode(browser.call("GET", "/screenshot"))
    if folder := os.environ.get("GIMBAL_SCREENSHOTS"):
        (pathlib.Path(folder) / name).write_bytes(data)
    return data


def test_both_pictures_move(browser):
    before, first = pictures(browser), screenshot(browser, "dashboard-1.png")
    time.sleep(1)  # what is asked for: one second apart
    after, second = pictures(browser), screenshot(browser, "dashboard-2.png")
    assert first != second
    for name in ("bars", "court"):
        moved = np.abs(before[name] - after[name]).max(axis=2) > 60
        assert moved.sum() >= 4, f"{name} stands still"


def test_the_picture_is_upright_and_red_is_red(browser):
    bars = pictures(browser)["bars"]
    for x, color in ((5, (235, 235, 235)), (55, (235, 16, 16)), (65, (16, 16, 235))):
        assert np.abs(bars[20, x] - color).max() < 20, bars[20, x]
    assert bars[38, 5].max() < 80, "the floor is below the bars"


def test_dragging_a_picture_points_its_camera(agent, browser):
    def center_x():
        jobs = json.loads(agent.get("/runner/jobs").body)["jobs"]
        return next(job["ptz"]["center_x"] for job in jobs if job["source"] == "scene:court")

    assert center_x() == 0.5
    index = next(i for i, (text, _) in enumerate(browser.run(PIXELS)) if "court" in text)
    browser.drag(f".card:nth-of-type({index + 1}) canvas", -80, 0)
    wait_until(lambda: center_x() > 0.52, what="the camera to follow")
