"""A signal at any moment: the run ends as requested, never with a verdict or a bug."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from stranger import DAY

from launchcheck import cli

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there are no such signals here")

# Python itself is killed by the signal if it arrives before or after our own code.
ENDS = {signal.SIGINT: {130, -signal.SIGINT}, signal.SIGTERM: {-signal.SIGTERM}}


@pytest.mark.parametrize(
    "number",
    [
        # Timed by the clock, so that it may hit Python's own code on a busy machine: on request.
        pytest.param(signal.SIGINT, marks=pytest.mark.slow),
        signal.SIGTERM,
    ],
)
def test_a_signal_at_any_moment_ends_the_run(number):
    """Otherwise the run had already ended with the verdict."""
    began = time.monotonic()
    assert ended_by(number, 60).returncode == 1
    takes = time.monotonic() - began
    for part in range(3, 16):  # earlier, Python has not reached our own code
        ended = ended_by(number, takes * part / 16)
        assert ended.returncode in ENDS[number] | {1}, ended.stderr
        assert b"Traceback" not in ended.stderr or ended.returncode == -signal.SIGINT, ended.stderr


def ended_by(number, seconds):
    """How a run ends that gets a signal after some time."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # Coverage of tests has its own shutdown, which a signal may hit as well.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-m", "launchcheck", "validate", "plan.yaml", *DAY]
    with subprocess.Popen(command, env=alone, **pipes) as process:
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess([], process.returncode, out, err)


# Ctrl-C where Python 3.11 wraps the exception (while a class is created), and where every Python drops it.
WHERE = {
    "class": """
class Field:
    def __set_name__(self, owner, name):
        signal.raise_signal(signal.SIGINT)

def busy(arguments):
    print("done")
    type("Model", (), {"field": Field()})
""",
    "finalizer": """
class Late:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def busy(arguments):
    late = Late()
    del late
    print("done")
    return cli.CLOSED
""",
}


@pytest.mark.parametrize("where", WHERE)
def test_an_interrupt_that_python_wraps_or_drops_is_remembered(where):
    """The run exits with 130: no bug, no verdict, no traceback."""
    code = f"import signal\nfrom launchcheck import cli\n{WHERE[where]}\ncli._run = busy\ncli.main()"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (cli.INTERRUPTED, b"done\n", b"")


def test_an_interrupt_that_a_parent_ignores_stays_ignored():
    """`nohup` and background jobs of a script rely on this."""
    code = "import signal; from launchcheck import cli; cli._run = lambda _: signal.raise_signal(2) or 0; cli.main()"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (cli.OPEN, b"")
