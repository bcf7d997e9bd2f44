"""Every example shows what it is meant to show, under the test checklist: a new built-in item changes nothing here.

That the ready example is ready by the built-in checklist is a test of its own.
"""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

import launchcheck
from launchcheck import api, cli, formats
from launchcheck.checks.problem import dotted
from launchcheck.errors import LaunchcheckError
from launchcheck.formats import Format
from launchcheck.report import FailOn, Report
from launchcheck.results import Status

ROOT = Path(__file__).parent.parent
STORED = Path(__file__).parent / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A plan, its date and checklist, and the expected result."""

    name: str
    plan: str
    day: date
    verdict: str
    gate: str
    fail_on: FailOn = FailOn.BLOCKER

    def report(self, checklist: str = "tests/data/checklist.yaml") -> Report:
        """The report under the test checklist or another one."""
        return api.validate_file(f"examples/{self.plan}.yaml", checklist=[checklist], today=self.day)


EXAMPLES = [
    Example("ready", "ready", date(2027, 2, 16), "ready", "no blocker is open"),
    Example("ready-earlier", "ready", date(2027, 1, 29), "on_track", "5 open blockers"),
    Example(
        "on-track", "on-track", date(2027, 4, 19), "on_track", "no blocker is overdue", fail_on=FailOn.OVERDUE
    ),
    Example("not-ready", "not-ready", date(2027, 3, 8), "not_ready", "10 open blockers"),
    Example("quiet", "quiet", date(2027, 4, 13), "ready", "no blocker is open"),
    Example("my-va", "my-va", date(2021, 6, 30), "not_ready", "16 open blockers"),
]
BY_NAME = {example.name: example for example in EXAMPLES}


@pytest.fixture(autouse=True)
def _from_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run from the root of the repository, so that messages name files relative to it."""
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("format", [Format.JSON, Format.TEXT], ids=lambda each: each.value)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_matches_its_stored_report(
    example: Example, format: Format, golden: Callable[[str, Path], None]
) -> None:
    """JSON and text equal the stored report, except for the version of launchcheck."""
    out = io.StringIO()
    formats.write(example.report(), format, out, formats.Options(fail_on=example.fail_on))
    text = out.getvalue().replace(f'"version": "{launchcheck.__version__}"', '"version": "0"')
    golden(text, STORED / f"{example.name}.{'json' if format is Format.JSON else 'txt'}")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_ends_with_its_verdict(example: Example) -> None:
    """The verdict and the reason for the gate are those of the table."""
    report = example.report()
    assert (report.verdict.value, report.gate(example.fail_on).reason) == (example.verdict, example.gate)


NOT_ASKED = {"launch.dated", "launch.tasks-done", "launch.tasks-late", "launch.approvals-given"}
"""Items that do not apply to the ready example: its date is a day, and it has no tasks or approvals."""


def test_the_ready_example_has_nothing_open_on_its_launch_date() -> None:
    """Every built-in item passes, except the question for the day of a date that is a period."""
    statuses = {result.item.id: result.status for result in BY_NAME["ready"].report("launch").results}
    assert {id for id, status in statuses.items() if status is not Status.PASSED} == NOT_ASKED


def test_the_on_track_example_is_late_only_with_a_warning() -> None:
    """One warning is overdue, and one finding is waived."""
    results = BY_NAME["on-track"].report().results
    late = [result.item.id for result in results if result.is_overdue]
    waived = [result.item.id for result in results if result.status is Status.WAIVED]
    assert (late, waived) == (["audience.alternatives"], ["campaigns.covered"])


def test_the_not_ready_example_breaks_the_joins_it_names() -> None:
    """The open items are exactly those that its opening comment lists."""
    assert [result.item.id for result in BY_NAME["not-ready"].report().results if result.is_open] == [
        "launch.polled",
        "product.features-done",
        "product.caveats-carried",
        "campaigns.covered",
        "campaigns.expectations",
        "campaigns.claims-proved",
        "campaigns.stage-consistent",
        "campaigns.order",
        "sales.seven-times",
        "sales.seven-ways",
        "customer_success.briefed-first",
    ]


def test_a_company_checklist_opens_additional_items() -> None:
    """It asks for a weekly demo check, more translations, and a poll, and the votes are about another checklist."""
    ready = BY_NAME["ready"]
    theirs, ours = (
        {result.item.id for result in ready.report(checklist).results if result.is_open}
        for checklist in ("examples/acme.yaml", "launch")
    )
    assert theirs - ours == {"launch.polled", "acme.translations", "sales.demo"}


def test_the_quiet_example_warns_and_does_not_block() -> None:
    """A tier 3 launch may have open items and still be ready."""
    report = BY_NAME["quiet"].report()
    assert (len(report.blockers), len(report.warnings) > 0) == (0, True)


def test_a_launched_plan_is_judged_as_of_its_launch_date() -> None:
    """Without a day of its own, the real launch is checked as of the day on which it took place."""
    assert api.validate_file("examples/my-va.yaml").as_of == date(2021, 6, 30)


def test_the_malformed_example_reports_all_errors_at_once(
    golden: Callable[[str, Path], None],
) -> None:
    """Each error has its place and, where possible, a suggestion."""
    with pytest.raises(LaunchcheckError) as caught:
        api.validate_file("examples/malformed.yaml", today=date(2027, 2, 16))
    lines = [f"{part}{f' ({part.hint})' if part.hint else ''}\n" for part in caught.value.parts]
    golden("".join(lines), STORED / "malformed.txt")


