"""Report outputs: several formats at once, atomic files, and GitHub Actions."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest
from command import PLAN, apart, started

TINY = ("--checklist", "./tiny.yaml", "--as-of", "2027-02-01", "--tier", "1")


def test_writes_several_formats(here, tmp_path):
    """One goes to standard output, the others to files, whose folders are created."""
    ended = here(
        "validate", "plan.yaml", *TINY, "--format", "sarif=reports/a/launch.sarif", "--format", "text",
        "--format", "junit=reports/launch.xml",
    )  # fmt: skip

    assert (ended.code, ended.err) == (1, "")
    assert ended.out == "plan.yaml:2:1: blocker product.released launch.release_date is missing\n"
    assert json.loads((tmp_path / "reports" / "a" / "launch.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "reports" / "launch.xml").read_text().endswith("</testsuites>\n")
    assert sorted(os.listdir(tmp_path / "reports")) == ["a", "launch.xml"]


def test_writes_only_files_if_all_formats_have_one(here):
    """Standard output is for the format without a file."""
    ended = here("validate", "plan.yaml", *TINY, "--format", "json=report.json")

    assert (ended.code, ended.out, ended.err) == (1, "", "")


@pytest.mark.parametrize(
    ("formats", "words"),
    [
        (["jsn"], "invalid value for '--format': 'jsn' is not a format; did you mean 'json'?"),
        (
            ["json="],
            "invalid value for '--format': 'json=' is missing the file; write json=PATH, or json alone",
        ),
        (["json", "text"], "only one format can go to standard output, not json and text; write text=PATH"),
        (["json=a", "text=./a"], "two formats cannot go to the same file"),
    ],
)
def test_refuses_impossible_outputs(here, formats, words):
    """An error in a format is a usage error."""
    asked = [word for each in formats for word in ("--format", each)]

    ended = here("validate", "plan.yaml", *TINY, *asked)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: {words}\n")


@pytest.mark.parametrize("named", [["plan.yaml"], ["plan.yaml", "other.yaml"], ["broken.yaml", "plan.yaml"]])
@pytest.mark.parametrize("own", ["plan.yaml", "plan.votes.jsonl"])
@pytest.mark.parametrize("shard", [(), ("--shard", "1/2", "--format", "jsonl=shard.jsonl")])
def test_never_overwrites_a_plan_or_its_votes(here, tmp_path, named, own, shard):
    """A report that would replace what it is about is refused, whether one plan is checked or several."""
    (tmp_path / "other.yaml").write_text(PLAN)
    (tmp_path / "broken.yaml").write_text("launchcheck: [\n")
    (tmp_path / "plan.votes.jsonl").write_text("")
    before = (tmp_path / own).read_text()

    ended = here("validate", *named, *TINY, *shard, "--format", f"junit={tmp_path / own}")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("error: this would overwrite a plan or its record of votes\n")
    assert (tmp_path / own).read_text() == before
    assert not (tmp_path / "shard.jsonl").exists()


def test_never_takes_the_place_of_the_votes(here, tmp_path):
    """A report under the name of the record would be read as votes, also before there are any."""
    ended = here("validate", "plan.yaml", *TINY, "--format", "junit=plan.votes.jsonl")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("error: this would overwrite a plan or its record of votes\n")
    assert not (tmp_path / "plan.votes.jsonl").exists()


def test_merge_never_overwrites_a_shard(here, tmp_path):
    """Nor does merge with the shards that it reads."""
    here("validate", "plan.yaml", *TINY, "--shard", "1/1", "--format", "jsonl=shard.jsonl")
    before = (tmp_path / "shard.jsonl").read_text()

    ended = here("merge", "shard.jsonl", "--format", "json=shard.jsonl")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("error: this would overwrite a shard\n")
    assert (tmp_path / "shard.jsonl").read_text() == before


def test_keeps_the_old_report_if_the_new_one_fails(here, tmp_path):
    """Files are replaced together, or not at all."""
    (tmp_path / "report.json").write_text("old")
    (tmp_path / "file").write_text("")

    ended = here(
        "validate", "plan.yaml", *TINY, "--format", "json=report.json", "--format", "junit=file/x.xml"
    )

    assert (ended.code, ended.out) == (2, "")
    assert ended.first.startswith("file/x.xml: cannot be written: ")
    assert ended.err.count("\n") == 2
    assert (tmp_path / "report.json").read_text() == "old"
    assert not list(tmp_path.glob("*.tmp"))


def test_keeps_the_mode_and_the_target_of_a_link(here, tmp_path):
    """A report replaces an existing file."""
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "real.json").chmod(0o640)
    (tmp_path / "report.json").symlink_to("real.json")

    here("validate", "plan.yaml", *TINY, "--format", "json=report.json")

    assert json.loads((tmp_path / "real.json").read_text())["source"] == "plan.yaml"
    assert (tmp_path / "real.json").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "report.json").is_symlink()


def test_refuses_a_folder(here, tmp_path):
    """A folder is not a file."""
    (tmp_path / "reports").mkdir()

    ended = here("validate", "plan.yaml", *TINY, "--format", "json=reports")

    assert (ended.code, ended.first) == (2, "reports: cannot be written: is a directory")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("plans", [["plan.yaml"], ["plan.yaml", "other.yaml"]], ids=len)
def test_reports_a_full_disk(here, tmp_path, plans):
    """One line, and exit code 2: without a report there is no verdict."""
    (tmp_path / "other.yaml").write_text(PLAN)

    ended = here("validate", *plans, *TINY, "--format", "json=/dev/full")

    assert (ended.code, ended.out) == (2, "")
    assert ended.first == "/dev/full: cannot be written: no space left on device"


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal here")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_leaves_no_partial_report(tmp_path, number):
    """A killed run leaves the old report, and cleans up if the signal allows it."""
    folder = tmp_path / "launches"
    folder.mkdir()
    for index in range(1000):
        (folder / f"p{index}.yaml").write_text(PLAN)
    (tmp_path / "report.json").write_text("old")
    process = started("validate", "launches", "--format", "json=report.json", "--jobs", "2")
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob("report.json.*.tmp")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)

    assert process.wait(timeout=60) == -number
    assert (tmp_path / "report.json").read_text() == "old"
    assert bool(list(tmp_path.glob("*.tmp"))) is (number == signal.SIGKILL)


@pytest.mark.skipif(os.name != "posix", reason="there are no such descriptors here")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("form", ["jsonl", "text", "terminal", "json"])
def test_survives_a_closed_pipe(tmp_path, form, jobs):
    """The exit code is that of the verdict, for one plan and for many."""
    (tmp_path / "other.yaml").write_text(PLAN)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = apart(
            "validate", "plan.yaml", "other.yaml", *TINY, "--format", form, "--jobs", jobs, stdout=writer
        )
    finally:
        os.close(writer)

    assert (ended.code, ended.err) == (1, "")


@pytest.fixture
def in_actions(monkeypatch, tmp_path):
    """Simulate a GitHub Actions job and return its summary file."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return tmp_path / "summary.md"


