#!/usr/bin/python3
"""Prints what sanitizers reported in any process of a test run. Usage: sanitizer-reports.py FOLDER

Exit status 1 if anything was reported, even by a process whose exit status no test looked at. One
leak is passed over that a suppression cannot name: GLib's table of quarks leaves its old array
behind when it grows, with g_malloc as the only frame of its stack. The leaks of programs that only
list plugins are theirs.
"""
import pathlib
import re
import sys

LEAK = re.compile(r"(?:Direct|Indirect) leak of (\d+) byte\(s\) in (\d+) object\(s\)")

LISTERS = {"gst-inspect-1.0", "gst-plugin-scanner"}
QUARK_BLOCK = 16384  # bytes by which the table grows
RUNTIME_FRAME = re.compile(r" in .*(libsanitizer|libasan)")
GLIB_FRAME = re.compile(r"libglib-2\.0|ld-linux|dl-init")


def is_known(leak):
    size, objects = map(int, LEAK.match(leak).groups())
    frames = [line for line in leak.splitlines()
              if line.lstrip().startswith("#") and not RUNTIME_FRAME.search(line)]
    return (objects == 1 and size % QUARK_BLOCK == 0 and bool(frames)
            and all(GLIB_FRAME.search(frame) for frame in frames))


def is_harmless(program, report):
    if report.count("ERROR:") != report.count("ERROR: LeakSanitizer") or "runtime error:" in report:
        return False
    leaks = [block for block in report.split("\n\n") if LEAK.match(block)]
    return bool(leaks) and (program in LISTERS or all(is_known(leak) for leak in leaks))


def main():
    bad = []
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*")):  # report.PROGRAM.PID
        program = path.name.partition(".")[2].rpartition(".")[0]
        report = path.read_text(errors="replace")
        if report.strip() and not is_harmless(program, report):
            bad.append(f"{program}:\n{report}")
    print("\n".join(bad), end="")
    print(f"sanitizers: {len(bad)} processes with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
