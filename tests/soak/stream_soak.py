#!/usr/bin/env python3
"""One stream for a long time: its resident memory must not grow after the first minute.

Usage: stream_soak.py [MINUTES], 30 unless said.
"""

import pathlib
import re
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
import streams

# An allocator's pools settle; a leak of one frame in a thousand would be far beyond this.
ALLOWED_KIB = 2048


def resident_kib(pid):
    return int(re.search(r"VmRSS:\s*(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1])


def main():
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    process = streams.start("stream", "--fps", "60", "--format", "mpegts", "--scene", "court")
    threading.Thread(target=lambda: [None for _ in iter(lambda: process.stdout.read(1 << 16), b"")],
                     daemon=True).start()
    sizes = []
    for minute in range(1, minutes + 1):
        time.sleep(60)
        assert process.poll() is None, process.stderr.read().decode()
        sizes.append(resident_kib(process.pid))
        print(f"{minute:3d} min: {sizes[-1]} KiB resident", flush=True)
    process.terminate()
    process.wait(timeout=10)
    growth = max(sizes[1:], default=sizes[0]) - sizes[0]
    print(f"{'flat' if growth <= ALLOWED_KIB else 'GROWS'}: {growth} KiB more than after the first"
          f" minute, {ALLOWED_KIB} KiB allowed")
    return 0 if growth <= ALLOWED_KIB else 1


if __name__ == "__main__":
    sys.exit(main())
