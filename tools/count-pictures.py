#!/usr/bin/python3
"""Reads a preview (multipart JPEG over HTTP) until N different pictures came. Usage: URL N SECONDS

Exit status 1, with a line saying what came, when they did not come in time.
"""
import http.client
import sys
import time
import urllib.request


def read_part(stream):
    """The body of the next part, None at the end of the stream."""
    length = None
    while line := stream.readline():
        name, _, value = line.decode("latin-1").partition(":")
        if name.strip().lower() == "content-length":
            length = int(value)
        if line in (b"\r\n", b"\n") and length is not None:
            return stream.read(length)
    return None


def main():
    url, wanted, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    pictures, bad = set(), 0
    end = time.monotonic() + seconds
    try:
        with urllib.request.urlopen(url, timeout=seconds) as stream:
            while len(pictures) < wanted and time.monotonic() < end:
                part = read_part(stream)
                if part is None:
                    break
                if part.startswith(b"\xff\xd8") and part.endswith(b"\xff\xd9"):
                    pictures.add(part)
                else:
                    bad += 1
    except (OSError, http.client.HTTPException) as error:
        print(f"{url}: {error}")
    print(f"{url}: {len(pictures)} different pictures, {bad} parts that are no picture")
    return 0 if len(pictures) >= wanted and not bad else 1


if __name__ == "__main__":
    sys.exit(main())
