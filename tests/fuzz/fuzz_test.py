"""Every fuzz target with a fixed number of inputs, the same ones each time.

FUZZER is the program, NO_FUZZER the reason why there is none; FUZZ_CORPUS has the seeds.
"""
import os
import pathlib
import subprocess

import pytest

CORPUS = pathlib.Path(os.environ["FUZZ_CORPUS"])
RUNS = 20000


@pytest.mark.parametrize("target", sorted(folder.name for folder in CORPUS.iterdir()))
def test_inputs_do_no_harm(target, tmp_path):
    if os.environ["NO_FUZZER"]:
        pytest.skip(os.environ["NO_FUZZER"])
    found = tmp_path / "found"
    found.mkdir()
    done = subprocess.run(
        [os.environ["FUZZER"], f"-runs={RUNS}", "-seed=1", "-max_len=2000", "-timeout=10",
         f"-artifact_prefix={tmp_path}/", found, CORPUS / target],
        env={**os.environ, "FUZZ_TARGET": target}, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stderr[-4000:]
    assert f"Done {RUNS} runs" in done.stderr, done.stderr[-4000:]
