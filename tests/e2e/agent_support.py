"""Starts gimbal-agent for a test, talks to it, and proves that nothing of it stays behind.

GIMBAL_AGENT is the agent's path. Jobs run tests/e2e/fake_gimbal.py unless a test says otherwise.
"""

import http.client
import json
import os
import pathlib
import re
import select
import signal
import subprocess
import time
import uuid

import pytest

# The sanitizer keeps freed memory for a while, so what a process holds says nothing there.
MEASURES_MEMORY = pytest.mark.skipif("GIMBAL_SANITIZED" in os.environ,
                                     reason="memory is not measured under the sanitizers")

FAKE = str(pathlib.Path(__file__).with_name("fake_gimbal.py"))
AGENT = os.environ.get("GIMBAL_AGENT", "gimbal-agent")
LISTENING = re.compile(r"gimbal-agent: listening on (http://(.+):(\d+)/)\n")
RUNNER_VARIABLES = ("RUNNER_API_KEY", "RUNNER_PUBLIC_BASE_URL", "RUNNER_INGEST_OUTPUT_URI")


def wait_until(condition, timeout=5.0, what="condition"):
    """Polls for what has no event to await: another process's state."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        assert time.monotonic() < deadline, f"timed out waiting for {what}"
        time.sleep(0.01)
    return value


def environment(mark, **extra):
    env = {k: v for k, v in os.environ.items() if k not in RUNNER_VARIABLES}
    return env | {"GIMBAL_PROGRAM": FAKE, "GIMBAL_TEST_MARK": mark} | extra


def marked_processes(mark):
    """Ids of live processes with the mark in their environment: the agent's whole offspring."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark.encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:  # gone meanwhile, or not ours
                pass
    return found


class Reply:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Agent:
    def __init__(self, *arguments, env=None):
        self.mark = uuid.uuid4().hex
        self.key = (env or {}).get("RUNNER_API_KEY")
        self.process = subprocess.Popen(
            [AGENT, "--port", "0", *arguments], env=environment(self.mark, **(env or {})),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert select.select([self.process.stdout], [], [], 10)[0], "the agent does not start"
        line = self.process.stdout.readline().decode()
        match = LISTENING.fullmatch(line)
        assert match, (line, self.process.stderr.read() if not line else "")
        self.url, self.host, self.port = match[1], match[2], int(match[3])
        os.set_blocking(self.process.stderr.fileno(), False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Ends in order and leaves no process behind."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=10)
        try:
            if self.process.returncode == 0:
                assert marked_processes(self.mark) == []
            else:  # nobody was there to wait for the children
                wait_until(lambda: not marked_processes(self.mark), what="children to end")
        finally:
            for pid in marked_processes(self.mark):
                os.kill(pid, signal.SIGKILL)
        assert self.process.returncode in (0, -signal.SIGKILL), self.process.returncode

    def stderr(self):
        return (self.process.stderr.read() or b"").decode()

    def children(self):
        return [pid for pid in marked_processes(self.mark) if pid != self.process.pid]

    def connect(self, timeout=10):
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def request(self, method, path, body=None, headers=None):
        headers = dict(headers or {})
        if self.key and "Authorization" not in headers:
            headers["Authorization"] = f"Bearer {self.key}"
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        connection = self.connect()
        try:
            connection.request(method, path, body, headers)
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body, **more):
        return self.request("POST", path, body, **more)

    def start_preview(self, source="scene:court", **profile):
        reply = self.post("/runner/preview/start", {"source_uri_ref": source, "profile": profile})
        assert reply.status == 200, reply.body
        return reply.json["job_id"]

    def start_ingest(self, source="scene:court", session_id="s1", **more):
        reply = self.post("/runner/ingest/start",
                          {"source_uri_ref": source, "session_id": session_id, **more})
        assert reply.status == 200, reply.body
        return reply.json["job_id"]

    def status(self, job_id):
        return self.post("/runner/job/status", {"job_id": job_id}).json

    def wait_for_state(self, job_id, state):
        wait_until(lambda: self.status(job_id)["state"] == state, what=f"state {state}")
        return self.status(job_id)

    def listed(self, job_id):
        jobs = self.get("/runner/jobs").json["jobs"]
        return next(job for job in jobs if job["job_id"] == job_id)

    def watch(self, job_id):
        return Viewer(self, job_id)


class Viewer:
    """One client of a preview stream."""

    def __init__(self, agent, job_id):
        self.connection = agent.connect()
        headers = {"Authorization": f"Bearer {agent.key}"} if agent.key else {}
        self.connection.request("GET", f"/runner/preview/stream/{job_id}", headers=headers)
        self.socket = self.connection.sock
        self.response = self.connection.getresponse()
        self.status = self.response.status
        self.headers = self.response.headers

    def picture(self):
        """The next picture; None at the end of the stream."""
        line = self.response.readline()
        while line == b"\r\n":  # what may stand before the first boundary
            line = self.response.readline()
        if not line:
            return None
        if line == b"--frame\r\n":
            line = self.response.readline()
            if not line:
                return None
        assert line == b"Content-Type: image/jpeg\r\n", line
        length = re.fullmatch(rb"Content-Length: (\d+)\r\n", self.response.readline())
        assert self.response.readline() == b"\r\n"
        data = self.response.read(int(length[1]))
        assert self.response.readline() == b"\r\n"
        return data

    def close(self):
        self.response.close()
        self.connection.close()


def comment(picture):
    """What the fake wrote about a picture: its number, the zoom it shows."""
    assert picture[:4] == b"\xff\xd8\xff\xfe" and picture[-2:] == b"\xff\xd9"
    size = int.from_bytes(picture[4:6], "big")
    return json.loads(picture[6:4 + size])
