"""The command of an exec: source, read, started and stopped as go2rtc does (v1.9.14)."""

import ctypes
import re
import signal
import subprocess

import go2rtc_reader

PR_SET_PDEATHSIG = 1


def split_words(command):
    """Words between white space. Quotes count at a word's start only; there are no escapes."""
    words = []
    while command := command.lstrip(" \t\r\n"):
        quote = command[0]
        if quote in "\"'":
            end = command.find(quote, 1)
            if end <= 1:
                raise go2rtc_reader.Refused(f"quotes that are empty or do not close: {command}")
            words.append(command[1:end])
            command = command[end + 1:]
        else:
            word = re.match(r"[^ \t\r\n]+", command)[0]
            words.append(word)
            command = command[len(word):]
    return words


def split_source(source):
    """(words, parameters) of an exec: source. Nothing behind the first # is part of the command."""
    if not source.startswith("exec:"):
        raise go2rtc_reader.Refused(f"not a command: {source}")
    command, _, rest = source[len("exec:"):].partition("#")
    if "{output}" in command or "{input}" in source:
        raise go2rtc_reader.Refused(f"go2rtc fills in braces: {source}")
    parameters = dict(pair.partition("=")[::2] for pair in rest.split("#") if pair)
    return split_words(command), parameters


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Producer:
    """The process of an exec: source, started and stopped as go2rtc does: in its own process group,
    tied to its life, nothing on standard input."""

    def __init__(self, source, allow_paths=None):
        words, parameters = split_source(source)
        if allow_paths is not None and words[0] not in allow_paths:
            raise go2rtc_reader.Refused(f"bin not in allow_paths: {words[0]}")
        self.kill_signal = int(parameters.get("killsignal", signal.SIGKILL))
        seconds = parameters.get("killtimeout")
        self.kill_timeout = None if seconds is None else int(seconds)
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, preexec_fn=die_with_parent)
        self.stream = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        self.process.stdout.close()
        self.process.stderr.close()

    def open(self):
        """What go2rtc makes of its first bytes."""
        self.stream = go2rtc_reader.open_stream(self.process.stdout.fileno())
        return self.stream

    def stop(self):
        """True when it ended by itself after the signal, False when it had to be killed."""
        if self.process.poll() is None:
            self.process.send_signal(self.kill_signal)
        try:
            self.process.wait(self.kill_timeout)
            return True
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False
