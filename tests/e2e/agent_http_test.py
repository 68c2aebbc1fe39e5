"""Authorization, error forms and limits of gimbal-agent's HTTP side."""

import re
import socket

import pytest

from agent_support import MEASURES_MEMORY, Agent

GUARDED = [("GET", "/runner/jobs"), ("POST", "/runner/ingest/start"),
           ("POST", "/runner/ingest/stop"), ("POST", "/runner/job/status"),
           ("POST", "/runner/ptz/update"), ("POST", "/runner/preview/start"),
           ("GET", "/runner/preview/stream/x"), ("POST", "/runner/preview/stop"),
           ("POST", "/runner/preview/ptz/update"), ("POST", "/runner/tracking/update"),
           ("POST", "/runner/tracking/status"), ("GET", "/runner/unknown")]


@pytest.fixture(name="agent")
def fixture_agent():
    with Agent() as agent:
        yield agent


def raw(agent, request):
    """What the agent says to bytes that no HTTP library would send, until it hangs up."""
    with socket.create_connection((agent.host, agent.port), timeout=10) as connection:
        connection.sendall(request)
        reply = b""
        while data := connection.recv(65536):
            reply += data
        return reply


def memory_kb(agent, which):
    with open(f"/proc/{agent.process.pid}/status", encoding="ascii") as status:
        return int(re.search(which + r":\s+(\d+) kB", status.read())[1])


def field_errors(reply):
    assert reply.status == 422, reply.body
    for error in reply.json["detail"]:
        assert set(error) == {"loc", "msg", "type"}
        assert error["loc"][0] == "body"
    return {".".join(map(str, error["loc"][1:])): error["type"] for error in reply.json["detail"]}


def test_health(agent):
    assert agent.get("/health").json == {"status": "ok", "preview_jobs": 0, "ingest_jobs": 0}
    agent.start_preview()
    agent.start_ingest()
    stopped = agent.start_ingest(session_id="s2")
    agent.post("/runner/ingest/stop", {"job_id": stopped})
    assert agent.get("/health").json == {"status": "ok", "preview_jobs": 1, "ingest_jobs": 1}


@pytest.mark.parametrize("method, path", GUARDED)
def test_key(method, path):
    with Agent(env={"RUNNER_API_KEY": "s3cret"}) as agent:
        for header in ("", "Basic s3cret", "Bearer", "s3cret"):
            reply = agent.request(method, path, "{}", headers={"Authorization": header})
            assert reply.status == 401 and isinstance(reply.json["detail"], str)
        for key in ("wrong", "s3cre", "s3crets", "s3cre\xff"):
            reply = agent.request(method, path, "{}", headers={"Authorization": f"Bearer {key}"})
            assert reply.status == 403 and isinstance(reply.json["detail"], str)
        for scheme in ("Bearer", "bearer"):
            reply = agent.request(method, path, "{}", headers={"Authorization": f"{scheme} s3cret"})
            assert reply.status not in (401, 403)


def test_no_key_for_health_and_page():
    with Agent(env={"RUNNER_API_KEY": "s3cret"}) as agent:
        for path in ("/health", "/", "/assets/app.js"):
            assert agent.get(path, headers={"Authorization": ""}).status == 200


@pytest.mark.parametrize("path", ["/nothing", "/runner", "/runner/", "/runner/probe", "/health/",
                                  "/runner/preview/stream/", "/runner/preview/stream/a/b",
                                  "/assets/", "/assets/none.js"])
def test_unknown_route(agent, path):
    reply = agent.get(path)
    assert reply.status == 404
    assert reply.json == {"detail": "Not Found"}


@pytest.mark.parametrize("path", ["/assets/..%2findex.html", "/assets/../main.cpp", "/../etc/passwd"])
def test_path_that_climbs(agent, path):
    assert agent.get(path).status in (400, 404)


@pytest.mark.parametrize("method, path", [("POST", "/health"), ("PUT", "/runner/job/status"),
                                          ("GET", "/runner/ingest/start"), ("DELETE", "/"),
                                          ("POST", "/runner/preview/stream/x")])
def test_wrong_method(agent, method, path):
    reply = agent.request(method, path)
    assert reply.status == 405
    assert reply.json == {"detail": "Method Not Allowed"}
    assert reply.headers["Allow"] in ("GET", "POST")


@pytest.mark.parametrize("body", ["", "nonsense", "[]", "3", "null", '{"a": 1, "a": 2}',
                                  '{"job_id": 1e999}', '{"job_id": "x"', "[" * 100000,
                                  '{"a":' * 100000, b'{"job_id": "\xff"}'],
                         ids=range(11))
