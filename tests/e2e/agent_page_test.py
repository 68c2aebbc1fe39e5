"""The dashboard in a real browser: pictures that move, a camera that can be steered, trouble shown."""

import pytest

import agent_browser
from agent_browser import Browser
from agent_support import Agent, wait_until

pytestmark = pytest.mark.skipif(not agent_browser.AVAILABLE, reason="needs chromium, chromedriver")

DRAWN = ("return [...document.querySelectorAll('canvas')]"
         ".filter((c) => c.getContext('2d').getImageData(8, 8, 1, 1).data[3] > 0).length")


@pytest.fixture(name="browser", scope="module")
def fixture_browser():
    with Browser() as browser:
        yield browser
        assert browser.complaints() == []  # no script error, nothing the CSP had to block


@pytest.fixture(name="agent")
def fixture_agent():
    with Agent() as agent:
        yield agent


def ptz(agent, job):
    return agent.listed(job)["ptz"]


def test_empty(agent, browser):
    browser.go(agent.url)
    browser.wait_for("#start-command", f"{agent.url}runner/preview/start")
    assert browser.text("#no-ingests")


def test_steering(agent, browser):
    browser.go(agent.url)
    job = agent.start_preview()
    browser.wait_for(".card .state", "25 fps")
    assert browser.run(DRAWN) == 1
    browser.click(".zoom-in")
    wait_until(lambda: ptz(agent, job)["zoom"] == 1.25, what="zoom")
    browser.wheel("canvas", -300)
    wait_until(lambda: ptz(agent, job)["zoom"] > 2, what="wheel zoom")
    browser.drag("canvas", 200, 0)  # the picture follows the hand: the camera looks further left
    wait_until(lambda: ptz(agent, job)["center_x"] < 0.45, what="pan")
    assert ptz(agent, job)["center_y"] == pytest.approx(0.5, abs=0.05)
    browser.click(".reset")
    wait_until(lambda: ptz(agent, job) == {"center_x": 0.5, "center_y": 0.5, "zoom": 1},
               what="reset")
    browser.click(".card .stop")
    wait_until(lambda: agent.status(job)["state"] == "stopped", what="stop")
    wait_until(lambda: browser.text(".card") is None, what="the card to go")


def test_more_previews_than_connections(agent, browser):
    for _ in range(8):
        agent.start_preview()
    browser.go(agent.url)
    wait_until(lambda: browser.run(DRAWN) == 8, timeout=20, what="eight pictures")


def test_failed_preview_can_be_dismissed(agent, browser):
    agent.start_preview("scene:die")
    browser.go(agent.url)
    browser.wait_for(".card .note", "cannot open rtsp://***@camera/live")
    browser.click(".card .stop")
    wait_until(lambda: browser.text(".card") is None, what="the card to go")


def test_ingest_table(agent, browser):
    job = agent.start_ingest(session_id="match")
    browser.go(agent.url)
    browser.wait_for("#ingests .session", "match")
    browser.wait_for("#ingests .bitrate", "2.4 Mbit/s")
    browser.click("#ingests .stop")
    browser.wait_for("#ingests .stop", "Really stop?")
    assert agent.status(job)["state"] == "running"
    browser.click("#ingests .stop")
    browser.wait_for("#ingests .pill", "stopped")


def test_key(browser):
    with Agent(env={"RUNNER_API_KEY": "s3cret"}) as agent:
        agent.start_preview()
        browser.go(agent.url)
        browser.wait_for("#key-title", "asks for a key")
        enter = ("document.querySelector('#key').value = arguments[0];"
                 "document.querySelector('#key-form').requestSubmit()")
        browser.run(enter, "wrong")
        browser.wait_for("#key-refused", "refused")
        browser.run(enter, "s3cret")
        browser.wait_for(".card .state", "25 fps")
        assert browser.run(DRAWN) == 1


def test_agent_that_goes_and_comes_back(agent, browser):
    browser.go(agent.url)
    browser.wait_for("#link", "Connected")
    agent.process.terminate()
    agent.process.wait()
    browser.wait_for("#banner", "does not answer")
    with Agent("--port", str(agent.port)):
        browser.wait_for("#link", "Connected")
        assert browser.text("#banner") is None


@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_is_wider_than_the_window(agent, browser, width):
    agent.start_preview("file:///srv/" + "long" * 40 + ".mp4")
    agent.start_ingest("file:///srv/" + "long" * 40 + ".mp4", "s" * 64)
    agent.start_ingest("scene:die", "failing")
    browser.call("POST", "/goog/cdp/execute", {
        "cmd": "Emulation.setDeviceMetricsOverride",
        "params": {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}})
    browser.go(agent.url)
    browser.wait_for("#ingests", "failing")
    assert browser.run("return document.documentElement.scrollWidth") <= width
