"""Every example in the documents runs as pasted.

An example is a block marked `sh` whose lines start with gst-launch-1.0, gst-inspect-1.0 or gimbal
(after `./dev exec`, if the document says so). One marked `sh gpu` needs an NVIDIA GPU; one marked `sh agent`
is one script, and needs an agent.
"""

import os
import pathlib
import re
import subprocess

import pytest

from agent_support import Agent

TOP = pathlib.Path(__file__).resolve().parents[2]
PAGES = [TOP / "README.md", *sorted((TOP / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```sh( gpu| agent)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
AGENT_URL = "http://127.0.0.1:9001"  # as the documents have it
COMMANDS = ("gst-launch-1.0 ", "gst-inspect-1.0 ", "gimbal ")


def examples():
    for page in PAGES:
        for mark, block in BLOCK.findall(page.read_text()):
            if mark == " agent":
                continue
            for line in block.replace("\\\n", " ").splitlines():
                command = line.strip().removeprefix("./dev exec ")
                if command.startswith(COMMANDS):
                    yield pytest.param(command, mark == " gpu", id=f"{page.name}: {command[:60]}")


def elements():
    return sorted(folder.name for folder in (TOP / "gst-plugins").iterdir()
                  if (folder / "meson.build").exists() and folder.name not in ("common", "cuda", "support"))


@pytest.mark.parametrize("command, gpu", examples())
def test_an_example_runs_as_pasted(command, gpu, tmp_path):
    env = dict(os.environ)
    if gpu and subprocess.run(["gst-inspect-1.0", "--exists", "nvcudah264enc"]).returncode != 0:
        pytest.skip("no NVIDIA GPU with an encoder on this machine")
    if command.startswith("gst-") and "GIMBAL_PRELOAD" in env:
        env["LD_PRELOAD"] = env["GIMBAL_PRELOAD"]
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=tmp_path, env=env,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert b"erroneous" not in done.stderr and b"CRITICAL" not in done.stderr, done.stderr.decode()


def scripts():
    return [pytest.param(block, id=f"{page.name} {number}") for page in PAGES
            for number, (mark, block) in enumerate(BLOCK.findall(page.read_text())) if mark == " agent"]


@pytest.mark.parametrize("script", scripts())
def test_an_example_with_an_agent_runs_as_pasted(script, tmp_path):
    assert AGENT_URL in script
    env = {k: v for k, v in os.environ.items() if k != "RUNNER_API_KEY"} | {"no_proxy": "127.0.0.1"}
    with Agent() as agent:
        if "GIMBAL_PRELOAD" in env:
            script = script.replace("gst-launch-1.0 ", 'LD_PRELOAD="$GIMBAL_PRELOAD" gst-launch-1.0 ')
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script.replace(AGENT_URL, agent.url.rstrip("/"))],
                              cwd=tmp_path, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        jobs = agent.get("/runner/jobs").json["jobs"]
    assert done.returncode == 0, done.stderr.decode()
    assert b"erroneous" not in done.stderr and b"CRITICAL" not in done.stderr, done.stderr.decode()
    assert [job["state"] for job in jobs] == ["stopped"], "one was started, and none is left"


@pytest.mark.parametrize("element", elements())
def test_every_element_has_a_page_with_an_example(element):
    text = (TOP / "docs" / "elements" / f"{element}.md").read_text()
    assert any(element in block for _, block in BLOCK.findall(text))


def test_the_readme_shows_three_lines_for_gst_launch():
    blocks = "".join(block for _, block in BLOCK.findall((TOP / "README.md").read_text()))
    assert blocks.count("gst-launch-1.0 ") == 3


def test_every_link_in_the_documents_leads_somewhere():
    for page in [*PAGES, TOP / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
            if not target.startswith(("http:", "https:")):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"
