"""gimbal go2rtc for the tests: what it writes, read by a real YAML reader."""

import yaml

import streams


def config(*arguments):
    """The configuration as go2rtc reads it."""
    done = streams.run("go2rtc", *arguments, "--output", "-")
    assert done.returncode == 0, done.stderr.decode()
    return yaml.safe_load(done.stdout)


def producer_source(name, *arguments):
    """The source of one camera in any format, also those that configurations do not offer."""
    source = config("--format", "mpegts", *arguments)["streams"]["omega-0"]
    assert "--format mpegts" in source
    return source.replace("--format mpegts", f"--format {name}")