def annotations(text):
    """The lines that GitHub reads as annotations."""
    return [line.partition(" ")[0] for line in text.splitlines() if line.startswith("::")]


def test_annotates_automatically(here, in_actions):
    """Annotations are printed after the report for people, and the summary is extended."""
    in_actions.write_text("before\n")

    ended = here("validate", "plan.yaml", *TINY)

    assert annotations(ended.out) == ["::error", "::notice"]
    assert ended.err == ""
    assert in_actions.read_text().startswith("before\n## Orbit Sync 2.0: on track\n")


def test_keeps_annotations_out_of_a_document(here, in_actions):
    """If standard output is a document, they go to standard error."""
    ended = here("validate", "plan.yaml", *TINY, "--format", "json")

    assert json.loads(ended.out)["source"] == "plan.yaml"
    assert annotations(ended.err) == ["::error", "::notice"]


def test_annotates_once(here, in_actions):
    """An explicit request for annotations does not double them."""
    assert annotations(here("validate", "plan.yaml", *TINY, "--format", "github").out) == [
        "::error",
        "::notice",
    ]


def test_annotates_several_plans(here, in_actions, tmp_path):
    """Each plan is annotated, even one that cannot be checked, and a table sums up all of them."""
    (tmp_path / "broken.yaml").write_text(PLAN.replace("  tier: 2\n", "  tier: 4\n"))

    ended = here("validate", "plan.yaml", "broken.yaml", *TINY)

    assert annotations(ended.out) == ["::error", "::error", "::notice", "::notice"]
    assert in_actions.read_text().startswith("## 2 plans: 1 unreadable, 1 on track\n")


def test_annotates_a_plan_that_cannot_be_checked(here, in_actions, tmp_path):
    """The error's place is annotated."""
    (tmp_path / "plan.yaml").write_text(PLAN.replace("  tier: 2\n", "  tier: 4\n"))

    ended = here("validate", "plan.yaml", *TINY)

    assert ended.code == 2
    assert ended.out.startswith("::error file=plan.yaml,line=5,endLine=5,col=9,endColumn=9,title=")
    assert "could not be checked" in in_actions.read_text()


def test_no_ci_turns_it_off(here, in_actions):
    """With --no-ci there are no annotations and no summary."""
    ended = here("validate", "plan.yaml", *TINY, "--no-ci")

    assert annotations(ended.out) == []
    assert not in_actions.exists()


def test_works_without_a_summary(here, in_actions, monkeypatch):
    """A summary that cannot be written is reported, and does not change the verdict."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(in_actions / "gone" / "x.md"))

    ended = here("validate", "plan.yaml", *TINY, "--fail-on", "never")

    assert ended.code == 0
    assert ended.err == "launchcheck: cannot write the job summary: no such file or directory\n"


def test_reports_a_file_of_a_plan_that_cannot_be_checked(here, tmp_path):
    """An old report is not left in place as if it were new."""
    (tmp_path / "plan.yaml").write_text(PLAN.replace("  tier: 2\n", "  tier: 4\n"))
    Path("report.xml").write_text("old")

    ended = here("validate", "plan.yaml", *TINY, "--format", "junit=report.xml", "--format", "json")

    assert (ended.code, ended.out) == (2, "")
    assert '<error type="unreadable"' in Path("report.xml").read_text()


@pytest.mark.parametrize("plans", [["plan.yaml"], ["p*.yaml"]], ids=" ".join)
def test_writes_no_report_if_quiet(here, tmp_path, plans):
    """The exit code, files and formats for programs remain."""
    quiet = here("validate", *plans, *TINY, "-q", "--format", "terminal", "--format", "json=report.json")

    assert (quiet.code, quiet.out, quiet.err) == (here("validate", *plans, *TINY).code, "", "")
    assert (tmp_path / "report.json").read_text() == here(
        "validate", *plans, *TINY, "-q", "--format", "json"
    ).out
    assert here("validate", "gone.yaml", "-q").first == "gone.yaml: no such file"
