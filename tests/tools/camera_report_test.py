"""tools/camera-report.py on records that it can make no picture of."""
import os
import pathlib
import subprocess
import sys

import pytest

TOOL = pathlib.Path(os.environ["TOOLS"]) / "camera-report.py"
GOOD = '{"timestamp":0,"targets":[{"x":0.5,"y":0.5}]}\n'


def report(folder, records):
    """What it says, which is one line, of these records; there is no video."""
    (folder / "records.jsonl").write_bytes(records)
    done = subprocess.run([sys.executable, TOOL, folder / "none.mp4", folder / "records.jsonl", folder / "out"],
                          capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2, done.stderr
    assert done.stdout == "" and len(done.stderr.splitlines()) == 1, done.stderr
    assert not (folder / "out").exists(), "nothing is begun"
    return done.stderr


@pytest.mark.parametrize("line, words", [
    ('{"targets":[]}', "needs a timestamp"),
    ('{"timestamp":null,"targets":[]}', "needs a timestamp"),
    ('{"timestamp":"1","targets":[]}', "needs a timestamp"),
    ('{"timestamp":NaN}', "needs a timestamp"),
    ('{"timestamp":1.7e9,"timebase":"unix"}', "the PTS of its picture"),
    ('{"timestamp":0,"targets":[{"x":0.5}]}', "the numbers x and y"),
    ('{"timestamp":0,"targets":7}', "a list of objects"),
    ("[]", "no JSON object"),
    ("garbage", "Expecting value"),
])
def test_the_line_that_is_no_use_is_named(line, words, tmp_path):
    said = report(tmp_path, (GOOD + "\n" + line + "\n").encode())
    assert "records.jsonl:3: " in said and words in said


@pytest.mark.parametrize("records, words", [(b"", "has no records"), (b"\n", "has no records"),
                                            (b"\xff", "cannot be read")])
def test_a_file_without_records_is_no_use(records, words, tmp_path):
    assert words in report(tmp_path, records)
