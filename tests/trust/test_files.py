"""Whatever is at a path: a verdict or a refusal, never a hang, and nothing outside the root."""

from __future__ import annotations

import os
import resource

import pytest
from stranger import DAY, PLAN, apart, checklist

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
not_root = pytest.mark.skipif(AS_ROOT, reason="root may read and write everything")
needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")

ROLES = {
    "plan": ["validate", "{}"],
    "checklist": ["checks", "--checklist", "{}"],
    "settings": ["validate", "plan.yaml", "--config", "{}"],
}


def place(folder, kind: str) -> str:
    """Something at a path that is not a readable file."""
    path = folder / "odd.yaml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe without a writer":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to("odd.yaml")
    elif kind == "dangling":
        path.symlink_to("nowhere.yaml")
    else:
        path.symlink_to(kind)
    return "./odd.yaml"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("folder", "a directory, not a file"),
        ("loop", "a link that leads back to itself"),
        ("dangling", "a link to a file that does not exist"),
        ("/dev/zero", "a device, not a file"),
        ("/dev/null", "a device, not a file"),
        ("/dev/full", "a device, not a file"),
    ],
)
def test_what_is_not_a_file_is_refused_in_every_role(here, folder, role, kind, words):
    """The roles are plan, checklist and settings, directly and through a link."""
    if kind.startswith("/dev") and not os.path.exists(kind):
        pytest.skip(f"there is no {kind} here")
    path = place(folder, kind)
    if (role, kind) == ("plan", "folder"):
        words = "no launch plan found here; create one with `launchcheck init`"  # a folder is looked through for plans

    ended = here(*(word.format(path) for word in ROLES[role]))

    assert (ended.code, ended.out) == (2, "")
    assert words in ended.first
    assert "odd.yaml" in ended.first


@needs_fifo
@pytest.mark.parametrize(("role", "code"), [("plan", 2), ("checklist", 2), ("settings", 1)])
def test_a_pipe_without_a_writer_is_an_empty_file(here, folder, role, code):
    """It is not waited for; empty settings set nothing, and the plan is checked without them."""
    path = place(folder, "pipe without a writer")

    ended = here(*(word.format(path) for word in ROLES[role]))

    assert ended.code == code
    assert ("the file is empty" in ended.first) == (code == 2)


@pytest.mark.parametrize("kind", ["folder", "loop", "dangling", "/dev/zero", "pipe without a writer"])
def test_what_is_not_a_record_is_refused(here, folder, kind):
    """Anything else beside a plan under a record's name is neither followed nor waited for."""
    place(folder, kind)
    os.rename(folder / "odd.yaml", folder / "plan.votes.jsonl")

    ended = here("votes", "plan.yaml", "--verify")

    assert ended.code == 2
    assert ended.is_calm()


def test_an_endless_file_takes_no_memory():
    """A device is refused before it is read."""

    def bound():
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    ended = apart("validate", "/dev/zero", preexec_fn=bound, timeout=20)

    assert (ended.code, ended.first) == (2, "/dev/zero: a device, not a file")


@not_root
@pytest.mark.parametrize("role", ROLES)
def test_a_file_without_permission_is_reported(here, folder, role):
    """There is no traceback, in any role."""
    path = folder / "odd.yaml"
    path.write_text(PLAN)
    path.chmod(0)

    ended = here(*(word.format("./odd.yaml") for word in ROLES[role]))

    assert ended.code == 2
    assert "permission denied" in ended.first


def test_a_vanished_folder_does_not_crash(folder, monkeypatch):
    """The current folder may be gone by the time a command starts."""
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    ended = apart("validate", str(folder / "plan.yaml"), *DAY, "--no-config")

    assert (ended.code in {1, 2}, "Traceback" in ended.err) == (True, False), ended.err


def test_a_plan_that_vanishes_before_it_is_read_is_one_error_among_reports(here, folder, monkeypatch):
    """It is opened once, and not accessed before."""
    from launchcheck.source import Source

    whole = Source.read.__func__

    def read(path):
        if os.fspath(path).endswith("gone.yaml"):
            os.unlink(path)
        return whole(Source, path)

    (folder / "gone.yaml").write_text(PLAN)
    monkeypatch.setattr(Source, "read", read)

    ended = here("validate", "gone.yaml", "plan.yaml", *DAY)

    assert ended.code == 2
    assert ended.first == "gone.yaml: no such file"


