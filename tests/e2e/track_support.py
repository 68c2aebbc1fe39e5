"""Starts `gimbal track` and `gimbal ingest`, runners that are no gimbal-agent, and a gateway to one that is."""

import contextlib
import http.client
import http.server
import json
import os
import select
import signal
import socket
import subprocess
import threading


class Program:
    """`gimbal ...`, with pipes to it, unbuffered: what has not been read can be waited for."""

    def __init__(self, *words, stdin=subprocess.DEVNULL, env=None):
        clean = {k: v for k, v in os.environ.items() if k != "RUNNER_API_KEY"}
        self.process = subprocess.Popen(["gimbal", *map(str, words)], stdin=stdin, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, bufsize=0, env=clean | (env or {}))
        self.said = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate(timeout=20)

    def write(self, text):
        self.process.stdin.write(text.encode())

    def wait_for(self, part):
        """Reads standard error up to a line that has `part`."""
        while True:
            assert select.select([self.process.stderr], [], [], 20)[0], f"no {part!r} in {self.said!r}"
            line = self.process.stderr.readline().decode()
            assert line, f"ended without {part!r}: {self.said!r}"
            self.said += line
            if part in line:
                return line

    def first_output(self):
        assert select.select([self.process.stdout], [], [], 20)[0], "nothing on standard output"
        return self.process.stdout.readline().decode()

    def signal(self, number=signal.SIGTERM):
        self.process.send_signal(number)

    def end(self, number=None):
        """The exit status, after a signal or by itself."""
        if number:
            self.signal(number)
        self.output, rest = self.process.communicate(timeout=20)
        self.said += rest.decode()
        return self.process.returncode

    def counts(self):
        """Of the last line: pushed, superseded, failed, refused."""
        words = self.said.splitlines()[-1].split(": ", 1)[1].split(", ")
        assert [part.split(" ", 1)[1] for part in words] == [
            "pushed", "superseded by newer ones", "pushes failed", "messages refused"], self.said
        return [int(part.split(" ", 1)[0]) for part in words]


class Runner(http.server.ThreadingHTTPServer):
    """Keeps every record that it is sent; another implementation of HTTP than the product's.

    `before_reply` is called with the path before each answer, in that call's thread.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0, before_reply=lambda path: None):
        super().__init__(("127.0.0.1", port), Handler)
        self.connections = []
        self.before_reply = before_reply
        self.records = []
        self.calls = []
        self.came = threading.Condition()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def wait_for_records(self, count):
        with self.came:
            assert self.came.wait_for(lambda: len(self.records) >= count, timeout=20)

    def get_request(self):
        connection, address = super().get_request()
        self.connections.append(connection)
        return connection, address

    def wait_for_calls(self, count):
        with self.came:
            assert self.came.wait_for(lambda: len(self.calls) >= count, timeout=20)

    def kill(self):
        self.shutdown()
        self.server_close()
        for connection in self.connections:
            with contextlib.suppress(OSError):  # it has ended
                connection.shutdown(socket.SHUT_RDWR)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # which keeps connections

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.came:
            self.server.calls.append(self.path)
            self.server.came.notify_all()
        self.server.before_reply(self.path)
        state = "stopped" if self.path.endswith("stop") else "running"
        reply = json.dumps({"job_id": body.get("job_id", "job-1"), "state": state, "updated_at": 0}).encode()
        try:
            self.send_response(200)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)
        except OSError:  # cut by kill()
            return
        if self.path.endswith("/tracking/update"):
            with self.server.came:
                self.server.records.append(body)
                self.server.came.notify_all()

    def log_message(self, *_):
        pass


class Gateway(http.server.ThreadingHTTPServer):
    """Stands before an agent and calls its job `court`: the agent gives a new id each time it starts."""

    daemon_threads = True
    target = None  # an agent and its job

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Forwarder)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def kill(self):
        self.shutdown()
        self.server_close()


class Forwarder(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        record = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.close_connection = True  # with no answer, where the agent has none
        if not self.server.target:
            return
        agent, job = self.server.target
        try:
            reply = agent.post(self.path, record | {"job_id": job})
        except (OSError, http.client.HTTPException):
            return
        body = json.dumps(reply.json | {"job_id": "court"}).encode()
        self.send_response(reply.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass
