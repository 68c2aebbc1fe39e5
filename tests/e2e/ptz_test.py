"""gimbal ptz: shapes and colours, and steering through the control socket."""

import subprocess

import numpy as np
import pytest

import streams

CIRCLE_RADIUS = 100


@pytest.fixture(scope="module")
def test_card(tmp_path_factory):
    """A 4:3 clip of a picture without symmetry: a white circle, red top left, blue bottom right."""
    y, x = np.mgrid[0:480, 0:640]
    card = np.full((480, 640, 3), 60, np.uint8)
    card[60:140, 0:80] = (235, 16, 16)
    card[340:420, 560:640] = (16, 16, 235)
    card[(x - 320) ** 2 + (y - 240) ** 2 <= CIRCLE_RADIUS ** 2] = 235
    path = tmp_path_factory.mktemp("card") / "card.mkv"
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "640x480",
         "-r", "25", "-i", "-", "-vf", "scale=out_color_matrix=bt601", "-c:v", "libx264", "-qp",
         "4", "-pix_fmt", "yuv420p", "-colorspace", "smpte170m", str(path)],
        input=card.tobytes() * 25, check=True, timeout=60)
    return path


def test_circles_stay_circles_and_the_picture_is_upright(test_card, tmp_path):
    output = tmp_path / "out.ts"
    done = streams.run("ptz", "--source", str(test_card), "--format", "mpegts", "--output",
                       str(output))
    assert (done.returncode, done.stderr) == (0, b"")
    frames = streams.decode(output, 1280, 720)
    assert len(frames) == 25, "every frame of the source"
    frame = frames[-1].astype(int)
    # 640x480 is cropped to 640x360 and scaled by 2: the circle is 400 wide and 400 high.
    white = np.argwhere(frame.min(axis=2) > 150)
    height, width = white.max(axis=0) - white.min(axis=0) + 1
    assert abs(width - 4 * CIRCLE_RADIUS) <= 2 and abs(height - 4 * CIRCLE_RADIUS) <= 2
    centre = (white.max(axis=0) + white.min(axis=0)) / 2
    assert abs(centre - (359.5, 639.5)).max() <= 1
    assert abs(frame[60, 60] - (235, 16, 16)).max() <= 12, frame[60, 60]
    assert abs(frame[650, 1220] - (16, 16, 235)).max() <= 12, frame[650, 1220]


def test_a_clip_with_a_rotation_tag_is_shown_upright(test_card, tmp_path):
    tagged, output = tmp_path / "höchkant.mp4", tmp_path / "größer.mjpeg"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-i", str(test_card), "-c", "copy",
                    "-metadata:s:v:0", "rotate=90", str(tagged)], check=True, timeout=60)
    done = streams.run("ptz", "--source", str(tagged), "--width", "480", "--format", "mjpeg",
                       "--output", str(output))
    assert (done.returncode, done.stderr) == (0, b"")
    frame = streams.decode(output, 480, 640)[0].astype(int)
    # FFmpeg turns it as the tag says, too.
    reference = streams.decode(tagged, 480, 640)[0].astype(int)
    assert np.abs(frame - reference).mean() < 2
    assert np.abs(frame - reference[::-1, ::-1]).mean() > 6, "the other way round must differ"


def test_start_seconds_begins_inside_the_file(test_card, tmp_path):
    output = tmp_path / "out.ts"
    done = streams.run("ptz", "--source", str(test_card), "--start-seconds", "0.6", "--format",
                       "mpegts", "--output", str(output))
    assert (done.returncode, done.stderr) == (0, b"")
    assert 9 <= len(streams.decode(output, 1280, 720)) <= 11


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


def test_the_stream_says_hello_and_how_it_is(court):
    assert court.next("hello") == {"type": "hello", "protocol": "gimbal-control", "version": 1}
    assert court.next("state")["state"] == "running"
    stats = court.next("stats")
    assert stats["frames"] > 0 and stats["encoder"] == "x264enc" and stats["path"] == "readback"
    assert stats["crop"] == {"x": 0, "y": 0, "w": 1920, "h": 1080}


def test_ptz_is_applied_with_the_pts_of_the_first_frame_that_shows_it(court):
    last = -1
    for i in range(1, 11):
        answer = court.ask(id=i, type="ptz", center_x=i / 10, center_y=0.5, zoom=4)
        assert answer["type"] == "applied", answer
        assert answer["pts"] > last
        last = answer["pts"]
    assert answer["center_x"] == 0.875, "as shown: kept inside the picture"
    stats = court.ask(id=99, type="stats")
    assert stats["crop"] == {"x": 1440, "y": 405, "w": 480, "h": 270}


def test_bad_lines_are_refused_one_by_one_and_the_stream_goes_on(court):
    court.next("hello")
    for line in (b"garbage", b"[]", b'{"id":5}', b'{"id":5,"type":"fly"}',
                 b'{"id":5,"type":"ptz","zoom":99}', b'{"id":5,"type":"ptz","center_x":"left"}',
                 b'{"id":5,"type":"ptz","center_x":NaN}', b'{"id":5,"type":"ptz","center_x":1e999}',
                 b'{"id":5,"id":6,"type":"stop"}', b'{"id":5,"type":"stop","x":"\xff"}',
                 b"[" * 60_000, b"[" * 100_000):
        court.send_raw(line + b"\n")
        assert court.next("refused", "applied")["type"] == "refused", line[:60]
    assert court.ask(id=7, type="ptz", zoom=2)["type"] == "applied"


def test_of_many_commands_between_two_frames_the_newest_wins(court):
    court.next("state")
    court.send_raw(b"".join(b'{"id":%d,"type":"ptz","center_x":0.5,"center_y":0.5,"zoom":%g}\n'
                            % (i, 1 + i / 100) for i in range(1, 101)))
    answers = [court.next("applied", "refused") for _ in range(100)]
    assert [a["id"] for a in answers] == list(range(1, 101))
    assert answers[-1]["type"] == "applied" and answers[-1]["zoom"] == 2
    assert all("newer" in a["reason"] for a in answers if a["type"] == "refused")


def test_a_peer_that_sends_no_more_still_gets_its_answer(court):
    court.next("hello")
    court.send(id=3, type="ptz", zoom=3)
    court.socket.shutdown(1)
    assert court.next("applied", "refused") == {"type": "applied", "id": 3, "center_x": 0.5,
                                                "center_y": 0.5, "zoom": 3,
                                                "pts": court.last["pts"]}


def test_a_stream_without_a_camera_says_so(tmp_path):
    process = streams.start("stream", "--width", "320", "--height", "180", "--output", "null",
                            "--control", str(tmp_path / "c"))
    control = streams.Control(tmp_path / "c")
    answer = control.ask(id=1, type="ptz", zoom=2)
    assert answer["type"] == "refused" and "gimbal ptz" in answer["reason"]
    control.send(id=2, type="stop")
    assert process.wait(timeout=10) == 0


def test_a_supervisor_that_goes_away_ends_the_stream():
    import socket
    ours, theirs = socket.socketpair()
    process = streams.start("ptz", "--source", "scene:bars", "--width", "320", "--output", "null",
                            "--control-fd", str(theirs.fileno()), pass_fds=[theirs.fileno()])
    theirs.close()
    assert b"hello" in ours.recv(4096)
    ours.close()
    assert process.wait(timeout=10) == 0
