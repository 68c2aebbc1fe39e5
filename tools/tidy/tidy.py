#!/usr/bin/python3
"""clang-tidy on every C++ source of the compile database, but for what passed and did not change.

Usage: tidy.py BUILD_DIR
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
TIDY = [
    "clang-tidy", "--quiet", "--checks=gimbal-own-declarations",
    # The build is GCC's: clang does not know all of its warnings.
    "--extra-arg=-Wno-unknown-warning-option",
    # Paths through functions, but not through all that these call: those took half of a run.
    *(f"--extra-arg={word}" for word in ("-Xclang", "-analyzer-config", "-Xclang", "mode=shallow")),
]


def load_plugin(build):
    """The option that has clang-tidy load our plugin, which is built first where it is not."""
    said = subprocess.check_output(["clang-tidy", "--version"], text=True)
    major = re.search(r"version (\d+)", said).group(1)
    source, plugin = HERE / "own_declarations.cpp", build / f"own-declarations-{major}.so"
    if not plugin.exists() or plugin.stat().st_mtime < source.stat().st_mtime:
        done = subprocess.run(["c++", "-std=c++17", "-O1", "-fPIC", "-fno-rtti", "-shared", source,
                               "-isystem", f"/usr/lib/llvm-{major}/include", "-o", plugin], check=False)
        if done.returncode != 0:
            sys.exit(f"tidy.py: see above; are libclang-{major}-dev and llvm-{major}-dev installed?")
    return f"--load={plugin}"


def sources(build):
    """(source, compile command) for each of our C++ sources, once."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if path.suffix == ".cpp" and path.is_relative_to(TOP) and not path.is_relative_to(build):
            found[path] = entry["command"]
    return sorted(found.items())


def shared_key():
    """Of what every verdict depends on: the settings, and headers, included wherever they are."""
    digest = hashlib.sha256(subprocess.check_output(["clang-tidy", "--version"]))
    listed = subprocess.check_output(["git", "ls-files", "-z", "*.clang-tidy", "*.hpp", "*.h"],
                                     cwd=TOP)
    for path in [*HERE.iterdir(), *(TOP / os.fsdecode(name) for name in listed.split(b"\0") if name)]:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.digest()


def check(build, load, source, stamp):
    """None when `source` is clean, else what is wrong with it."""
    if stamp.exists():
        return None
    done = subprocess.run([*TIDY, load, "-p", build, source], cwd=TOP, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode == 0:
        stamp.touch()
        return None
    return f"{source.relative_to(TOP)}:\n{done.stdout}"


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    stamps = build / "tidy"
    stamps.mkdir(exist_ok=True)
    load = load_plugin(build)
    shared = shared_key()
    found = sources(build)
    if not found:
        sys.exit("tidy.py: the compile database names no source of ours")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = []
        for source, command in found:
            key = hashlib.sha256(shared + command.encode() + source.read_bytes()).hexdigest()
            jobs.append(pool.submit(check, build, load, source, stamps / key))
        complaints = [job.result() for job in jobs]
    complaints = [text for text in complaints if text is not None]
    print("\n".join(complaints), end="")
    print(f"clang-tidy: {len(found)} sources, {len(complaints)} with findings")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
