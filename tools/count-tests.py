#!/usr/bin/python3
"""The verdict on a `meson test` run, counted in test cases: "N passed, N failed, N skipped".

Usage: count-tests.py BUILD_DIR. Says why each skipped case was skipped. Exit status 1 if a case
failed or if none passed or failed.
"""
import collections
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

GOOD = {"OK", "EXPECTEDFAIL"}
VERDICTS = ["passed", "skipped", "failed"]  # the later wins where a case is listed twice


def read_programs(build):
    """The programs that ran, by name: meson's own verdict and what they wrote."""
    log = build / "meson-logs" / "testlog.json"
    lines = log.read_text().splitlines() if log.exists() else []
    return [json.loads(line) for line in lines]


def listing_tests(build):
    """Names of the tests whose protocol has them list their cases."""
    tests = json.loads((build / "meson-info" / "intro-tests.json").read_text())
    return {test["name"] for test in tests if test["protocol"] == "gtest"}


def read_cases(build, names):
    """The cases a program listed, by its name; meson calls their suites PROJECT.PROGRAM.SUITE."""
    cases = collections.defaultdict(list)
    log = build / "meson-logs" / "testlog.junit.xml"
    if not log.exists():
        return cases
    for suite in ElementTree.parse(log).getroot().iter("testsuite"):
        _, _, rest = suite.get("name").partition(".")
        owner = max((name for name in names if rest.startswith(name + ".")), key=len, default=None)
        if owner is not None:
            cases[owner].extend(suite.iter("testcase"))
    return cases


def judge(case):
    """("passed" | "failed" | "skipped", reason of a skip)"""
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed", ""
    skipped = case.find("skipped")
    if skipped is not None:
        return "skipped", skipped.get("message") or skipped.text or "no reason given"
    if case.get("status") == "notrun":
        return "skipped", "disabled"
    return "passed", ""


def judge_all(cases):
    """(name, verdict, reason) of each; pytest lists a case again if its clean-up failed as well."""
    judged = {}
    for case in cases:
        key = (case.get("classname"), case.get("name"))
        judged[key] = max(judged.get(key, ("passed", "")), judge(case),
                          key=lambda found: VERDICTS.index(found[0]))
    return [(name, verdict, reason) for (_, name), (verdict, reason) in judged.items()]


def last_line(run):
    text = (run.get("stderr") or "") + (run.get("stdout") or "")
    return (text.strip().splitlines() or ["no reason given"])[-1]


def count(runs, cases, lists_cases):
    """Totals, and a line for each skip and for each program that failed beside its cases."""
    totals = collections.Counter(passed=0, failed=0, skipped=0)
    lines = []
    for name in dict.fromkeys(run["name"] for run in runs):
        judged = judge_all(cases[name])
        totals.update(verdict for _, verdict, _ in judged)
        for case, verdict, reason in judged:
            if verdict == "skipped":
                lines.append(f"skipped: {name}: {case}: {' '.join(reason.split())}")
        bad = [run for run in runs if run["name"] == name and run["result"] not in GOOD]
        listed_failure = any(verdict == "failed" for _, verdict, _ in judged)
        if judged and bad and not listed_failure:
            # It died, ran out of time or failed outside its cases.
            totals["failed"] += 1
            lines.append(f"failed: {name}: {bad[0]['result']}, exit status {bad[0]['returncode']}")
        if not judged:
            count_as_one(name, bad, name.split(" / ")[-1] in lists_cases, totals, lines)
    return totals, lines


def count_as_one(name, bad, should_list, totals, lines):
    """A program that lists no cases is one case; one that should have listed some has failed."""
    if not bad and should_list:
        totals["failed"] += 1
        lines.append(f"failed: {name}: it ended well but reported no case")
    elif not bad:
        totals["passed"] += 1
    elif all(run["result"] == "SKIP" for run in bad):
        totals["skipped"] += 1
        lines.append(f"skipped: {name}: {last_line(bad[0])}")
    else:
        totals["failed"] += 1
        lines.append(f"failed: {name}: {bad[0]['result']}, exit status {bad[0]['returncode']}")


def main():
    build = pathlib.Path(sys.argv[1])
    runs = read_programs(build)
    cases = read_cases(build, {run["name"] for run in runs})
    totals, lines = count(runs, cases, listing_tests(build))
    for line in lines:
        print(line)
    print(f"{totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped")
    return 1 if totals["failed"] or not totals["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
