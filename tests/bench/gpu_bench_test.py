"""bench-gpu with a fake GPU, whose figures mean nothing but must all be there, and with none."""

import json
import os
import pathlib
import subprocess

import pytest

BENCH = os.environ["BENCH_GPU"]
FAKE_GPU = os.environ | {
    "LD_LIBRARY_PATH": str(pathlib.Path(os.environ["FAKE_CUDA"]).parent),
    "LD_PRELOAD": os.environ["FAKE_EGL"],
}
SIZES = [(64, 36), (16, 2160)]
SMALL = ["--frames", "3", "--seconds", "0", *(word for w, h in SIZES for word in ("--size", f"{w}x{h}"))]


def run(*arguments, env=FAKE_GPU):
    return subprocess.run([BENCH, *arguments], env=env, capture_output=True, text=True, timeout=100)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    file = tmp_path_factory.mktemp("bench") / "gpu.json"
    done = run(*SMALL, str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(file.read_text()), done.stdout


def test_every_size_has_all_its_figures(measured):
    report, _ = measured
    assert report["device"] == "Fake GPU A"
    assert [(size["width"], size["height"]) for size in report["sizes"]] == SIZES
    for size in report["sizes"]:
        for name in ("gpu_us", "events_us", "map_to_unmap_us", "switching_us"):
            assert 0 < size[name]["median"] <= size[name]["p99"]
        # The fake converts while it is asked to, and mapping reads the texture back.
        assert size["events_us"]["median"] < size["gpu_us"]["median"] < size["map_to_unmap_us"]["p99"]
        assert size["switching_us"]["median"] < size["map_to_unmap_us"]["median"]
        assert size["floor_us"] == pytest.approx(
            5.5e6 * size["width"] * size["height"] / report["copy_bytes_per_s"])


def test_every_method_of_resampling_is_measured(measured):
    report, table = measured
    for size in report["sizes"]:
        assert [one["method"] for one in size["resampling"]] == ["bilinear", "auto", "bicubic", "lanczos"]
        assert all(0 < one["gpu_us"]["median"] <= one["gpu_us"]["p99"] for one in size["resampling"])
        assert size["resample_floor_us"] == pytest.approx(
            1.875e6 * size["width"] * size["height"] / report["copy_bytes_per_s"])
        assert f"virtualptz, NV12 in CUDA memory to {size['width'] // 2}x{size['height'] // 2}" in table


def test_one_and_many_pipelines_are_counted(measured):
    for size in measured[0]["sizes"]:
        drawing, ours = size["ways"][:2]
        assert (drawing["way"], ours["way"]) == ("eglsrc alone", "cudainterop")
        for way in drawing, ours:
            assert [streams["pipelines"] for streams in way["streams"]] == [1, 4, 16]
            assert all(streams["frames_per_s"] > 0 for streams in way["streams"])
            assert "failure" not in way
        assert ours["frame_us"]["median"] > 0


def test_stock_ways_that_do_not_work_say_why(measured):
    report, table = measured
    for size in report["sizes"]:
        stock = size["ways"][2:]
        assert len(stock) == 3
        for way in stock:  # GStreamer's own elements need more of the driver than the fake one has
            assert way["failure"] == 'no element "cudaupload"'
    assert table.count('does not work here: no element "cudaupload"') == 6


def test_goals_are_those_of_2160p(measured):
    report, table = measured
    size = report["sizes"][1]
    time, floors, bilinear, auto = report["goals"]
    assert time["value"] == size["gpu_us"]["median"] and time["limit"] == 25
    assert floors["value"] == pytest.approx(size["gpu_us"]["median"] / size["floor_us"])
    by_method = {one["method"]: one["gpu_us"]["median"] for one in size["resampling"]}
    assert bilinear["value"] == by_method["bilinear"] and auto["value"] == by_method["auto"]
    assert bilinear["limit"] == auto["limit"] == 40
    for goal in report["goals"]:
        assert goal["met"] == (goal["value"] <= goal["limit"])
        assert goal["goal"] in table
    assert table.count("MISSED") + table.count(" met") == 4


def test_without_a_gpu_nothing_is_measured(tmp_path):
    done = run(*SMALL, str(tmp_path / "none.json"), env=os.environ | {"LD_LIBRARY_PATH": ""})
    if done.returncode == 0:
        pytest.skip("this machine has an NVIDIA GPU")
    assert done.returncode == 77
    assert done.stdout.startswith("nothing is measured: no ")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_an_error():
    done = run("--frames", "1", "--seconds", "0", "--size", "16x16", "/nonexistent/gpu.json")
    assert done.returncode == 1 and "cannot write /nonexistent/gpu.json" in done.stderr


def test_what_it_does_not_understand_is_refused():
    for arguments in (["--frames", "0"], ["--size", "64"], ["--nonsense"], ["a.json", "b.json"]):
        done = run(*arguments)
        assert done.returncode == 1 and "usage: bench-gpu" in done.stderr, arguments
