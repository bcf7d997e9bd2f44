"""Shards: any sharding merges to the bytes of the whole run, and nothing that is missing or changed goes unseen."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from launches import commit  # noqa: F401  # a fixture

from launchcheck.formats import TEXT_FORMATS
from launchcheck.shards import Share

ROOT = Path(__file__).parents[2]
DAY = "2027-02-01"
PLANS = ["acme", "malformed", "my-va", "new-product", "not-ready", "price-change", "quiet", "ready", "sunset"]
FORMATS = [each.value for each in TEXT_FORMATS]
Here = Callable[..., tuple[int, str, str]]


@pytest.fixture
def launches(calm: None, tmp_path: Path) -> Path:
    """A folder with plans: ready, closed and malformed ones, with packs, and with settings of their own."""
    for name in PLANS:
        folder = tmp_path / "launches" / ("own" if name in {"quiet", "sunset"} else "")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "examples" / f"{name}.yaml", folder)
    (tmp_path / ".launchcheck.yaml").write_text("plans: [launches]\n")
    (tmp_path / "launches" / "own" / ".launchcheck.yaml").write_text(
        "ignore: [goals.few]\nseverity: {sales.seven-times: warning}\n"
    )
    return tmp_path


def shard(here: Here, of: int, *options: str, day: str = DAY) -> list[str]:
    """Check all shards, and return their files."""
    paths = [f"shard-{number}.jsonl" for number in range(1, of + 1)]
    for number, path in enumerate(paths, 1):
        arguments = ("--shard", f"{number}/{of}", "--as-of", day, "--format", f"jsonl={path}", *options)
        assert here("validate", "launches", *arguments)[0] in {0, 1, 2}
    return paths


@pytest.mark.parametrize("format", FORMATS)
def test_the_shards_give_what_the_whole_run_gives(here: Here, launches: Path, format: str) -> None:
    """In every format: the same bytes, the same errors and the same exit code."""
    if format == "html":
        pytest.importorskip("jinja2", reason="html needs jinja2")
    whole = here("validate", "launches", "--as-of", DAY, "--format", format)
    assert here("merge", *shard(here, 3), "--format", format) == whole
    assert whole[0] == 2


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_sharding_gives_the_whole(here: Here, launches: Path, data: st.DataObject) -> None:
    """However many shards there are, whatever is checked how, and in whatever order they are named."""
    of = data.draw(st.integers(1, 12), "shards")
    options = [
        *data.draw(st.sampled_from([(), ("--fail-on", "overdue"), ("--fail-on", "never")])),
        *data.draw(
            st.sampled_from([(), ("--tier", "3"), ("--no-waivers",), ("--area", "sales"), ("--waves",)])
        ),
        *data.draw(st.sampled_from([(), ("--exclude", "launches/malformed.yaml")])),
    ]
    shown = ["--format", data.draw(st.sampled_from([each for each in FORMATS if each != "html"]))]
    verbose = data.draw(st.sampled_from([(), ("--verbose",)]))
    paths = data.draw(st.permutations(shard(here, of, *options)))
    whole = here("validate", "launches", "--as-of", DAY, *options, *shown, *verbose)
    assert here("merge", *paths, *shown, *verbose) == whole


def test_a_comparison_survives(here: Here, launches: Path, commit: Any) -> None:  # noqa: F811
    """What is worse, weaker or gone since a commit is in the shards, too."""
    commit("Start")
    (launches / "launches" / "ready.yaml").unlink()
    plan = launches / "launches" / "my-va.yaml"
    plan.write_text(plan.read_text().replace("tier: 2", "tier: 3").replace("tier: 1", "tier: 3"))
    options = ("--against", "HEAD", "--fail-on", "regression,weakened")
    for format in ("terminal", "json", "sarif", "github"):
        whole = here("validate", "launches", "--as-of", DAY, *options, "--format", format)
        assert here("merge", *shard(here, 4, *options), "--format", format) == whole
    assert "ready.yaml" in whole[1]


def test_a_shard_without_plans_is_whole(here: Here, launches: Path) -> None:
    """With more shards than plans, some are empty; they are files all the same, and open."""
    paths = shard(here, 40)
    empty = [path for path in paths if '"end": 0' in Path(path).read_text()]
    assert empty
    number = empty[0].removeprefix("shard-").removesuffix(".jsonl")
    arguments = ("--shard", f"{number}/40", "--as-of", DAY, "--format", f"jsonl={empty[0]}")
    assert here("validate", "launches", *arguments) == (0, "", "")
    assert here("merge", *paths, "--quiet")[:2] == (2, "")  # a plan is malformed; the shards are whole


def test_a_plan_stays_in_its_shard() -> None:
    """Its path alone decides, whatever other plans there are and however the system writes paths."""
    assert [path for path in ("a/b.yaml", "a\\b.yaml", "c.yaml", "d.yaml") if Share(1, 2).holds(path)] == [
        "a/b.yaml",
        "a\\b.yaml",
    ]
    for path in ("a.yaml", "b/c.yaml"):
        assert sum(Share(number, 7).holds(path) for number in range(1, 8)) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--shard", "1/2", "--format", "jsonl=a.jsonl"),
            "--shard needs --as-of, the same day for every shard",
        ),
        (("--shard", "1/2", "--as-of", DAY), "--shard keeps its plans in a file: --format jsonl=shard.jsonl"),
        (("--shard", "1/2", "--as-of", DAY, "--format", "jsonl"), "--shard keeps its plans in a file"),
        (("--shard", "0/2", "--as-of", DAY), "--shard: there is no shard 0/2; the first of 2 is 1/2"),
        (("--shard", "3/2", "--as-of", DAY), "--shard: there is no shard 3/2; the first of 2 is 1/2"),
        (
            ("--shard", "half", "--as-of", DAY),
            "--shard: 'half' is not a shard; write 3/8 for the third of eight",
        ),
        (("--shard", "1/9999", "--as-of", DAY), "--shard: there is no shard 1/9999"),
    ],
)
def test_a_shard_that_cannot_be_merged_is_refused(
    here: Here, launches: Path, arguments: Any, said: str
) -> None:
    """The day and the file are required, since the merge depends on them."""
    code, out, err = here("validate", "launches", *arguments)
    assert (code, out, said in " ".join(err.split())) == (2, "", True)
    assert not Path("a.jsonl").exists()


# -- what merge refuses ------------------------------------------------------------------------------


def refused(here: Here, *paths: str) -> str:
    """The error of a merge, in one line; nothing is written."""
    Path("board.json").unlink(missing_ok=True)
    code, out, err = here("merge", *paths, "--format", "json=board.json", "--format", "terminal")
    assert (code, out, Path("board.json").exists()) == (2, "", False)
    return " ".join(err.split())


def test_a_missing_shard_is_refused(here: Here, launches: Path) -> None:
    """However many are missing, they are named."""
    one, two, _, four = shard(here, 4)
    assert "shard 3 of 4 is missing help: name the files of all shards" in refused(here, one, two, four)
    assert "shards 1, 3 and 4 of 4 are missing" in refused(here, two)


def test_a_shard_that_is_there_twice_is_refused(here: Here, launches: Path) -> None:
    """Under one name or two."""
    one, two = shard(here, 2)
    shutil.copy(one, "copy.jsonl")
    assert "shard 1/2 is there twice --> shard-1.jsonl:1" in refused(here, one, two, one)
    assert "it is in shard-1.jsonl and copy.jsonl" in refused(here, one, two, "copy.jsonl")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda here: shard(here, 2, day="2027-02-02"), "made with the day 2027-02-02, unlike shard-1.jsonl"),
        (lambda here: shard(here, 2, "--fail-on", "overdue"), "made with the rule overdue, unlike"),
        (
            lambda here: shard(here, 2, "--no-config", "--fail-on", "blocker"),
            "made with another checklist or other settings, unlike",
        ),
        (lambda here: shard(here, 2, "--no-waivers"), "made with other options, unlike"),
        (
            lambda here: shard(here, 2, "--exclude", "launches/acme.yaml"),
            "made with another list of plans, unlike",
        ),
        (
            lambda here: shard(here, 2, "--ignore", "goals.few"),
            "made with another checklist or other settings",
        ),
        (lambda here: shard(here, 3), "made with 3 shards, unlike shard-1.jsonl"),
    ],
)
def test_a_shard_that_was_made_in_another_way_is_refused(
    here: Here, launches: Path, change: Any, said: str
) -> None:
    """Another day, rule, list or checklist: what was found does not belong together."""
    one, _ = shard(here, 2)
    kept = Path(one).read_bytes()
    change(here)
    Path(one).write_bytes(kept)
    assert said in refused(here, "shard-1.jsonl", "shard-2.jsonl")


def test_a_shard_of_another_version_is_refused(here: Here, launches: Path) -> None:
    """Lines are read by the version that wrote them."""
    one, two = shard(here, 2)
    text = Path(one).read_text()
    Path(one).write_text(re.sub(r'"version": "[^"]*"', '"version": "9.0.0"', text, count=1))
    assert "made by launchcheck 9.0.0, and this is" in refused(here, one, two)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("no JSON\n", "this is not a shard"),
        ("[]\n", "this is not a shard"),
        ('{"schema": "launchcheck.report/1"}\n', "this is 'launchcheck.report/1', not a shard"),
    ],
)
def test_another_file_is_refused(here: Here, launches: Path, text: str, said: str) -> None:
    """The message says what a shard is, and how to write one."""
    Path("other.jsonl").write_text(text)
    found = refused(here, "other.jsonl")
    assert (said in found, "launchcheck validate --shard 1/2" in found) == (True, True)
    assert "no such file" in refused(here, "nowhere.jsonl").lower()


def test_no_line_can_be_dropped_doubled_or_changed(here: Here, launches: Path) -> None:
    """Each line of each shard, one after the other."""
    paths = shard(here, 3)
    for path in paths:
        whole = Path(path).read_bytes()
        lines = whole.splitlines(keepends=True)
        for index, line in enumerate(lines):
            middle = len(line) // 2
            other = bytes([line[middle] ^ 1])
            for changed in (
                [*lines[:index], *lines[index + 1 :]],
                [*lines[: index + 1], *lines[index:]],
                [*lines[:index], line[:middle] + other + line[middle + 1 :], *lines[index + 1 :]],
                [*lines[:index], line[:middle]],
            ):
                Path(path).write_bytes(b"".join(changed))
                assert refused(here, *paths), (path, index)
        Path(path).write_bytes(whole)
    assert here("merge", *paths, "--quiet")[0] == 2  # a plan is malformed; the shards are whole


def test_what_is_hostile_in_a_plan_stays_text(here: Here, launches: Path) -> None:
    """Line breaks, commands of a CI system and characters outside of ASCII come back as they were."""
    plan = launches / "launches" / "ready.yaml"
    name = '"::error::x \\u2028 </script> é 😀 \\n ##vso[task]"'
    plan.write_text(re.sub(r"(?m)^  name: .*", lambda _: f"  name: {name}", plan.read_text(), count=1))
    for format in ("terminal", "github", "json", "azure"):
        whole = here("validate", "launches", "--as-of", DAY, "--format", format)
        assert here("merge", *shard(here, 2), "--format", format) == whole


# -- the ready pipelines -----------------------------------------------------------------------------


def pipeline(name: str) -> dict[str, Any]:
    """A pipeline as data."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "examples" / "ci" / name).read_text(encoding="utf-8"))
    return found


