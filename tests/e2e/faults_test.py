"""gimbal stream with a renderer that fails, hangs or prints: it recovers, or ends with one line."""

import os
import signal
import subprocess
import time

import pytest

import streams

RENDERER = os.environ["GIMBAL_FAULTY_RENDERER"]
SIZE = ("--width", "320", "--height", "192", "--fps", "30")


def start(*arguments, fault, frame=20, times=0):
    environment = os.environ | {"FAULT": fault, "FAULT_FRAME": str(frame),
                                "FAULT_TIMES": str(times)}
    return streams.start("stream", *SIZE, "--renderer", RENDERER, *arguments, env=environment)


def read_bytes(stream, size):
    data = b""
    while len(data) < size:
        part = stream.read1(1 << 16)
        assert part, "the stream ended"
        data += part
    return data


@pytest.mark.parametrize("name", ["h264", "mpegts", "flv"])
def test_a_renderer_that_fails_is_made_anew_and_the_stream_goes_on(name, tmp_path):
    process = start("--format", name, "--control", str(tmp_path / "c"), fault="fail", times=3)
    control = streams.Control(tmp_path / "c")
    data = b""
    stats = {"rebuilds": 0, "frames": 0}
    # Three rebuilds at 20 frames each, and then some more frames.
    while stats["rebuilds"] < 3 or stats["frames"] < 100:
        data += process.stdout.read1(1 << 16)
        stats = control.ask(id=1, type="stats")
        assert process.poll() is None
    process.terminate()
    rest, errors = process.communicate(timeout=10)
    data += rest
    assert process.returncode == 0
    lines = errors.decode().splitlines()
    assert len(lines) == 3, errors
    assert all("out of paint." in line and "Trying again in" in line for line in lines)
    numbers = [number for number, _ in (streams.read_stamp(frame, 320) for frame in
                                        streams.decode(data, 320, 192, "gray"))]
    assert numbers[:60] == [*range(20)] * 3, "every frame before each failure arrived"
    assert numbers[60:] == list(range(len(numbers) - 60)) and len(numbers) >= 100
    if name != "h264":
        (tmp_path / "recording").write_bytes(data)
        times, _ = streams.packet_times(tmp_path / "recording")
        assert times == sorted(set(times)), "PTS never turn back"


def ts_packets(data):
    """(PID, counter, has a payload, PCR or None) of every packet of MPEG-TS; indicators of
    discontinuity are not expected."""
    for at in range(0, len(data), 188):
        packet = data[at:at + 188]
        assert packet[0] == 0x47 and len(packet) == 188
        adaptation = packet[5:5 + packet[4]] if packet[3] & 0x20 else b""
        assert not (adaptation and adaptation[0] & 0x80), "nothing is lost"
        has_pcr = adaptation and adaptation[0] & 0x10
        yield ((packet[1] & 0x1f) << 8 | packet[2], packet[3] & 0x0f, bool(packet[3] & 0x10),
               int.from_bytes(adaptation[1:7], "big") >> 15 if has_pcr else None)


def test_mpegts_has_no_gap_where_a_renderer_was_made_anew(tmp_path):
    process = start("--format", "mpegts", "--gop", "7", "--control", str(tmp_path / "c"),
                    fault="fail", times=3)
    control = streams.Control(tmp_path / "c")
    data = b""
    while control.ask(id=1, type="stats")["frames"] < 90:
        data += process.stdout.read1(1 << 16)
    process.terminate()
    rest, errors = process.communicate(timeout=10)
    data += rest
    assert (process.returncode, errors.count(b"Trying again")) == (0, 3)
    last = {}
    clocks = []
    for pid, counter, has_payload, clock in ts_packets(data):
        if pid in last:
            assert counter == (last[pid] + has_payload) % 16, (pid, last[pid], counter)
        last[pid] = counter
        clocks += [] if clock is None else [clock]
    assert len(last) == 3, "PAT, PMT and the pictures"
    assert len(clocks) >= 30 and clocks == sorted(set(clocks))
    # The decoder drops nothing and has nothing to say.
    result = subprocess.run(["ffmpeg", "-v", "warning", "-i", "-", "-f", "null", "-"], input=data,
                            capture_output=True, timeout=60)
    assert (result.returncode, result.stderr) == (0, b"")


def test_waits_between_tries_grow():
    process = start(fault="fail", frame=5, times=1000)
    line = process.stderr.readline
    process.stdout.read1(1)
    lines = [line().decode() for _ in range(4)]
    waits = [int(text.rsplit(" ms.")[0].rsplit(" ")[-1]) for text in lines]
    assert all(later > earlier for earlier, later in zip(waits, waits[1:])), waits
    process.kill()
    process.wait()


def test_a_fifo_reader_who_returns_during_a_wait_is_served_when_it_is_over(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    process = start("--output", str(tmp_path / "fifo"), "--control", str(tmp_path / "c"),
                    fault="fail", times=3)
    control = streams.Control(tmp_path / "c")
    lines = []
    with open(tmp_path / "fifo", "rb", buffering=0) as reader:
        for _ in range(3):
            os.set_blocking(reader.fileno(), False)
            lines.append(process.stderr.readline().decode())
            reader.read(1 << 16)
    # About a second to wait, and a new reader in it.
    returned = time.monotonic()
    with open(tmp_path / "fifo", "rb", buffering=0) as reader:
        data = b""
        while len(data) < 20_000:
            data += reader.read(4096)
            if len(data) == len(data[:4096]):
                first_after = time.monotonic() - returned
    assert all("Trying again in" in line for line in lines)
    assert first_after > 0.5, "the wait is not cut short"
    assert control.ask(id=1, type="stats")["rebuilds"] == 3
    numbers = [streams.read_stamp(frame, 320)[0]
               for frame in streams.decode(data, 320, 192, "gray")]
    assert numbers == list(range(len(numbers)))
    process.terminate()
    assert (process.wait(timeout=10), process.stderr.read()) == (0, b"")


def test_a_failure_before_the_first_byte_ends_it():
    process = start(fault="fail", frame=0, times=1000)
    output, errors = process.communicate(timeout=10)
    assert (process.returncode, output) == (1, b"")
    assert errors.count(b"\n") == 1 and b"out of paint." in errors


@pytest.mark.parametrize("fault", ["start", "hang"])
def test_a_renderer_that_hangs_is_given_up(fault):
    process = start("--start-timeout", "2", "--stall-timeout", "2", fault=fault)
    output, errors = process.communicate(timeout=20 + streams.END_DEADLINE)
    assert process.returncode == 1
    assert errors.count(b"\n") == 1, errors
    if fault == "start":
        assert output == b""
    else:
        assert b"no picture has come for 2 seconds" in errors
        assert len(streams.decode(output, 320, 192)) == 20, "what came before is whole"


@pytest.mark.parametrize("fault", ["start", "hang"])
def test_a_renderer_that_hangs_does_not_hold_up_the_end(fault):
    process = start(fault=fault)
    if fault == "hang":
        read_bytes(process.stdout, 1)
    time.sleep(1)  # nothing says that a renderer hangs
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=streams.END_DEADLINE)
    assert process.returncode == 0


def test_a_renderer_that_prints_does_not_corrupt_the_stream():
    process = start(fault="print")
    data = read_bytes(process.stdout, 40_000)
    process.terminate()
    rest, errors = process.communicate(timeout=10)
    assert process.returncode == 0
    assert b"frame 10\n" in errors and b"frame 10\n" not in data + rest
    numbers = [streams.read_stamp(frame, 320)[0]
               for frame in streams.decode(data + rest, 320, 192, "gray")]
    assert numbers == list(range(len(numbers)))
