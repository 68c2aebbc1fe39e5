#!/usr/bin/python3
"""Runs pytest under meson's protocol 'gtest', so that its cases and skips are counted one by one.

Usage: pytest-as-gtest.py FILE [PYTEST ARGS] [--gtest_output=xml:REPORT]. The exit status is 0 or 1,
never the 77 that meson takes for a skip: skips are cases of the report, with their reasons.
"""
import sys

import pytest

REPORT = "--gtest_output=xml:"


def main():
    arguments = [
        "--junitxml=" + argument[len(REPORT):] if argument.startswith(REPORT) else argument
        for argument in sys.argv[1:]
    ]
    # No cache folder in the source tree; every skip's reason in the log as well.
    status = pytest.main(["-p", "no:cacheprovider", "-ra", "--color=no", *arguments])
    return 0 if status == pytest.ExitCode.OK else 1


if __name__ == "__main__":
    sys.exit(main())