def scripts(name: str) -> tuple[str, str]:
    """What the ready pipeline runs in each shard, and at the end."""
    jobs = pipeline(name)
    if name.startswith("gitlab"):
        return jobs["launch shard"]["script"][-1], jobs["launch gate"]["script"][-1]
    jobs = jobs["jobs"]
    runs = [
        [step["run"] for step in jobs[job]["steps"] if step.get("name") in {"check", "merge"}] for job in jobs
    ]
    _, (check,), (merge,) = runs
    return check, merge


@pytest.mark.parametrize("name", ["github-shards.yml", "gitlab-shards.yml"])
@pytest.mark.parametrize(("lost", "code"), [("", 2), ("shard-2.jsonl", 2)])
def test_the_ready_pipeline_runs(launches: Path, name: str, lost: str, code: int) -> None:
    """Four jobs and the last one, as they are written; a shard that is lost closes the gate."""
    binaries = launches / "venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "launchcheck").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m launchcheck "$@"\n')
    (binaries / "launchcheck").chmod(0o755)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "launches"], ["commit", "-qm", "Start"]):
        subprocess.run([*git, *arguments], check=True, cwd=launches)
    given = {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "RUNNER_TEMP": str(launches),
        "BASE": "main",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "DAY": DAY,
        "CI_PIPELINE_CREATED_AT": f"{DAY}T23:59:59Z",
        "CI_NODE_TOTAL": "4",
    }
    subprocess.run([*git, "update-ref", "refs/remotes/origin/main", "main"], check=True, cwd=launches)
    check, merge = scripts(name)
    for number in range(1, 5):
        own = {"SHARD": str(number), "CI_NODE_INDEX": str(number)}
        done = subprocess.run(
            ["sh", "-ec", check], cwd=launches, env=given | own, capture_output=True, text=True, check=False
        )
        assert (done.returncode, (launches / f"shard-{number}.jsonl").exists()) == (0, True), done.stderr
    if lost:
        (launches / lost).unlink()
    done = subprocess.run(
        ["sh", "-ec", merge], cwd=launches, env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert ("shard 2 of 4 is missing" in done.stderr) == bool(lost)


def test_the_ready_pipelines_check_every_shard() -> None:
    """As many jobs run as the list has parts."""
    github = pipeline("github-shards.yml")["jobs"]
    assert github["shard"]["strategy"]["matrix"]["shard"] == [1, 2, 3, 4]
    assert '"$SHARD/4"' in scripts("github-shards.yml")[0]
    assert pipeline("gitlab-shards.yml")["launch shard"]["parallel"] == 4
    assert github["gate"]["if"] == "${{ !cancelled() }}"


def test_the_head_says_what_a_shard_is_part_of(here: Here, launches: Path) -> None:
    """Its first line is JSON with the format, the part, the list, the day, the rule and the version."""
    (path,) = shard(here, 1)
    head = json.loads(Path(path).read_text().splitlines()[0])
    assert (head["schema"], head["shard"], head["of"], head["plans"], head["as_of"], head["fail_on"]) == (
        "launchcheck.shard/1",
        1,
        1,
        len(PLANS),
        DAY,
        "blocker",
    )
