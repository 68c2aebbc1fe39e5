"""Reads video byte for byte as go2rtc does from the programs of its exec: source (v1.9.14).

Written from the behaviour of go2rtc's readers, so that a stream which passes here is one that go2rtc
shows: what it takes for the format, for the start of the stream, and for one frame.
"""

import dataclasses
import os
import re
import select

CHUNK = 1 << 16  # what go2rtc reads at once
TS_PACKET = 188
PEEK_ANNEXB = 256  # the parameter sets that it announces to viewers come from these bytes
SILENCE = 20  # seconds; go2rtc itself has no patience that ends
NAL_SLICE, NAL_IDR, NAL_SPS, NAL_PPS, NAL_AUD = 1, 5, 7, 8, 9


class Refused(Exception):
    """go2rtc would not show this stream."""


@dataclasses.dataclass
class Frame:
    """What go2rtc hands to viewers as one picture."""
    data: bytes  # Annex B with four-byte start codes, or a JPEG
    time: int | None = None  # in 1/90000 s (MPEG-TS), 1/1000 s (FLV); else go2rtc takes its clock

    def units(self):
        """NAL unit types."""
        return [unit[0] & 0x1f for unit in split_units(self.data)]

    def slices(self):
        return [kind for kind in self.units() if kind in (NAL_SLICE, NAL_IDR)]

    def is_key(self):
        return NAL_IDR in self.units()


class Bytes:
    """A file descriptor that can be looked ahead into."""

    def __init__(self, fd):
        self.fd = fd
        self.ahead = b""

    def peek(self, count):
        while len(self.ahead) < count:
            self.ahead += self._read_some()
        return self.ahead[:count]

    def read(self, count):
        self.peek(count)
        data, self.ahead = self.ahead[:count], self.ahead[count:]
        return data

    def chunk(self):
        data, self.ahead = self.ahead, b""
        return data or self._read_some()

    def _read_some(self):
        if not select.select([self.fd], [], [], SILENCE)[0]:
            raise Refused(f"silent for {SILENCE} s: viewers of go2rtc would wait for ever")
        data = os.read(self.fd, CHUNK)
        if not data:
            raise EOFError
        return data


def split_units(annexb):
    """NAL units as go2rtc cuts them: behind start codes of three or four bytes, without delimiters."""
    starts = list(re.finditer(rb"\x00?\x00\x00\x01", annexb))
    ends = [start.start() for start in starts[1:]] + [len(annexb)]
    units = (annexb[start.end():end] for start, end in zip(starts, ends))
    return [unit for unit in units if unit and unit[0] & 0x1f != NAL_AUD]


def with_start_codes(units):
    return b"".join(b"\0\0\0\1" + unit for unit in units)


def check_parameter_sets(units):
    """The viewers' SDP is written from what stands before the first picture."""
    kinds = [unit[0] & 0x1f for unit in units]
    if kinds[:1] != [NAL_SPS] or NAL_PPS not in kinds:
        raise Refused(f"the stream must begin with SPS and PPS; it begins with {kinds[:4]}")


def open_stream(fd):
    """The reader that go2rtc chooses by the first four bytes."""
    source = Bytes(fd)
    magic = source.peek(4)
    if magic == b"\0\0\0\1":
        return AnnexB(source)
    if magic[:3] == b"FLV":
        return Flv(source)
    if magic[:2] == b"\xff\xd8":
        return Mjpeg(source)
    if magic[:1] == b"G":
        return MpegTs(source)
    raise Refused(f"unsupported header: {magic.hex()}")


class AnnexB:
    """Cut at every four-byte start code before a slice (1) or an SPS (7): so a frame is delivered
    when the next one begins, and a second slice is a second frame."""

    format = "h264"

    def __init__(self, source):
        self.source = source
        check_parameter_sets(split_units(source.peek(PEEK_ANNEXB)))

    def frames(self):
        pending = b""
        while True:
            pending += self.source.chunk()
            while end := self._next_frame(pending):
                yield Frame(with_start_codes(split_units(pending[:end])))
                pending = pending[end:]

    @staticmethod
    def _next_frame(data):
        behind_delimiter = 10  # go2rtc does not look at the first bytes again
        for start in re.finditer(rb"\x00\x00\x00\x01(?=(.))", data[behind_delimiter:], re.DOTALL):
            if start[1][0] & 0x1f in (NAL_SLICE, NAL_SPS):
                return behind_delimiter + start.start()
        return 0


