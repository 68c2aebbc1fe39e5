"""trackingsink publishes to a real mosquitto, which is killed, wants a password, speaks TLS; mosquitto_sub listens."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess

import pytest

from endless_stream import EndlessStream

PASSWORD = "hunter2-of-the-broker"
TOPIC = "gimbal/court/tracking"
MOSQUITTO = shutil.which("mosquitto", path=os.environ["PATH"] + ":/usr/sbin")

pytestmark = pytest.mark.skipif(MOSQUITTO is None, reason="no MQTT broker here: install mosquitto")


def launch(*pipeline, **more):
    env = {k: v for k, v in os.environ.items() if k != "GIMBAL_MQTT_PASSWORD"} | more.pop("env", {})
    if "GIMBAL_PRELOAD" in env:
        env["LD_PRELOAD"] = env["GIMBAL_PRELOAD"]
    return subprocess.Popen(["gst-launch-1.0", *pipeline], env=env, **more)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Broker:
    """mosquitto on a port of its own; `config` says who may come and how."""

    def __init__(self, tmp_path, config="allow_anonymous true"):
        self.port = free_port()
        self.config = tmp_path / f"mosquitto-{self.port}.conf"
        self.config.write_text(f"listener {self.port} 127.0.0.1\n{config}\nuser root\nlog_dest stderr\n"
                               "log_type error\nlog_type information\nconnection_messages false\n")
        self.start()

    def start(self):
        self.process = subprocess.Popen([MOSQUITTO, "-c", self.config], stderr=subprocess.PIPE, text=True)
        assert any("running" in line for line in self.process.stderr), "it did not start"

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()

    def messages(self, count, topic=TOPIC, *more):
        """What somebody who comes now is told on a topic; the next thing said is not read."""
        said = subprocess.run(["mosquitto_sub", "-h", "127.0.0.1", "-p", str(self.port), "-t", topic, "-C", str(count),
                               "-W", "20", "-q", "1", "-F", "%r %p", *more], check=True, capture_output=True, text=True)
        return [line.split(" ", 1) for line in said.stdout.splitlines()]


@contextlib.contextmanager
def broker_of(*args):
    broker = Broker(*args)
    try:
        yield broker
    finally:
        broker.kill()


def sink(broker, *more):
    return ["trackingsink", "interval=0", f"mqtt-url=mqtt://127.0.0.1:{broker.port}", "job-id=court", *more]


def test_a_broker_that_is_killed_again_and_again_costs_no_frame(tmp_path):
    with broker_of(tmp_path) as broker:
        with EndlessStream(tmp_path / "frames.gray", *sink(broker)) as stream:
            for _ in range(4):
                broker.messages(2)  # they flow
                broker.kill()
                broker.start()  # and forgets all
            broker.messages(2)
            stream.end()
        [(retained, last)] = broker.messages(1)
        assert broker.messages(1, TOPIC + "/available") == [["1", "offline"]]
    assert retained == "1"
    assert {target["cls"] for target in json.loads(last)["targets"]} >= {"player"}


def test_the_broker_says_when_the_one_who_publishes_is_gone(tmp_path):
    with broker_of(tmp_path) as broker:
        with launch("-q", "scenesrc", "scene=court", "!", "video/x-raw,width=64,height=36", "!",
                    *sink(broker)) as stream:
            broker.messages(1)
            assert broker.messages(1, TOPIC + "/available") == [["1", "online"]]
            with subprocess.Popen(["mosquitto_sub", "-h", "127.0.0.1", "-p", str(broker.port), "-C", "2", "-W", "20",
                                   "-t", TOPIC + "/available"], stdout=subprocess.PIPE, text=True) as listener:
                assert listener.stdout.readline() == "online\n"
                stream.kill()
                assert listener.stdout.readline() == "offline\n"
        assert broker.messages(1)[0][0] == "1", "the last record is still there"


def publish_one(broker, tmp_path, *more, **env):
    """Everything that gst-launch-1.0 says while it publishes one record."""
    record = tmp_path / "record.json"
    record.write_text(json.dumps({"targets": [{"id": "7", "cls": "ball", "x": 0.5, "y": 0.4}]}))
    env |= {"GST_DEBUG": "*:4", "GST_DEBUG_NO_COLOR": "1", "GST_DEBUG_DUMP_DOT_DIR": str(tmp_path)}
    with launch("-v", "-m", "filesrc", f"location={record}", "!", *sink(broker, *more), env=env, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as stream:
        said, _ = stream.communicate(timeout=60)
    assert stream.returncode == 0, said
    assert "gimbal-tracking-health" in said, said
    return said + "".join(dump.read_text() for dump in pathlib.Path(tmp_path).glob("*.dot"))


@pytest.fixture
def closed_broker(tmp_path):
    users = tmp_path / "users"
    subprocess.run(["mosquitto_passwd", "-b", "-c", users, "me", PASSWORD], check=True)
    with broker_of(tmp_path, f"allow_anonymous false\npassword_file {users}") as broker:
        yield broker


def test_the_password_comes_from_a_file_or_the_environment_and_is_never_shown(closed_broker, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD + "\n")
    for said in (publish_one(closed_broker, tmp_path, "mqtt-username=me", f"mqtt-password-file={secret}"),
                 publish_one(closed_broker, tmp_path, "mqtt-username=me", GIMBAL_MQTT_PASSWORD=PASSWORD)):
        assert "healthy=(boolean)true" in said and PASSWORD not in said


def test_a_wrong_password_is_said_once_and_never_shown(closed_broker, tmp_path):
    said = publish_one(closed_broker, tmp_path, "mqtt-username=me", GIMBAL_MQTT_PASSWORD="wrong-" + PASSWORD)
    assert "user\\ and\\ password:\\ check\\ mqtt-username" in said and "status=(int)5" in said
    assert PASSWORD not in said


@pytest.fixture
def tls_broker(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    with broker_of(tmp_path, f"allow_anonymous true\ncertfile {certificate}\nkeyfile {key}") as broker:
        yield broker, certificate


def test_tls_takes_a_broker_that_is_trusted(tls_broker, tmp_path):
    broker, certificate = tls_broker
    said = publish_one(broker, tmp_path, f"mqtt-url=mqtts://localhost:{broker.port}", SSL_CERT_FILE=str(certificate))
    assert "healthy=(boolean)true" in said, said
    assert broker.messages(1, TOPIC, "--cafile", str(certificate), "-h", "localhost")[0][0] == "1"


@pytest.mark.parametrize("host, trusted", [("localhost", False), ("127.0.0.1", True)])
def test_tls_refuses_a_broker_that_is_not_who_it_says(tls_broker, tmp_path, host, trusted):
    broker, certificate = tls_broker
    env = {"SSL_CERT_FILE": str(certificate)} if trusted else {}
    said = publish_one(broker, tmp_path, f"mqtt-url=mqtts://{host}:{broker.port}", **env)
    assert "healthy=(boolean)false" in said and "verif" in said, said
