"""A real browser for a test, driven through chromedriver's WebDriver protocol."""

import json
import shutil
import socket
import subprocess
import urllib.request

from agent_support import wait_until

AVAILABLE = bool(shutil.which("chromedriver") and shutil.which("chromium"))
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--disable-background-networking", "--no-first-run", "--window-size=1280,900"]


class Browser:
    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(["chromedriver", f"--port={port}"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self.ready, timeout=20, what="chromedriver")
        session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": {"args": ARGUMENTS},
            "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.base += "/session/" + session["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("DELETE", "")
        finally:
            self.process.terminate()
            self.process.wait()

    def ready(self):
        try:
            return self.call("GET", "/status")["ready"]
        except OSError:
            return False

    def call(self, method, path, body=None):
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)["value"]

    def go(self, url):
        self.call("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def text(self, selector):
        """Of the first match; None where it is absent or not shown."""
        return self.run("const e = document.querySelector(arguments[0]);"
                        "return e && e.checkVisibility() ? e.textContent.trim() : null", selector)

    def wait_for(self, selector, text):
        wait_until(lambda: text in (self.text(selector) or ""), timeout=15,
                   what=f"{selector} to say {text!r}")

    def click(self, selector):
        self.run("document.querySelector(arguments[0]).click()", selector)

    def drag(self, selector, dx, dy):
        x, y = self.run("const b = document.querySelector(arguments[0]).getBoundingClientRect();"
                        "return [Math.round(b.x + b.width / 2), Math.round(b.y + b.height / 2)]",
                        selector)
        moves = [{"type": "pointerMove", "x": x + dx * i // 4, "y": y + dy * i // 4, "duration": 50}
                 for i in range(5)]
        self.call("POST", "/actions", {"actions": [{
            "type": "pointer", "id": "mouse", "actions": [
                moves[0], {"type": "pointerDown", "button": 0}, *moves[1:],
                {"type": "pointerUp", "button": 0}]}]})

    def wheel(self, selector, delta):
        x, y = self.run("const b = document.querySelector(arguments[0]).getBoundingClientRect();"
                        "return [Math.round(b.x + b.width / 2), Math.round(b.y + b.height / 2)]",
                        selector)
        self.call("POST", "/actions", {"actions": [{"type": "wheel", "id": "wheel", "actions": [
            {"type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": delta}]}]})

    def complaints(self):
        """What the page logged about itself; failed requests and hints about speed aside."""
        return [entry for entry in self.call("POST", "/se/log", {"type": "browser"})
                if entry["source"] not in ("network", "rendering")]
