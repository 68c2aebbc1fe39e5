"""tools/sanitizer-reports.py: what it passes over and, above all, what it does not."""
import os
import pathlib
import subprocess
import sys

import pytest

TOOL = pathlib.Path(os.environ["TOOLS"]) / "sanitizer-reports.py"
RUNTIME = "    #0 0x7f in __interceptor_malloc ../src/libsanitizer/asan/asan_malloc_linux.cpp:69\n"
G_MALLOC = "    #1 0x7f in g_malloc (/lib/libglib-2.0.so.0+0x5a658)\n"


def leak(size, objects, frames):
    return (f"==1==ERROR: LeakSanitizer: detected memory leaks\n\n"
            f"Direct leak of {size} byte(s) in {objects} object(s) allocated from:\n"
            f"{RUNTIME}{frames}\nSUMMARY: AddressSanitizer: {size} byte(s) leaked.\n")


def findings(folder, report, program="gimbal"):
    (folder / f"report.{program}.123").write_text(report)
    done = subprocess.run([sys.executable, TOOL, folder], capture_output=True, text=True,
                          check=False)
    assert not done.stderr
    assert done.returncode == (0 if "sanitizers: 0 " in done.stdout else 1)
    return done.returncode == 1


def test_nothing_reported(tmp_path):
    done = subprocess.run([sys.executable, TOOL, tmp_path], check=False)
    assert done.returncode == 0


def test_a_leak_of_ours_is_a_finding(tmp_path):
    assert findings(tmp_path, leak(12, 1, "    #1 0x55 in gimbal::parse ../lib/codec/json.cpp:3\n"))


def test_glib_s_quark_table_is_not(tmp_path):
    assert not findings(tmp_path, leak(16384, 1, G_MALLOC))


def test_another_leak_on_the_same_stack_is_a_finding(tmp_path):
    assert findings(tmp_path, leak(16407, 2, G_MALLOC))


def test_a_leak_with_no_frame_is_a_finding(tmp_path):
    assert findings(tmp_path, leak(16384, 1, ""))


@pytest.mark.parametrize("place", ["<unknown module>", "/b/libgstgimbaleglsrc.so+0x7ed5"])
def test_a_nameless_frame_is_a_finding(tmp_path, place):
    assert findings(tmp_path, leak(128, 1, f"    #1 0x7f  ({place})\n"))


def test_leaks_of_gst_inspect_are_its_own(tmp_path):
    assert not findings(tmp_path, leak(120, 1, G_MALLOC), "gst-inspect-1.0")


def test_an_error_is_a_finding_whoever_loaded_us(tmp_path):
    report = "==1==ERROR: AddressSanitizer: heap-use-after-free\n"
    assert findings(tmp_path, report, "gst-inspect-1.0")


def test_an_error_beside_a_known_leak_is_a_finding(tmp_path):
    text = leak(16384, 1, G_MALLOC) + "==1==ERROR: AddressSanitizer: heap-use-after-free\n"
    assert findings(tmp_path, text)
