"""A live stream of gst-launch-1.0 that goes on until it is ended, and says whether it skipped frames."""

import os
import signal
import subprocess

WIDTH, HEIGHT = 64, 36


class EndlessStream:
    """A court at 60 frames a second that goes to the file `out`, and to the elements of `branch`."""

    def __init__(self, out, *branch):
        env = {k: v for k, v in os.environ.items() if k not in ("RUNNER_API_KEY", "GIMBAL_MQTT_PASSWORD")}
        env |= {"GST_DEBUG": "2", "GST_DEBUG_NO_COLOR": "1"}
        if "GIMBAL_PRELOAD" in env:
            env["LD_PRELOAD"] = env["GIMBAL_PRELOAD"]
        self.out = out
        self.log = out.with_suffix(".log")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                ["gst-launch-1.0", "-e", "-q", "scenesrc", "scene=court", "!",
                 f"video/x-raw,width={WIDTH},height={HEIGHT},framerate=60/1", "!", "tee", "name=t", "!",
                 "videoconvert", "!", "video/x-raw,format=GRAY8", "!", "filesink", f"location={out}", "async=false",
                 "t.", "!", *branch], env=env, stderr=log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def end(self):
        """Ends it in order. The source skips frames where somebody holds it up, and it has skipped none."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=20) == 0, self.log.read_text()
        assert "late frames" not in self.log.read_text(), self.log.read_text()
        frames, rest = divmod(self.out.stat().st_size, WIDTH * HEIGHT)
        assert frames > 0 and rest == 0
