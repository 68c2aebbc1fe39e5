"""gimbal ptz on its control socket: every command is answered once, and only good ones change anything."""

import json
import os
import socket

import numpy as np
import pytest

import streams

MPEGTS_BEGIN = 3600 * 90_000  # what GStreamer's muxer writes for the beginning, in its 90 kHz
HOME = {"center_x": 0.5, "center_y": 0.5, "zoom": 1}


@pytest.fixture
def court(tmp_path):
    """A virtual camera over the rendered court, and a peer on its control socket."""
    process = streams.start("ptz", "--source", "scene:court", "--width", "320", "--output", "null",
                            "--control", str(tmp_path / "control"))
    control = streams.Control(tmp_path / "control")
    yield control
    process.terminate()
    assert process.wait(timeout=10) == 0
    assert process.stderr.read() == b""


def framing(answer):
    return {key: answer[key] for key in HOME}


def test_the_stream_says_hello_and_how_it_is(court):
    assert court.next("hello") == {"type": "hello", "protocol": "gimbal-control", "version": 1}
    assert court.next("state")["state"] == "running"
    stats = court.next("stats")
    assert stats["frames"] > 0 and stats["encoder"] == "x264enc" and stats["path"] == "readback"
    assert stats["crop"] == {"x": 0, "y": 0, "w": 1920, "h": 1080}
    assert (stats["mode"], stats["steering"]) == ("manual", "home")


def test_a_cut_is_there_with_its_frame(court):
    last = -1
    for i in range(1, 11):
        answer = court.ask(id=i, type="ptz", center_x=i / 10, center_y=0.5, zoom=4, cut=True)
        assert answer["type"] == "applied", answer
        assert answer["pts"] > last
        last = answer["pts"]
        assert framing(answer) == {"center_x": pytest.approx(np.clip(i / 10, 0.125, 0.875)),
                                   "center_y": 0.5, "zoom": pytest.approx(4)}
    stats = court.await_stats(lambda stats: stats["crop"]["x"] == 1440)
    assert stats["crop"] == {"x": 1440, "y": 405, "w": 480, "h": 270}
    assert stats["steering"] == "manual"


def test_a_goal_is_answered_when_the_camera_sets_out_and_reached_later(court):
    court.next("state")  # from the first frame on there is something to ease from
    answer = court.ask(id=1, type="ptz", center_x=0.7, center_y=0.5, zoom=4)
    assert answer["type"] == "applied"
    assert framing(answer) != {"center_x": 0.7, "center_y": 0.5, "zoom": 4}, "it is eased"
    stats = court.await_stats(lambda stats: stats["crop"]["w"] == pytest.approx(480, abs=0.01))
    assert stats["crop"]["x"] == pytest.approx(0.7 * 1920 - 240, abs=0.5)


def test_a_move_goes_on_until_it_is_stopped_or_its_time_is_over(court):
    court.ask(id=1, type="ptz", center_x=0.2, zoom=4, cut=True)
    assert court.ask(id=2, type="move", x=0.5, timeout=60)["type"] == "applied"
    court.await_stats(lambda stats: stats["crop"]["x"] > 0.2 * 1920)
    stopped = court.ask(id=3, type="move")
    assert stopped["type"] == "applied"
    court.ask(id=4, type="ptz", center_x=0.2, zoom=4, cut=True)
    assert court.ask(id=5, type="move", x=0.5, timeout=0.2)["type"] == "applied"
    # 0.2 s at half a crop width a second are a tenth of one, and the way to come to rest.
    rest = court.await_rest()
    assert 0.2 * 1920 - 240 < rest["x"] < 0.2 * 1920 - 240 + 480


def test_presets_are_set_gone_to_and_removed(court):
    wide = court.ask(id=1, type="preset", name="bänk", action="set", center_x=0.3, center_y=0.4,
                     zoom=3)
    assert wide["type"] == "applied"
    court.ask(id=2, type="ptz", center_x=0.8, zoom=2, cut=True)
    assert court.ask(id=3, type="preset", name="here", action="set")["type"] == "applied"
    assert court.ask(id=4, type="preset", name="bänk")["type"] == "applied"
    stats = court.await_stats(lambda stats: stats["crop"]["w"] == pytest.approx(640, abs=0.01))
    assert stats["crop"]["x"] == pytest.approx(0.3 * 1920 - 320, abs=0.5)
    assert stats["steering"] == "preset"
    assert court.ask(id=5, type="preset", name="here")["type"] == "applied"
    stats = court.await_stats(lambda stats: stats["crop"]["w"] == pytest.approx(960, abs=0.01))
    assert stats["crop"]["x"] == 960
    assert court.ask(id=6, type="preset", name="here", action="remove")["type"] == "applied"
    answer = court.ask(id=7, type="preset", name="here")
    assert answer["type"] == "refused" and "bänk" in answer["reason"]


def test_a_camera_on_hold_stays_where_it_is(court):
    court.ask(id=1, type="ptz", center_x=0.3, zoom=2, cut=True)
    assert court.ask(id=2, type="mode", mode="hold")["type"] == "applied"
    answer = court.ask(id=3, type="ptz", center_x=0.7, zoom=2)
    assert answer["type"] == "refused" and "hold" in answer["reason"]
    assert court.ask(id=4, type="mode", mode="manual")["type"] == "applied"
    assert court.ask(id=5, type="ptz", center_x=0.7, zoom=2)["type"] == "applied"


def test_records_steer_a_camera_that_follows(court):
    court.next("state")  # without a frame there is no time that a record could be of
    court.ask(id=1, type="mode", mode="follow")
    for i in range(2, 30):
        record = {"tracking_state": "stable", "target_x": 0.75, "target_y": 0.5, "target_zoom": 2}
        assert court.ask(id=i, type="tracking", record=record)["type"] == "applied"
    stats = court.await_stats(lambda stats: stats["crop"]["x"] > 300)
    assert stats["steering"] == "tracking" and stats["mode"] == "follow"


def test_a_keyframe_comes_when_it_is_asked_for(tmp_path):
    output = tmp_path / "camera.ts"
    process = streams.start("ptz", "--source", "scene:court", "--width", "320", "--fps", "25",
                            "--gop", "1000", "--format", "mpegts", "--output", str(output),
                            "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    control.next("state")
    pts = [control.ask(id=i, type="keyframe")["pts"] for i in (1, 2, 3)]
    last = MPEGTS_BEGIN + pts[-1] * 9 / 1e5
    # Frames are counted where they leave the encoder; the file has them a little later.
    control.await_stats(lambda _: max(streams.packet_times(output)[0]) > last + 1)
    control.send(id=5, type="stop")
    assert process.wait(timeout=10) == 0
    packets = streams.probe(output, "packet=pts,flags")["packets"]
    keyframes = np.array([p["pts"] for p in packets if "K" in p["flags"]])
    for named in pts:
        assert abs(keyframes - MPEGTS_BEGIN - named * 9 / 1e5).min() <= 1, "a tick of 90 kHz"


def test_a_bit_rate_holds_from_its_frame_on(tmp_path):
    output = tmp_path / "camera.ts"
    process = streams.start("ptz", "--source", "scene:court", "--format", "mpegts", "--bitrate",
                            "4M", "--output", str(output), "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    high = control.await_stats(lambda stats: stats["frames"] >= 60)
    answer = control.ask(id=1, type="bitrate", bitrate=300_000)
    assert answer["type"] == "applied" and "zoom" not in answer
    frames = control.ask(id=2, type="stats")["frames"]
    low = control.await_stats(lambda stats: stats["frames"] >= frames + 60)
    assert low["bitrate"] < 0.5 * high["bitrate"]
    control.send(id=3, type="stop")
    assert process.wait(timeout=10) == 0


def test_what_cannot_be_encoded_so_is_said(tmp_path):
    process = streams.start("ptz", "--source", "scene:bars", "--width", "320", "--format", "mjpeg",
                            "--output", "null", "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    assert "no bit rate" in control.ask(id=1, type="bitrate", bitrate=300_000)["reason"]
    assert control.ask(id=2, type="keyframe")["type"] == "applied", "each picture is one"
    control.send(id=3, type="stop")
    assert process.wait(timeout=10) == 0


BAD_LINES = [
    b"garbage", b"[]", b'{"id":5}', b'{"id":5,"type":"fly"}', b'{"id":5,"type":"ptz","zoom":99}',
    b'{"id":5,"type":"ptz","center_x":"left"}', b'{"id":5,"type":"ptz","center_x":NaN}',
    b'{"id":5,"type":"ptz","center_x":1e999}', b'{"id":5,"type":"ptz","center_x":-0.1}',
    b'{"id":5,"type":"ptz","cut":"yes"}', b'{"id":5,"type":"move","x":1e999}',
    b'{"id":5,"type":"move","x":-Infinity}', b'{"id":5,"type":"move","zoom":11}',
    b'{"id":5,"type":"move","timeout":-1}', b'{"id":5,"type":"preset"}',
    b'{"id":5,"type":"preset","name":""}', b'{"id":5,"type":"preset","name":"none such"}',
    b'{"id":5,"type":"preset","name":"%s","action":"set"}' % (b"x" * 65),
    b'{"id":5,"type":"preset","name":"a","action":"set","zoom":0}',
    b'{"id":5,"type":"mode","mode":"chase"}', b'{"id":5,"type":"tracking"}',
    b'{"id":5,"type":"tracking","record":{"target_x":2}}',
    b'{"id":5,"type":"tracking","record":{"targets":[{"x":0.5,"y":NaN}]}}',
    b'{"id":5,"type":"bitrate","bitrate":1}', b'{"id":5,"type":"bitrate","bitrate":1e12}',
    b'{"id":5,"id":6,"type":"stop"}', b'{"id":5,"type":"stop","x":"\xff"}', b"[" * 60_000,
    b"[" * 600_000]


def test_bad_lines_are_refused_one_by_one_and_change_nothing(court):
    court.next("hello")
    court.ask(id=1, type="ptz", center_x=0.3, zoom=2, cut=True)
    for line in BAD_LINES:
        court.send_raw(line + b"\n")
        answer = court.next("refused", "applied")
        assert answer["type"] == "refused" and answer["reason"], line[:60]
    answer = court.ask(id=7, type="preset", name="here", action="set")
    assert framing(answer) == {"center_x": pytest.approx(0.3), "center_y": 0.5, "zoom": 2}


def test_a_flood_is_answered_in_full_and_the_newest_wins(court):
    court.next("state")
    commands = [{"id": i, "type": "ptz", "zoom": 1 + i / 1000, "cut": True}
                for i in range(1, 1001)]
    commands += [{"id": i, "type": "tracking", "record": {"target_x": 0.5, "target_y": 0.5}}
                 for i in range(1001, 2001)]
    commands += [{"id": i, "type": "preset", "name": "p%d" % i, "action": "set"}
                 for i in range(2001, 2011)]
    court.send_raw(b"".join(json.dumps(c).encode() + b"\n" for c in commands))
    answers = {}
    while len(answers) < len(commands):
        answer = court.next("applied", "refused")
        assert answer["id"] not in answers, "one answer each"
        answers[answer["id"]] = answer
    assert answers[1000]["type"] == "applied" and answers[1000]["zoom"] == pytest.approx(2)
    assert answers[2000]["type"] == "applied"
    assert all(answers[i]["type"] == "applied" for i in range(2001, 2011)), "presets are not lost"
    assert all("newer" in a["reason"] for a in answers.values() if a["type"] == "refused")
    assert sum(a["type"] == "refused" for a in answers.values()) > 1500


def test_a_peer_that_sends_no_more_still_gets_its_answer(court):
    court.next("hello")
    court.send(id=3, type="ptz", zoom=3, cut=True)
    court.socket.shutdown(socket.SHUT_WR)
    answer = court.next("applied", "refused")
    assert (answer["type"], answer["id"], answer["zoom"]) == ("applied", 3, pytest.approx(3))


def test_an_end_leaves_nobody_without_an_answer(tmp_path):
    """The output is a FIFO that nobody reads: there is no frame that could show anything."""
    os.mkfifo(tmp_path / "fifo")
    process = streams.start("ptz", "--source", "scene:bars", "--output", str(tmp_path / "fifo"),
                            "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    control.send(id=1, type="ptz", zoom=2)
    control.send(id=2, type="keyframe")
    control.send(id=3, type="bitrate", bitrate=300_000)
    control.ask(id=4, type="stats")
    control.send(id=5, type="stop")
    answers = [control.next("refused", "applied") for _ in range(3)]
    assert sorted(answer["id"] for answer in answers) == [1, 2, 3]
    assert all(answer["type"] == "refused" and "ended" in answer["reason"] for answer in answers)
    assert process.wait(timeout=10) == 0


def test_a_stream_that_cannot_begin_answers_all_the_same(tmp_path):
    """Its supervisor has asked for things before it was there."""
    ours, theirs = socket.socketpair()
    commands = [{"id": 1, "type": "ptz", "zoom": 2}, {"id": 2, "type": "keyframe"},
                {"id": 3, "type": "bitrate", "bitrate": 300_000}]
    ours.sendall(b"".join(json.dumps(command).encode() + b"\n" for command in commands))
    process = streams.start("ptz", "--source", "scene:bars", "--output", "null", "--tracking",
                            str(tmp_path / "none"), "--control-fd", str(theirs.fileno()),
                            pass_fds=[theirs.fileno()])
    theirs.close()
    ours.settimeout(10)
    with ours.makefile("rb") as lines:
        events = [json.loads(line) for line in lines]
    answers = [event for event in events if event["type"] in ("applied", "refused")]
    assert [answer["id"] for answer in answers] == [1, 2, 3]
    assert all(answer["type"] == "refused" and "ended" in answer["reason"] for answer in answers)
    assert process.wait(timeout=10) == 1


def test_a_pipeline_that_never_plays_leaves_nobody_without_an_answer(tmp_path):
    """The source is a server that takes a request and says nothing."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(20)
    source = "http://127.0.0.1:%d/clip.mp4" % server.getsockname()[1]
    process = streams.start("ptz", "--source", source, "--output", "null", "--control",
                            str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    with server, server.accept()[0]:
        for i in range(1, 31):  # more than a camera is told at once
            control.send(id=i, type="preset", name="p", action="set")
        control.ask(id=31, type="stats")
        process.terminate()
        answers = [control.next("applied", "refused") for _ in range(30)]
    assert sorted(answer["id"] for answer in answers) == list(range(1, 31))
    assert all(answer["type"] == "refused" and "ended" in answer["reason"] for answer in answers)
    assert process.wait(timeout=10) == 0


def test_a_stream_without_a_camera_says_so(tmp_path):
    process = streams.start("stream", "--width", "320", "--height", "180", "--output", "null",
                            "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    for i, command in enumerate(({"type": "ptz"}, {"type": "move"}, {"type": "preset", "name": "a"},
                                 {"type": "mode", "mode": "hold"},
                                 {"type": "tracking", "record": {}}), 1):
        answer = control.ask(id=i, **command)
        assert answer["type"] == "refused" and "gimbal ptz" in answer["reason"]
    assert control.ask(id=9, type="keyframe")["type"] == "applied"
    control.send(id=10, type="stop")
    assert process.wait(timeout=10) == 0


def test_a_supervisor_that_goes_away_ends_the_stream():
    ours, theirs = socket.socketpair()
    process = streams.start("ptz", "--source", "scene:bars", "--width", "320", "--output", "null",
                            "--control-fd", str(theirs.fileno()), pass_fds=[theirs.fileno()])
    theirs.close()
    assert b"hello" in ours.recv(4096)
    ours.close()
    assert process.wait(timeout=10) == 0
