#!/usr/bin/python3
"""Prints what sanitizers reported in any process of a test run. Usage: sanitizer-reports.py FOLDER

Exit status 1 if anything was reported, even by a process whose exit status no test looked at. The
one thing passed over is a leak that suppressions cannot tell from ours: GLib's table of quarks
leaves its old array behind when it grows, and the only frame of its stack is g_malloc.
"""
import pathlib
import re
import sys

LEAK = re.compile(r"(?:Direct|Indirect) leak of (\d+) byte\(s\) in (\d+) object\(s\)")
QUARK_BLOCK = 16384  # bytes by which the table grows
GLIB_FRAME = re.compile(r"asan|libglib-2\.0|ld-linux|dl-init")


def is_quark_table(leak):
    size, objects = map(int, LEAK.match(leak).groups())
    frames = [line for line in leak.splitlines() if line.lstrip().startswith("#")]
    return (objects == 1 and size % QUARK_BLOCK == 0
            and all(GLIB_FRAME.search(frame) for frame in frames))


def is_harmless(report):
    if report.count("ERROR:") != report.count("ERROR: LeakSanitizer") or "runtime error:" in report:
        return False
    leaks = [block for block in report.split("\n\n") if LEAK.match(block)]
    return bool(leaks) and all(is_quark_table(leak) for leak in leaks)


def main():
    reports = [path.read_text(errors="replace")
               for path in sorted(pathlib.Path(sys.argv[1]).glob("*"))]
    bad = [report for report in reports if report.strip() and not is_harmless(report)]
    print("\n".join(bad), end="")
    print(f"sanitizers: {len(bad)} processes with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
