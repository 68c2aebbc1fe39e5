#!/usr/bin/python3
"""Packs what a machine with nothing but an NVIDIA driver needs to run Gimbal, its GPU tests and bench.

Usage: make.py BUILD_DIR ARCHIVE. ARCHIVE ends in .tar, .tar.gz or .tar.xz. BUILD_DIR has been built. Libraries and GStreamer's plugins are those of this
machine, whose C library must be the oldest that the archive is to run with; that one is not in it.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent

# The C library and its loader belong to the machine.
OF_THE_MACHINE = re.compile(r"(ld-linux.*|lib(anl|c|dl|m|mvec|nsl|pthread|resolv|rt|util))\.so")

# GStreamer's plugins that streams are made of, the stock ways from OpenGL to CUDA that ours is measured against, and
# what plays a file in a GPU's decoder.
PLUGINS = """app coreelements deinterlace flv isomp4 jpeg mpegtsmux nvcodec opengl openh264 playback rtmp2 rtp rtpmanager
rtsp tcp typefindfunctions udp videoconvertscale videofilter videoparsersbad videorate videotestsrc x264""".split()
GSTREAMER_PROGRAMS = ["gst-launch-1.0", "gst-inspect-1.0"]


def gstreamer(variable):
    return pathlib.Path(subprocess.run(["pkg-config", f"--variable={variable}", "gstreamer-1.0"], check=True,
                                       capture_output=True, text=True).stdout.strip())


def libraries_of(files):
    """The shared libraries that the files load, as the linker finds them: name and path."""
    found = {}
    for file in files:
        listing = subprocess.run(["ldd", file], check=True, capture_output=True, text=True).stdout
        missing = re.search(r"(\S+) => not found", listing)
        if missing:
            sys.exit(f"gpu-bundle: {file} needs {missing[1]}, which is not there")
        for name, path in re.findall(r"(\S+) => (/\S+)", listing):
            if not OF_THE_MACHINE.match(name):
                found[name] = pathlib.Path(path).resolve()
    return found


def copy_all(files, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copy(file, folder)


def package_of(file):
    """The Debian package that owns a file. dpkg knows some by the path they had before /usr was merged."""
    for path in (file, str(file).removeprefix("/usr")):
        owner = subprocess.run(["dpkg-query", "-S", path], capture_output=True, text=True)
        if owner.returncode == 0:
            return owner.stdout.partition(":")[0]
    return sys.exit(f"gpu-bundle: no package owns {file}, so nobody can say under which licence it is")


def copy_licences(files, folder):
    for package in sorted({package_of(file) for file in files}):
        (folder / package).mkdir(parents=True)
        shutil.copy(f"/usr/share/doc/{package}/copyright", folder / package)


def strip(files):
    for file in files:
        subprocess.run(["strip", "--strip-unneeded", file], check=True)


def fill(root, build):
    plugins = [gstreamer("pluginsdir") / f"libgst{name}.so" for name in PLUGINS]
    programs = [pathlib.Path("/usr/bin") / name for name in GSTREAMER_PROGRAMS]
    scanner = gstreamer("pluginscannerdir") / "gst-plugin-scanner"
    # Plugins, and what they open themselves.
    ours = sorted(f for f in (build / "gst-plugins").glob("*/*") if re.fullmatch(r"libgstgimbal.*\.so|.*\.module", f.name))
    bench = [f for f in [build / "tests" / "bench" / "bench-gpu"] if f.exists()]  # where the CUDA toolkit is
    own_programs = [build / "launcher" / "gimbal", build / "launcher" / "gimbal-ingest",
                    build / "agent" / "gimbal-agent", *bench,
                    *(f for f in sorted((build / "tests" / "gpu").glob("test-gpu-*")) if f.is_file())]
    libraries = libraries_of([*plugins, *programs, scanner, *ours, *own_programs])

    copy_all([*plugins, *ours], root / "lib" / "gstreamer-1.0")
    copy_all([*programs, *own_programs], root / "bin")
    copy_all([scanner], root / "libexec")
    for name, path in libraries.items():
        shutil.copy(path, root / "lib" / name)
    strip(file for file in root.rglob("*") if file.is_file())
    copy_all((TOP / "pipelines").glob("*.launch"), root / "share" / "gimbal" / "pipelines")
    copy_licences([*libraries.values(), *plugins, *programs, scanner], root / "licences")
    copy_all([HERE / "environment.sh", HERE / "run-gpu-tests", HERE / "README.md"], root)
    if bench:
        copy_all([HERE / "run-gpu-bench"], root)
    for name in ["gimbal", "gimbal-agent", *GSTREAMER_PROGRAMS]:
        shutil.copy(HERE / "start", root / name)


def main():
    build, archive = map(pathlib.Path, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "gimbal-gpu"
        fill(root, build.resolve())
        with tarfile.open(archive, "w:" + archive.suffix.removeprefix(".").replace("tar", "")) as packed:
            packed.add(root, root.name)
    print(f"{archive}: {archive.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
