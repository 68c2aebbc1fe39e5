"""The kernel's fat binaries: what a GPU newer than all of their machine code finds in them.

NVIDIA's tools that take them apart are not in every toolkit, so they are read here: a header, and one part after the
other, each with a header of its own.
"""

import os
import pathlib
import re
import shutil
import struct
import subprocess

import pytest

HEADER = struct.Struct("<IHHQ")  # magic, version, its own size, that of all parts
PART = struct.Struct("<HHIQ12xI")  # kind, version, its own size, that of its content, ..., chip
MAGIC = 0xBA55ED50
PTX, MACHINE_CODE = 1, 2


class Image:
    """What runs on a GPU: the file that holds it, its fat binary, and the one that a test tries, with PTX alone."""

    def __init__(self, variable, kernels):
        self.holder, self.fatbin, self.ptx_alone = map(pathlib.Path, os.environ[variable].split(":"))
        self.kernels = kernels


IMAGES = {
    "cudainterop": Image("CUDAINTEROP", ["gimbal_rgba_to_nv12"]),
    "virtualptz": Image("VIRTUALPTZ", ["gimbal_resample_nv12", "gimbal_resample_p010"]),
}


@pytest.fixture(params=IMAGES.values(), ids=IMAGES.keys())
def image(request):
    return request.param


def parts_of(file):
    """Kind, chip and content of each part."""
    data = file.read_bytes()
    magic, _, at, size = HEADER.unpack_from(data)
    assert magic == MAGIC and at + size == len(data)
    parts = []
    while at < len(data):
        kind, _, header_size, size, chip = PART.unpack_from(data, at)
        parts.append((kind, chip, data[at + header_size:at + header_size + size].rstrip(b"\0")))
        at += header_size + size
    return parts


def chips(file, wanted):
    return sorted(chip for kind, chip, _ in parts_of(file) if kind == wanted)


def ptx(file):
    return [content.decode() for kind, _, content in parts_of(file) if kind == PTX]


def test_the_plugin_holds_the_fat_binary(image):
    assert image.fatbin.read_bytes() in image.holder.read_bytes()


def test_there_is_machine_code_from_turing_on(image):
    assert chips(image.fatbin, MACHINE_CODE)[0] == 75
    assert len(chips(image.fatbin, MACHINE_CODE)) > 5


def test_there_is_ptx_for_chips_newer_than_all_machine_code(image):
    assert max(chips(image.fatbin, PTX)) >= max(chips(image.fatbin, MACHINE_CODE))


@pytest.mark.parametrize("which", ["fatbin", "ptx_alone"])
def test_without_machine_code_there_are_still_the_kernels(image, which, tmp_path):
    """As a driver does for such a chip, the toolkit's assembler makes machine code of what is then left."""
    [text] = ptx(getattr(image, which))
    chip = re.search(r"^\.target sm_(\d+)", text, re.MULTILINE)[1]
    for kernel in image.kernels:
        assert f".entry {kernel}(" in text
    assembler = os.environ["PTXAS"]
    if not shutil.which(assembler):
        pytest.skip(f"this toolkit has no {assembler}")
    source, target = tmp_path / "kernel.ptx", tmp_path / "kernel.cubin"
    source.write_text(text)
    subprocess.run([assembler, f"--gpu-name=sm_{chip}", "-o", target, source], check=True)
    for kernel in image.kernels:
        assert f".text.{kernel}".encode() in target.read_bytes()


def test_what_a_gpu_tries_without_machine_code_has_none(image):
    """And its PTX is for the oldest chip, so that every GPU can try it."""
    assert chips(image.ptx_alone, MACHINE_CODE) == []
    assert chips(image.ptx_alone, PTX) == chips(image.fatbin, MACHINE_CODE)[:1]
