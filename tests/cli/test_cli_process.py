"""The command as a process: its streams, its signals, and the modules it loads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from command import PLAN, apart, started

VALIDATE = ("validate", "plan.yaml", "--as-of", "2027-02-01")
FORMATS = ("terminal", "text", "json")

needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
needs_posix = pytest.mark.skipif(os.name != "posix", reason="there are no such signals and descriptors here")


@pytest.mark.parametrize("form", FORMATS)
def test_survives_a_closed_pipe(form):
    """No message, and the exit code of the verdict."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = apart(*VALIDATE, "--format", form, stdout=writer)
    finally:
        os.close(writer)

    assert (ended.code, ended.err) == (1, "")


def test_survives_a_closed_pipe_in_the_help():
    """Reading only the first lines of the help is not an error."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = apart("--help", stdout=writer)
    finally:
        os.close(writer)

    assert (ended.code, ended.err) == (0, "")


@needs_full
@pytest.mark.parametrize(
    "arguments",
    [*([*VALIDATE, "--format", form] for form in FORMATS), ["--help"], ["--version"], ["schema", "plan"]],
    ids=" ".join,
)
def test_reports_a_full_disk(arguments):
    """A report that could not be written is neither a verdict nor silent."""
    with open("/dev/full", "wb") as full:
        ended = apart(*arguments, stdout=full)

    assert ended.code == 2
    assert ended.err == "error: standard output cannot be written: no space left on device\n"


@needs_full
def test_keeps_its_exit_code_where_errors_cannot_be_written():
    """Standard error may be full as well."""
    with open("/dev/full", "wb") as full:
        ended = apart("validate", "gone.yaml", stderr=full)

    assert ended.code == 2


@needs_posix
@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        (">&-", [*VALIDATE], 1),
        (">&-", [*VALIDATE, "--format", "json"], 1),
        (">&- 2>&-", [*VALIDATE, "--format", "text"], 1),
        ("2>&-", ["validate", "gone.yaml"], 2),
        ("<&-", ["validate", "-"], 2),
        (">&- <&-", ["--version"], 0),
    ],
)
def test_works_with_closed_streams(closed, arguments, code):
    """A closed stream does not crash the command."""
    shell = f'"$0" -m launchcheck "$@" {closed}'

    process = subprocess.run(["sh", "-c", shell, sys.executable, *arguments], timeout=60, check=False)

    assert process.returncode == code


@pytest.mark.parametrize("form", FORMATS)
def test_writes_everything_in_ascii(form, tmp_path, monkeypatch):
    """If a stream supports only ASCII, other characters are written as escapes."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    (tmp_path / "plan.yaml").write_text(PLAN.replace("Orbit Sync 2.0", "Größe 発売"), encoding="utf-8")

    ended = apart(*VALIDATE, "--format", form, "--owner", "sam")

    assert (ended.code, ended.err) == (1, "")
    assert ended.out.isascii()
    assert ended.out


def test_writes_every_error_in_ascii(monkeypatch):
    """Error messages use escapes too."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")

    ended = apart("validate", "発売")

    assert (ended.code, ended.err) == (2, "error: no such file\n --> \\u767a\\u58f2\n")


@pytest.mark.parametrize("columns", ["0", "1", "20"])
def test_writes_the_report_at_any_width(columns, monkeypatch):
    """A terminal that claims to have no columns still gets a report."""
    monkeypatch.setenv("COLUMNS", columns)

    ended = apart(*VALIDATE)

    assert ended.code == 1
    assert "gate closed" in ended.out


@needs_posix
def test_exits_when_interrupted():
    """Ctrl-C exits with 130, without a traceback."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = started("validate", "-", **pipes)
    process.stdin.write(
        b"#" * 1_000_000
    )  # more than a pipe holds: once it is written, the command is reading
    process.stdin.flush()
    process.send_signal(signal.SIGINT)

    out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (130, b"", b"")


def test_reads_a_pipe(tmp_path):
    """A plan may come through a pipe."""
    with open(tmp_path / "plan.yaml", "rb") as plan:
        ended = apart("validate", "-", "--as-of", "2027-02-01", "--format", "text", stdin=plan)

    assert ended.code == 1
    assert ended.out.startswith("<stdin>:2:1: warning launch.tier-reason launch.tier_reason is missing\n")


LOADED = """
import sys
sys.argv[1:] = {arguments}
from launchcheck.cli import main
try:
    main()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """The modules that a command loads."""
    code = LOADED.format(arguments=list(arguments))
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    return set(process.stderr.decode().split())


def test_prints_its_version_at_once():
    """--version is a literal: nothing is loaded for it."""
    modules = loaded("--version")

    assert "launchcheck.cli" in modules
    assert not modules & {"typer", "yaml", "rich", "pydantic", "zoneinfo", "importlib.metadata"}
    assert not {name for name in modules if name.startswith("launchcheck.plan")}


@pytest.mark.parametrize("form", ["text", "json"])
def test_loads_no_rich_for_plain_formats(form):
    """Only the terminal report loads rich, and only settings load what reads them."""
    modules = loaded(*VALIDATE, "--format", form)

    assert "launchcheck.validate" in modules
    assert not modules & {
        "rich",
        "launchcheck.config",
        "launchcheck.template",
        "launchcheck.cli.commands.init",
    }


@pytest.mark.parametrize("arguments", [["--help"], ["validate", "--help"], ["valdate"]], ids=" ".join)
def test_loads_no_plan_for_its_help(arguments):
    """Help and usage errors load neither the plan format nor rich."""
    modules = loaded(*arguments)

    assert "typer" in modules
    assert not modules & {"rich", "yaml", "launchcheck.plan", "launchcheck.catalog"}


def test_has_a_version():
    """The version is printed on one line."""
    ended = apart("--version")

    assert (ended.code, ended.out, ended.err) == (0, "launchcheck 0.1.0\n", "")