WITH_PACKS = {
    "price-change": [
        (date(2027, 9, 1), "ready", ["launch.polled"]),
        (date(2027, 8, 10), "on_track", ["launch.polled"]),
    ],
    "new-product": [
        (
            date(2027, 5, 5),
            "not_ready",
            [
                "launch.polled",
                "positioning.tested",
                "positioning.approved",
                "pricing.one-price",
                "legal.claims",
                "press.release",
                "calendar.waits",
                "runsheet.campaigns",
            ],
        ),
    ],
    "sunset": [
        (date(2027, 9, 25), "not_ready", ["launch.polled", "sunset.data", "sunset.nobody-left"]),
    ],
}
"""Examples that turn packs on: days, each with the verdict, and the items open by facts that have come."""


@pytest.mark.parametrize(
    ("plan", "day", "verdict", "open"),
    [(plan, *expected) for plan, days in WITH_PACKS.items() for expected in days],
)
def test_an_example_with_packs_is_open_where_its_comment_says(
    plan: str, day: date, verdict: str, open: list[str]
) -> None:
    """The built-in checklist and the packs find these, and nothing else."""
    report = api.validate_file(f"examples/{plan}.yaml", today=day)
    found = [result.item.id for result in report.results if result.is_open and result.kind != "scheduled"]
    assert (report.verdict.value, found) == (verdict, open)


def test_the_examples_with_packs_accept_one_finding_each_by_name() -> None:
    """Of a new product it is one finding of the attack, of a sunset the group that was told too late."""
    waived = {}
    for plan in ("new-product", "sunset"):
        day, _, _ = WITH_PACKS[plan][0]
        report = api.validate_file(f"examples/{plan}.yaml", today=day)
        waived[plan] = [
            (result.item.id, [dotted(found.where) for found in result.findings])
            for result in report.results
            if result.status is Status.WAIVED
        ]
    assert waived == {
        "new-product": [("security.findings", ["security.findings[2].status"])],
        "sunset": [("sunset.told-in-person", ["sunset.dependents[1].told_on"])],
    }


def test_the_new_product_is_asked_what_came_of_it_only_after_its_launch() -> None:
    """On launch day no item of the pack after applies; the day after, those with missing facts are open."""
    asked = {}
    for day in (date(2027, 5, 11), date(2027, 5, 12)):
        report = api.validate_file("examples/new-product.yaml", today=day)
        asked[day.day] = [
            each.item.id for each in report.results if each.item.area == "after" and each.is_open
        ]
    assert asked[11] == []
    assert asked[12][:2] == ["after.first-look", "after.measured"]


def test_every_example_is_in_a_table() -> None:
    """Each example plan is in one of the tables, and the two other files are used."""
    files = {path.stem for path in (ROOT / "examples").glob("*.yaml")}
    assert files == {example.plan for example in EXAMPLES} | {*WITH_PACKS, "acme", "malformed"}


def test_every_stored_report_belongs_to_an_example() -> None:
    """No stored report is left over from a removed example."""
    names = {f"{example.name}.{ending}" for example in EXAMPLES for ending in ("json", "txt")}
    assert {path.name for path in STORED.iterdir()} == names | {"malformed.txt"}


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_opens_with_a_comment(path: Path) -> None:
    """The comment says what the example is and what to look at."""
    comment = path.read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
    assert all(line.startswith("#") for line in comment)
    assert any("What to look at" in line for line in comment)


@pytest.mark.parametrize("day", ["2026-11-27", "2027-02-20", "2027-03-05", "2027-03-10"])
def test_a_large_launch_in_trouble_is_reported_in_90_lines(day: str) -> None:
    """A tier 1 plan with about 26 open items, at 80 columns."""
    report = api.validate_file("examples/not-ready.yaml", today=date.fromisoformat(day))
    out = io.StringIO()
    formats.write(report, Format.TERMINAL, out, formats.Options(width=80))
    assert len(out.getvalue().splitlines()) <= 90


class Shown(NamedTuple):
    """A command in the comment at the top of an example, and what the comment says of it."""

    example: str
    line: str
    says: str


def _shown() -> list[Shown]:
    """Every command that an example shows."""
    found = []
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        top = path.read_text(encoding="utf-8").split("\n\n")[0]
        lines = re.findall(r"^#   (launchcheck .*?)(?:  +(.*))?$", top, re.MULTILINE)
        lines += [(line, "") for line in re.findall(r"`(launchcheck [^`]+)`", top)]
        found += [Shown(path.stem, *line) for line in lines]
    return found


@pytest.mark.parametrize("shown", _shown(), ids=lambda shown: shown.line)
def test_a_command_in_the_comment_of_an_example_does_what_it_says(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    """It runs; where the comment says the verdict or the gate, that is what comes out."""
    code = cli.run(shlex.split(shown.line)[1:])
    out, err = capsys.readouterr()
    verdict = re.search(r"^(NOT READY|ON TRACK|READY)\b", out, re.MULTILINE)
    said = next(
        (word for word in ("not ready", "ready", "closed", "open") if shown.says.startswith(word)), ""
    )
    assert (code == 2) is (shown.example == "malformed"), err
    if said in {"ready", "not ready"}:
        assert verdict
        assert verdict[1].lower() == said
    elif said:
        assert code == {"open": 0, "closed": 1}[said]


def test_every_example_shows_a_command() -> None:
    """Whoever opens one sees what to run."""
    assert {shown.example for shown in _shown()} == {path.stem for path in (ROOT / "examples").glob("*.yaml")}