class MpegTs:
    """A PES packet is a frame. One that says its length is delivered when it is complete; one of
    length 0 only when the next one begins."""

    format = "mpegts"

    def __init__(self, source):
        self.source = source
        self.pmt_pid = None
        self.kinds = None  # of streams, by PID
        self.pending = {}
        self.first = self._next_frame()
        check_parameter_sets(split_units(self.first.data))

    def frames(self):
        yield self.first
        while True:
            yield self._next_frame()

    def _next_frame(self):
        while True:
            if frame := self._read_packet():
                return frame

    def _read_packet(self):
        packet = self.source.peek(TS_PACKET)
        if packet[0] != 0x47:
            raise Refused("wrong sync byte")
        starts, pid = packet[1] & 0x40, (packet[1] & 0x1f) << 8 | packet[2]
        payload = self._payload(packet)
        if starts and self.pending.get(pid):
            return self._finish(pid)  # and reads this packet again
        self.source.read(TS_PACKET)
        if self.kinds is None:
            self._read_tables(pid, payload)
        elif pid in self.kinds:
            return self._read_pes(pid, starts, payload)
        return None

    @staticmethod
    def _payload(packet):
        if not packet[3] & 0x20:
            return packet[4:]
        if packet[4] > TS_PACKET - 6:
            raise Refused("wrong adaptation size")  # so a packet without payload ends the stream
        return packet[5 + packet[4]:]

    def _read_tables(self, pid, payload):
        if pid == 0:
            entries = self._section(payload)
            for at in range(0, len(entries), 4):
                if entries[at:at + 2] != b"\0\0":
                    self.pmt_pid = (entries[at + 2] & 0x1f) << 8 | entries[at + 3]
        elif pid == self.pmt_pid:
            entries = self._section(payload)
            entries = entries[4 + (entries[2] & 0x03) * 256 + entries[3]:]
            self.kinds = {}
            while entries:
                self.kinds[(entries[1] & 0x1f) << 8 | entries[2]] = entries[0]
                entries = entries[5 + (entries[3] & 0x03) * 256 + entries[4]:]
            if list(self.kinds.values()) != [0x1b]:
                raise Refused(f"one H.264 stream is expected, not {self.kinds}")

    @staticmethod
    def _section(payload):
        """What stands between the header and the check sum."""
        payload = payload[1 + payload[0]:]
        length = (payload[1] & 0x03) << 8 | payload[2]
        return payload[8:3 + length - 4]

    def _read_pes(self, pid, starts, payload):
        if starts:
            if payload[:3] != b"\0\0\1":
                return None
            length, header = int.from_bytes(payload[4:6], "big"), payload[8]
            size = length - 3 - header if length else 0
            self.pending[pid] = [size, self._time(payload), payload[9 + header:]]
        elif pid in self.pending:
            self.pending[pid][2] += payload
        size, _, data = self.pending.get(pid, (0, 0, b""))
        return self._finish(pid) if size and len(data) >= size else None

    @staticmethod
    def _time(payload):
        """DTS where there is one, else PTS."""
        if not payload[7] & 0x80:
            return 0
        field = payload[14:19] if payload[7] & 0x40 else payload[9:14]
        bits = int.from_bytes(field, "big")
        return (bits >> 33 & 7) << 30 | (bits >> 17 & 0x7fff) << 15 | bits >> 1 & 0x7fff

    def _finish(self, pid):
        _, time, data = self.pending.pop(pid)
        return Frame(with_start_codes(split_units(data)), time)


class Flv:
    """A video tag is a frame, delivered at once."""

    format = "flv"

    def __init__(self, source):
        self.source = source
        header = source.read(9)
        source.read(int.from_bytes(header[5:9], "big") - 9)
        self._probe()

    def _probe(self):
        """Video and, unless the metadata says that there is none, sound: for which go2rtc would wait
        five seconds."""
        wait_for_sound = True
        while True:
            kind, _, data = self._read_tag()
            if kind == 18 and b"onMetaData" in data:
                if not any(name in data for name in (b"videocodecid", b"width", b"framerate")):
                    raise Refused("the metadata says that there is no video")
                wait_for_sound = b"audiocodecid" in data
            elif kind == 9 and data[0] & 0x0f == 7 and data[1] == 0:
                if wait_for_sound:
                    raise Refused("no metadata before the first picture: five seconds of waiting")
                self.parameter_sets = self._parameter_sets(data[5:])
                check_parameter_sets(self.parameter_sets)
                return

    @staticmethod
    def _parameter_sets(record):
        """Of an AVCDecoderConfigurationRecord."""
        units = []
        at = 5
        for mask in (0x1f, 0xff):
            count, at = record[at] & mask, at + 1
            for _ in range(count):
                length = int.from_bytes(record[at:at + 2], "big")
                units.append(record[at + 2:at + 2 + length])
                at += 2 + length
        return units

    def frames(self):
        while True:
            kind, time, data = self._read_tag()
            if kind == 9 and data[1] == 1:
                units = []
                rest = data[5:]
                while rest:
                    length = int.from_bytes(rest[:4], "big")
                    units.append(rest[4:4 + length])
                    rest = rest[4 + length:]
                # Viewers know the parameter sets from the SDP.
                if units and any(unit[0] & 0x1f == NAL_IDR for unit in units):
                    units = self.parameter_sets + units
                yield Frame(with_start_codes(units), time)

    def _read_tag(self):
        head = self.source.read(15)[4:]  # behind the size of the tag before
        time = int.from_bytes(head[4:7], "big") | head[7] << 24
        return head[0], time, self.source.read(int.from_bytes(head[1:4], "big"))


class Mjpeg:
    """Cut between the end of one JPEG and the start of the next, or where a read ends with a JPEG."""

    format = "mjpeg"

    def __init__(self, source):
        self.source = source

    def frames(self):
        pending = b""
        while True:
            end = pending.find(b"\xff\xd9\xff\xd8") + 2
            if end == 1:
                chunk = self.source.chunk()
                pending += chunk
                if not chunk.endswith(b"\xff\xd9"):
                    continue
                end = len(pending)
            yield Frame(pending[:end])
            pending = pending[end:]