def test_body_that_is_no_json_object(agent, body):
    reply = agent.post("/runner/job/status", body)
    assert reply.status == 422
    [error] = reply.json["detail"]
    assert error["loc"] == ["body"] and error["type"] == "json_invalid" and error["msg"]
    assert agent.get("/health").status == 200


@pytest.mark.parametrize("path", [path for method, path in GUARDED if method == "POST"])
def test_missing_fields(agent, path):
    errors = field_errors(agent.post(path, {"unknown": 1}))
    assert set(errors.values()) == {"missing"}
    assert set(errors) <= {"job_id", "source_uri_ref", "session_id", "tracking_confidence"}


def test_null_is_absent(agent):
    errors = field_errors(agent.post("/runner/ptz/update",
                                     {"job_id": None, "center_x": None, "zoom": None}))
    assert errors == {"job_id": "missing"}


def test_content_type_does_not_matter(agent):
    reply = agent.post("/runner/job/status", '{"job_id": "x"}', headers={"Content-Type": "text/x"})
    assert reply.status == 200


def test_body_too_large(agent):
    body = '{"job_id": "' + "x" * (1 << 20) + '"}'
    reply = agent.post("/runner/job/status", body)
    assert reply.status == 413
    assert isinstance(reply.json["detail"], str)
    assert agent.get("/health").status == 200


def test_chunked_body_too_large(agent):
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    reply = raw(agent, b"POST /runner/job/status HTTP/1.1\r\nHost: localhost\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 20 + b"0\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 413 ")


def test_body_of_exactly_the_limit(agent):
    start, end = '{"job_id": "', '"}'
    body = start + "x" * ((1 << 20) - len(start) - len(end)) + end
    assert agent.post("/runner/job/status", body).status == 200


@MEASURES_MEMORY
def test_large_bodies_are_not_kept(agent):
    before = memory_kb(agent, "VmHWM")
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    reply = raw(agent, b"POST /runner/job/status HTTP/1.1\r\nHost: localhost\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 7 + b"0\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 413 ")
    assert memory_kb(agent, "VmHWM") - before < 4096


@pytest.mark.parametrize("headers", [
    b"Host: localhost\r\nHost: localhost\r\n",
    b"Host: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n",
    b"Host: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n"])
def test_ambiguous_headers(agent, headers):
    reply = raw(agent, b"POST /runner/job/status HTTP/1.1\r\n" + headers +
                b"\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 400 ")
    assert reply.count(b"HTTP/1.1 ") == 1  # what follows is not taken for another request


def test_range_is_ignored(agent):
    reply = agent.get("/", headers={"Range": "bytes=999999999-"})
    assert reply.status == 200
    assert agent.stderr() == ""


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": "null"},
                                     {"Host": "evil.example"}])
def test_other_sites_may_not_call(agent, headers):
    reply = agent.post("/runner/job/status", {"job_id": "x"}, headers=headers)
    assert reply.status == 403
    assert isinstance(reply.json["detail"], str)


def test_own_page_may_call(agent):
    own = f"http://{agent.host}:{agent.port}"
    assert agent.post("/runner/job/status", {"job_id": "x"}, headers={"Origin": own}).status == 200


def test_page_and_assets(agent):
    page = agent.get("/")
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    html = page.body.decode()
    assert not re.search(r"https?://(?!127\.0\.0\.1)", html.replace("http://www.w3.org", ""))
    assert not re.search(r"\son\w+=|<style|style=|<script>", html)
    assets = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', html))
    assert assets
    scripts = [asset for asset in assets if asset.endswith(".js")]
    while scripts:  # what a module imports is served too
        reply = agent.get(scripts.pop())
        for name in re.findall(r'from "\./([^"]+)"', reply.body.decode()):
            if (asset := f"/assets/{name}") not in assets:
                assets.add(asset)
                scripts.append(asset)
    types = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
    for asset in assets:
        reply = agent.get(asset)
        assert reply.status == 200 and reply.body
        assert reply.headers["Content-Type"].startswith(types[asset.rsplit(".", 1)[1]])
    for reply in (page, agent.get("/assets/app.js")):
        assert reply.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_a_connection_carries_one_request(agent):
    reply = raw(agent, b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2)
    assert b"\r\nConnection: close\r\n" in reply
    assert reply.count(b"HTTP/1.1 ") == 1


@MEASURES_MEMORY
def test_connections_leave_nothing_behind(agent):
    """libsoup loses up to 2 kB a connection where it accepts them itself."""
    for _ in range(200):
        agent.get("/health")
    before = memory_kb(agent, "VmRSS")
    for _ in range(2000):
        agent.get("/health")
    assert memory_kb(agent, "VmRSS") - before < 256
