"""tools/count-tests.py on runs of meson made up here, one for each way a program can end."""
import json
import os
import pathlib
import subprocess
import sys

TOOL = pathlib.Path(os.environ["TOOLS"]) / "count-tests.py"


def program(name, result="OK", status=0, stdout=""):
    return {"name": name, "result": result, "returncode": status, "stdout": stdout}


def count(folder, programs, suites, listing=()):
    """Output lines and exit status for these programs and the XML of these suites."""
    for name in ("meson-logs", "meson-info"):
        (folder / name).mkdir()
    lines = "".join(json.dumps(run) + "\n" for run in programs)
    (folder / "meson-logs/testlog.json").write_text(lines)
    (folder / "meson-logs/testlog.junit.xml").write_text(f"<testsuites>{suites}</testsuites>")
    tests = [{"name": name, "protocol": "gtest"} for name in listing]
    (folder / "meson-info/intro-tests.json").write_text(json.dumps(tests))
    done = subprocess.run([sys.executable, TOOL, folder], capture_output=True, text=True,
                          check=False)
    assert not done.stderr
    return done.stdout.splitlines(), done.returncode


def suite(program_name, cases):
    return f'<testsuite name="gimbal.{program_name}.Suite">{cases}</testsuite>'


def test_cases_are_counted_not_programs(tmp_path):
    cases = suite("crop", '<testcase name="a"/><testcase name="b"/>')
    assert count(tmp_path, [program("crop")], cases) == (["2 passed, 0 failed, 0 skipped"], 0)


def test_a_failed_case_fails(tmp_path):
    cases = suite("crop", '<testcase name="a"/><testcase name="b"><failure/></testcase>')
    lines, status = count(tmp_path, [program("crop", "FAIL", 1)], cases)
    assert (lines[-1], status) == ("1 passed, 1 failed, 0 skipped", 1)


def test_a_program_that_died_after_good_cases_fails(tmp_path):
    cases = suite("crop", '<testcase name="a"/>')
    lines, status = count(tmp_path, [program("crop", "FAIL", -11)], cases)
    assert lines == ["failed: crop: FAIL, exit status -11", "1 passed, 1 failed, 0 skipped"]
    assert status == 1


def test_a_program_that_ran_out_of_time_fails(tmp_path):
    lines, status = count(tmp_path, [program("crop", "TIMEOUT", -15)], "")
    assert (lines[-1], status) == ("0 passed, 1 failed, 0 skipped", 1)


def test_a_program_that_should_list_cases_and_does_not_fails(tmp_path):
    lines, status = count(tmp_path, [program("crop")], "", listing=["crop"])
    assert lines[0] == "failed: crop: it ended well but reported no case"
    assert status == 1


def test_skips_are_told_with_their_reasons(tmp_path):
    cases = suite("crop", '<testcase name="a"/><testcase name="b"><skipped message="no GPU"/>'
                  '</testcase><testcase name="c" status="notrun"/>')
    lines, status = count(tmp_path, [program("crop"), program("gl", "SKIP", 77, "no EGL\n")], cases)
    assert lines == ["skipped: crop: b: no GPU", "skipped: crop: c: disabled",
                     "skipped: gl: no EGL", "1 passed, 0 failed, 3 skipped"]
    assert status == 0


def test_a_case_listed_twice_is_one(tmp_path):
    cases = suite("e2e", '<testcase classname="m" name="a"><failure/></testcase>'
                  '<testcase classname="m" name="a"><error/></testcase>')
    lines, _ = count(tmp_path, [program("e2e", "FAIL", 1)], cases)
    assert lines == ["0 passed, 1 failed, 0 skipped"]


def test_cases_go_to_the_longer_name(tmp_path):
    cases = suite("json.writer", '<testcase name="a"/>') + suite("json", '<testcase name="a"/>')
    lines, status = count(tmp_path, [program("json"), program("json.writer", "FAIL", 3)], cases)
    assert lines == ["failed: json.writer: FAIL, exit status 3", "2 passed, 1 failed, 0 skipped"]
    assert status == 1


def test_a_run_of_nothing_fails(tmp_path):
    assert count(tmp_path, [], "") == (["0 passed, 0 failed, 0 skipped"], 1)
