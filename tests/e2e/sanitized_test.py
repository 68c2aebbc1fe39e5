"""Under ./dev asan: the elements that the tests load are the instrumented ones."""

import os
import pathlib
import re
import subprocess

import pytest

pytestmark = pytest.mark.skipif(os.environ.get("GIMBAL_SANITIZED") != "1",
                                reason="this is not a sanitizer build; see ./dev asan")

PLUGINS = pathlib.Path(os.environ["GST_PLUGIN_PATH"].split(":")[0])
ELEMENTS = ("eglsrc", "glreadback", "virtualptz")


@pytest.mark.parametrize("element", ELEMENTS)
def test_the_element_that_loads_is_instrumented(element):
    env = os.environ | {"LD_PRELOAD": os.environ["GIMBAL_PRELOAD"]}
    text = subprocess.run(["gst-inspect-1.0", element], env=env, capture_output=True, text=True,
                          timeout=60).stdout
    loaded = pathlib.Path(re.search(r"Filename +(\S.*)", text)[1].strip())
    assert PLUGINS in loaded.parents, f"{element} comes from {loaded}"
    symbols = subprocess.run(["nm", "-D", loaded], capture_output=True, text=True).stdout
    assert " U __asan_init" in symbols and " U __ubsan_handle" in symbols


@pytest.mark.parametrize("program", ["gimbal", "gimbal-agent"])
def test_the_program_on_the_path_is_instrumented(program):
    path = subprocess.run(["which", program], capture_output=True, text=True).stdout.strip()
    assert PLUGINS.parent in pathlib.Path(path).parents
    assert " __asan_init" in subprocess.run(["nm", "-D", path], capture_output=True,
                                            text=True).stdout


def test_a_running_stream_has_the_instrumented_plugins_in_its_memory():
    process = subprocess.Popen(["gimbal", "stream", "--width", "320", "--height", "180"],
                               stdout=subprocess.PIPE)
    assert process.stdout.read(4) == b"\0\0\0\1"
    maps = pathlib.Path(f"/proc/{process.pid}/maps").read_text()
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 0
    for plugin in ("gimbaleglsrc", "gimbalglreadback"):
        assert f"{PLUGINS}" in maps and f"libgst{plugin}.so" in maps
    assert "libasan" in maps