NAMES = {
    "not UTF-8": b"caf\xe9\xff.yaml",
    "line break": b"a\nb.yaml",
    "carriage return": b"a\rb.yaml",
    "escape": b"a\x1b[31mred\x1b]0;title\x07.yaml",
    "markup": b"[red]a :rocket:.yaml",
    "workflow command": b"\n::error ::x.yaml",
    "old workflow command": b"##[set-output name=ready]true.yaml",
    "commas and colons": b"a,line=99::b%0A.yaml",
    "bidi": "a\u202eb\u2066.yaml".encode(),
    "a dash": b"--format=json.yaml",
    "html": b"<img src=x onerror=alert(1)>.yaml".replace(b"/", b""),
    "formula": b"=1+1.yaml",
}
FORMATS = [
    "terminal",
    "text",
    "json",
    "github",
    "azure",
    "markdown",
    "csv",
    "junit",
    "sarif",
    "tap",
    "gitlab",
]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_is_shown_harmlessly(here, folder, name, form):
    """A file name is as untrusted as the file's text."""
    path = b"./" + NAMES[name]
    with open(path, "w", encoding="utf-8") as file:
        file.write(PLAN)

    ended = here("validate", os.fsdecode(path), *DAY, "--format", form)

    assert ended.code == 1, ended.err
    # The two formats that are commands have one command per line, and only their own.
    lines = (
        [] if form in {"github", "azure"} else [line for line in ended.out.splitlines() if line[:2] == "::"]
    )
    assert lines == []
    assert "\x1b" not in ended.out
    assert "\u202e" not in ended.out
    assert "\ud83d" not in ended.out
    if form == "github":
        assert {line.split(" ")[0] for line in ended.out.splitlines() if line.startswith("::")} <= {
            "::error",
            "::warning",
            "::notice",
            "::group::launchcheck",
            "::endgroup::",
        }


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_in_an_error_is_shown_harmlessly(here, name):
    """This includes missing files."""
    ended = here("validate", "--", os.fsdecode(NAMES[name]))

    assert (ended.code, ended.out) == (2, "")
    assert ended.is_calm(), ended.err


# -- evidence ------------------------------------------------------------------------------------

LEAVES = ["../x.pdf", "a/../../x.pdf", "/etc/passwd", "./../../etc/passwd", "out/passwd", "out/../x", "/"]
NO_PATHS = [
    "C:\\x.pdf",
    "C:/x.pdf",
    "\\\\server\\share\\x",
    "//server/share/x",
    "file:///etc/passwd",
    "..\\x.pdf",
]


@pytest.mark.parametrize("link", LEAVES + NO_PATHS)
def test_evidence_outside_the_root_is_refused_at_its_place(here, folder, link):
    """This holds however it is written, and for links in the folder."""
    (folder / "in").mkdir()
    (folder / "in" / "out").symlink_to("/etc")
    (folder / "in" / "plan.yaml").write_text(f"{PLAN}sales:\n  kit: [{{kind: deck, link: '{link}'}}]\n")

    ended = here("validate", "in/plan.yaml", *DAY, "--format", "text")

    assert (ended.code, ended.out) == (2, ""), ended.out
    assert ended.first.startswith(f"{os.path.join('in', 'plan.yaml')}:10:"), ended.err


# -- output --------------------------------------------------------------------------------------


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("form", ["json", "markdown", "sarif"])
def test_a_full_disk_is_not_a_verdict(form):
    """The error names the report file that could not be written."""
    ended = apart("validate", "plan.yaml", *DAY, "--format", f"{form}=/dev/full")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "error: cannot be written: no space left on device\n --> /dev/full\n"


@not_root
def test_a_read_only_folder_keeps_its_report(folder):
    """The old report stays unchanged."""
    out = folder / "out"
    out.mkdir()
    (out / "report.json").write_text("old")
    out.chmod(0o500)

    ended = apart("validate", "plan.yaml", *DAY, "--format", "json=out/report.json")
    out.chmod(0o700)

    assert (ended.code, ended.first) == (2, "out/report.json: cannot be written: permission denied")
    assert [each.name for each in out.iterdir()] == ["report.json"]
    assert (out / "report.json").read_text() == "old"


@pytest.mark.parametrize("where", ["plan.yaml/report.json", "out", "x" * 300])
def test_an_impossible_report_path_is_refused(here, folder, where):
    """Nothing is left behind."""
    (folder / "out").mkdir()

    ended = here("validate", "plan.yaml", *DAY, "--format", f"json={where}")

    assert (ended.code, ended.out) == (2, "")
    assert "cannot be written" in ended.first
    assert sorted(os.listdir(folder)) == ["out", "plan.yaml"]


@pytest.mark.parametrize("form", ["github", "markdown", "csv", "junit", "sarif", "tap"])
def test_a_closed_pipe_keeps_the_verdict_in_the_other_formats(form):
    """A reader that closes its end changes nothing."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = apart("validate", "plan.yaml", *DAY, "--format", form, stdout=writer)
    finally:
        os.close(writer)

    assert (ended.code, ended.err) == (1, "")


def test_a_checklist_may_come_through_a_pipe(folder):
    """A pipe with a writer is read to its end."""
    (folder / "tiny.yaml").write_text(checklist("{kind: present, paths: [launch.owner]}"))
    with open(folder / "tiny.yaml", "rb") as pipe:
        ended = apart("checks", "--checklist", "/dev/stdin", stdin=pipe)

    assert ended.code in {0, 2}
    assert "Traceback" not in ended.err
