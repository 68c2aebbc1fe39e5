"""The GPU bundle, on a machine that has a C library and a shell and nothing else."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

import streams

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(shutil.which("gimbal")).resolve().parent.parent
# What the bundle's scripts use; every distribution has it.
PROGRAMS = "sh cat chmod cksum dirname env grep id mkdir mktemp mv rm tail tr".split()
C_LIBRARY = "libc libm libdl libpthread librt libresolv libutil libanl".split()
ENTER = """mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && root=$1 && shift &&
exec chroot "$root" env -i PATH=/usr/bin HOME=/root "$@" """

pytestmark = [
    pytest.mark.skipif(os.environ.get("GIMBAL_SANITIZED") == "1",
                       reason="an instrumented program needs the compiler's libraries"),
    pytest.mark.skipif(subprocess.run(["unshare", "-rmpf", "true"], capture_output=True).returncode != 0,
                       reason="this machine allows no namespaces, so no bare machine can be had")]


def bring(path, root):
    target = root / str(path).lstrip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(pathlib.Path(path).resolve(), target)


def make_bare_machine(root):
    for folder in ("dev", "proc", "root", "tmp"):
        (root / folder).mkdir()
    (root / "bin").symlink_to("usr/bin")
    for name in PROGRAMS:
        path = shutil.which(name, path="/usr/bin")
        bring(path, root)
        listing = subprocess.run(["ldd", path], check=True, capture_output=True, text=True).stdout
        for library in re.findall(r"(/\S+)", listing):
            bring(library, root)
    libc = re.search(r"libc\.so\S+ => (\S+)/libc", listing)[1]
    for name in C_LIBRARY:
        for library in pathlib.Path(libc).glob(name + ".so.?"):
            bring(library, root)


class BareMachine:
    def __init__(self, root):
        self.root = root

    def start(self, program, *arguments):
        return subprocess.Popen(["unshare", "-rmpf", "--kill-child", "sh", "-c", ENTER, "enter", self.root,
                                 "/gimbal-gpu/" + program, *arguments], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, program, *arguments):
        process = self.start(program, *arguments)
        out, errors = process.communicate(timeout=60)
        return process.returncode, out.decode(), errors.decode()


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    root = folder / "root"
    root.mkdir()
    make_bare_machine(root)
    archive = folder / "gimbal-gpu.tar"
    subprocess.run([sys.executable, TOP / "tools" / "gpu-bundle" / "make.py", BUILD, archive], check=True)
    subprocess.run(["tar", "-C", root, "-xf", archive], check=True)
    return BareMachine(root)


def test_a_camera_without_a_gpu_streams(machine):
    process = machine.start("gimbal", "stream", "--renderer", "cpu", "--width", "320", "--height", "180")
    stream = process.stdout.read(60_000)
    process.kill()
    process.communicate()
    frames = streams.decode(stream, 320, 180)
    assert len(frames) > 5
    assert frames[0].std() > 30  # the bars, not one colour


def test_doctor_sees_the_bundle_and_nothing_else(machine):
    status, out, errors = machine.run("gimbal", "doctor")
    assert errors == ""
    assert "ok   x264 (x264enc)" in out
    assert "no NVIDIA driver" in out
    assert "EGL lists no device" in out and "libEGL_nvidia.so.0" in out
    assert status == 0


def test_every_plugin_of_the_bundle_loads(machine):
    status, out, errors = machine.run("gst-inspect-1.0", "-b")
    assert status == 0 and "Total count: 0 blacklisted files" in out, (status, out, errors)
    built = [file.name for file in BUILD.glob("gst-plugins/*/libgstgimbal*.so")]  # cudainterop where the toolkit is
    assert len(built) >= 4
    for name in built:
        status, out, errors = machine.run("gst-inspect-1.0", name.removeprefix("libgst").removesuffix(".so"))
        assert status == 0 and f"/gimbal-gpu/lib/gstreamer-1.0/{name}" in out, (status, out, errors)


@pytest.mark.parametrize("part, caps, error", [
    ("gl", "video/x-raw(memory:GLMemory),format=RGBA,texture-target=2D", "No OpenGL"),
    ("cuda", "video/x-raw(memory:CUDAMemory),format=NV12", "The NVIDIA driver could not be loaded"),
])
def test_what_virtualptz_opens_itself_loads(machine, part, caps, error):
    """Without a GPU it then says what is missing, and that is not the part itself."""
    if not list(BUILD.glob(f"gst-plugins/virtualptz/*-{part}.module")):
        pytest.skip("built without CUDA")
    status, out, errors = machine.run("gst-launch-1.0", "fakesrc", "!", caps + ",width=64,height=64,framerate=30/1",
                                      "!", "virtualptz", "!", "fakesink")
    assert status != 0 and error in errors, (status, out, errors)


def test_the_gpu_tests_are_skipped_with_their_reason(machine):
    status, out, errors = machine.run("run-gpu-tests", "/tmp/result.json")
    assert status == 0, out + errors
    result = json.loads((machine.root / "tmp" / "result.json").read_text())
    assert result["failed"] == 0 and result["passed"] == 0 and result["skipped"] > 0
    assert f"0 passed, 0 failed, {result['skipped']} skipped" in out
    assert out.count("no NVIDIA driver: libcuda.so.1 does not load") == result["skipped"]


@pytest.mark.skipif(not (BUILD / "tests" / "bench" / "bench-gpu").exists(),
                    reason="the bench is built only where the CUDA toolkit is")
def test_the_bench_says_why_it_measures_nothing(machine):
    status, out, errors = machine.run("run-gpu-bench", "/tmp/bench.json")
    assert (status, errors) == (77, "")
    assert out == "nothing is measured: no NVIDIA driver: libcuda.so.1 does not load\n"
    assert not (machine.root / "tmp" / "bench.json").exists()


def test_a_test_program_that_dies_is_a_failure(machine):
    program = machine.root / "gimbal-gpu" / "bin" / "test-gpu-dies"
    program.write_text("#!/bin/sh\necho 'it was the driver'\nkill -ABRT $$\n")
    program.chmod(0o755)
    status, out, _ = machine.run("run-gpu-tests", "/tmp/result.json")
    program.unlink()
    assert status == 1
    assert "test-gpu-dies ended with status 134" in out and "it was the driver" in out
    assert json.loads((machine.root / "tmp" / "result.json").read_text())["failed"] == 1


def test_it_is_small(machine):
    folder = machine.root / "gimbal-gpu"
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink())
    assert size < 50_000_000  # and that is before it is packed
