"""A launch whose date is a period: checked on its first and last day, and never ready without a day."""

from __future__ import annotations

import io
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from launchcheck import badge, catalog, votes
from launchcheck.api import validate_text
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.formats import Format, Options, write
from launchcheck.plan import Plan
from launchcheck.program import Program
from launchcheck.report import FailOn, Report, Verdict
from launchcheck.results import Result, Status
from launchcheck.source import Source
from launchcheck.validate import validate
from launchcheck.windows import Window

EXAMPLES = Path(__file__).parent.parent / "examples"
PLANS = [EXAMPLES / "ready.yaml", EXAMPLES / "not-ready.yaml", EXAMPLES / "quiet.yaml"]
PERIODS = ["2027-W07", "2027-02", "2027-01", "2027-Q1", "2027-H1", "2027"]

FORM = """\
launchcheck: 1
launch:
  name: Registration form 2
  tier: 2
  date: 2027-03
  release_date: 2027-03-10
people:
  pm: {name: Pat Moss, function: product_management}
product:
  features:
    - {id: layout, name: New layout, status: in_progress}
    - {id: several, name: Several schools in one session, status: in_progress}
  rollout:
    steps:
      - {date: 2027-03-01, percent: 5, exit: Ten submissions}
      - {date: 2027-03-09, percent: 100}
goals:
  - {id: errors, kind: guardrail, metric: Error rate, unit: percent, threshold: 1}
"""


def report(text: str = FORM, today: date = date(2026, 12, 1)) -> Report:
    """The report of a plan."""
    return validate_text(text, name="form.yaml", today=today)


def one(found: Report, id: str) -> Result:
    """The result of one item."""
    return next(each for each in found.results if each.item.id == id)


def written(found: Report, form: Format) -> str:
    """A report in one of the formats."""
    out = io.StringIO()
    write(found, form, out, Options())
    return out.getvalue()


# -- what an item says ---------------------------------------------------------------------------


def test_due_dates_count_from_the_last_day_of_the_period() -> None:
    """While it may still be later, nothing is overdue too early."""
    found = report()
    assert found.launch.date == date(2027, 3, 31)
    assert (found.launch.window, one(found, "launch.release-before-launch").due) == (
        Window.of("2027-03"),
        date(2027, 3, 24),
    )


def test_what_fails_on_one_day_of_the_period_is_unanswered() -> None:
    """Whether the release comes before the launch depends on a day that is not known."""
    result = one(report(), "launch.release-before-launch")
    assert result.status is Status.UNANSWERED
    ((finding),) = result.findings
    assert (finding.kind, finding.where, finding.wants) == (
        "missing",
        ("launch", "date"),
        (("launch", "date"),),
    )
    assert finding.message == (
        "it depends on the day of the launch; on Mon 1 Mar 2027, launch.release_date is Wed 10 Mar 2027;"
        " it must be on or before launch.date (Mon 1 Mar 2027)"
    )
    assert [place.line for place in (finding.location, *finding.related)] == [5, 6]


def test_what_only_the_day_is_missing_for_is_because_of_it() -> None:
    """One missing fact is one blocker: the day."""
    assert one(report(), "launch.release-before-launch").because_of == "launch.dated"


def test_what_fails_on_every_day_of_the_period_fails() -> None:
    """A release after the last day of the period is wrong whatever the day will be."""
    result = one(report(FORM.replace("2027-03-10", "2027-04-01")), "launch.release-before-launch")
    assert (result.status, [finding.message for finding in result.findings]) == (
        Status.FAILED,
        [
            (
                "launch.release_date is Thu 1 Apr 2027; it must be on or before launch.date (Wed 31 Mar 2027,"
                " the last day of 2027-03)"
            )
        ],
    )


def test_what_holds_on_every_day_of_the_period_passes() -> None:
    """A release before the first day of the period is in time."""
    result = one(report(FORM.replace("2027-03-10", "2027-02-26")), "launch.release-before-launch")
    assert result.status is Status.PASSED


def test_what_does_not_depend_on_the_date_is_as_with_a_day() -> None:
    """A feature in progress is under way, and a goal that is missing is missing."""
    assert [each.kind for each in one(report(), "product.features-done").findings] == ["under_way"] * 2
    assert one(report(), "goals.primary").status is Status.UNANSWERED


def test_the_release_may_be_a_period_too() -> None:
    """Its last day counts."""
    result = one(report(FORM.replace("2027-03-10", "2027-Q2")), "launch.release-before-launch")
    assert [finding.message for finding in result.findings] == [
        (
            "launch.release_date is Wed 30 Jun 2027, the last day of 2027-Q2; it must be on or before launch.date"
            " (Wed 31 Mar 2027, the last day of 2027-03)"
        )
    ]


def test_a_defect_may_be_fixed_by_a_period() -> None:
    """It is late on the day after the last day of the period, a Sunday."""
    defect = "{id: D-1, severity: 2, owner: pm, blocks_launch: false, fix_by: 2027-W10}"
    plan = FORM.replace("  rollout:", f"  defects: [{defect}]\n  rollout:")
    said = [
        [finding.message for finding in one(report(plan, today), "product.defects").findings]
        for today in (date(2027, 3, 14), date(2027, 3, 15))
    ]
    fixed = "fix_by is Sun 14 Mar 2027, the last day of 2027-W10"
    assert said == [[], [f"defect 'D-1': {fixed}; it must be no earlier than today (Mon 15 Mar 2027)"]]


@cache
def program() -> Program:
    """The built-in checklist, compiled once."""
    return Program.of(catalog.built_in())


@cache
def data_of(path: Path) -> Any:
    """An example as plain data."""
    return Source.read(path).data


def statuses(path: Path, when: str, today: date) -> dict[str, Status]:
    """The status of every item for an example with another launch date, nothing waived."""
    data = data_of(path)
    plan = Plan.model_validate({**data, "launch": {**data["launch"], "status": "planned", "date": when}})
    source = Source.parse("launchcheck: 1\n", "plan.yaml")
    facts = Facts(today, source.locate, source.name)
    results = validate(plan, program(), facts, waived=False).results
    return {each.item.id: each.status for each in results if each.item.id != "launch.dated"}


@settings(deadline=None)
@given(
    st.sampled_from(PLANS),
    st.sampled_from(PERIODS),
    st.dates(date(2026, 11, 1), date(2027, 7, 31)),
)
def test_an_item_fails_only_if_it_fails_on_both_ends(path: Path, period: str, today: date) -> None:
    """Failed on both days is failed, passed on both is passed; in any other case a fact is missing."""
    window = Window.of(period)
    first, last = (statuses(path, str(day), today) for day in (window.first, window.last))
    found = statuses(path, period, today)
    asked = [id for id in found if Status.NOT_APPLICABLE not in {first[id], last[id]}]
    expected = {id: last[id] if first[id] is last[id] else Status.UNANSWERED for id in asked}
    assert {id: found[id] for id in asked} == expected


# -- the verdict, and what is shown --------------------------------------------------------------


@pytest.mark.parametrize("period", PERIODS)
def test_a_launch_without_a_day_is_never_ready(period: str) -> None:
    """With everything else in place it is on track until the day is due, and not ready after that."""
    text = (EXAMPLES / "ready.yaml").read_text("utf-8").replace("date: 2027-02-16", f"date: {period}", 1)
    data = Source.parse(text, "plan.yaml").data
    assert str(data["launch"]["date"]) == period
    due = one(report(text), "launch.dated").due
    assert one(report(text, due), "launch.dated").is_overdue is False
    assert report(text, due).verdict is not Verdict.READY
    late = report(text, date.fromordinal(due.toordinal() + 1))
    assert (one(late, "launch.dated").is_overdue, late.verdict) == (True, Verdict.NOT_READY)


def test_the_question_for_the_day_is_first_and_cannot_be_waived() -> None:
    """Nothing else is as cheap to answer, or moves as much."""
    item = report().results[0].item
    assert (item.id, item.waivable) == ("launch.dated", False)


def test_a_report_says_which_day_it_counts_from() -> None:
    """For people and for programs."""
    found = report()
    words = "T is Wed 31 Mar 2027, the last day of 2027-03"
    assert words in " ".join(written(found, Format.TERMINAL).split())
    assert f"launch in 2027-03, as of Tue 1 Dec 2026 (T-120), plan form.yaml. {words}." in " ".join(
        written(found, Format.MARKDOWN).split()
    )
    assert "launch in 2027-03" in badge.of(found).title
    launch = json.loads(written(found, Format.JSON))["launch"]
    assert (launch["date"], launch["window"]) == (
        "2027-03-31",
        {"text": "2027-03", "from": "2027-03-01", "to": "2027-03-31"},
    )


def test_a_report_of_a_day_has_no_window() -> None:
    """Nothing is said about a last day."""
    found = report(FORM.replace("date: 2027-03\n", "date: 2027-03-31\n"))
    assert json.loads(written(found, Format.JSON))["launch"]["window"] is None
    assert "the last day of" not in written(found, Format.TERMINAL)
    assert one(found, "launch.dated").reason == "the date is a day"


def test_json_has_the_period_of_the_release() -> None:
    """`release_date` stays its last day; with a day there is no period."""
    for text, window in (
        ("2027-02", {"text": "2027-02", "from": "2027-02-01", "to": "2027-02-28"}),
        ("2027-02-28", None),
    ):
        found = validate_text(
            FORM.replace("release_date: 2027-03-10", f"release_date: {text}"), today=date(2027, 1, 5)
        )
        launch = json.loads(written(found, Format.JSON))["launch"]
        assert (launch["release_date"], launch["release_window"]) == ("2027-02-28", window)


def test_a_launch_that_has_happened_has_a_day() -> None:
    """It is refused at the date, with what to write."""
    with pytest.raises(LaunchcheckError) as caught:
        report(FORM.replace("tier: 2", "status: launched\n  tier: 2"))
    (part,) = caught.value.parts or (caught.value,)
    assert (str(part), part.hint) == (
        "form.yaml:6:9: the launch has happened, so its date is a day; 2027-03 is a period",
        "write the day of the launch as YYYY-MM-DD",
    )


@pytest.mark.parametrize(
    ("launch", "valid"),
    [
        ({"date": "2027-Q1"}, True),
        ({"date": 2027}, True),
        ({"date": "2027-Q5"}, False),
        ({"date": 1999}, False),
        ({"date": "2027-03-16", "status": "launched"}, True),
        ({"date": "2027-Q1", "status": "launched"}, False),
        ({"date": 2027, "status": "launched"}, False),
        ({"date": "2027-Q1", "release_date": "2027-02"}, True),
        ({"date": "2027-Q1", "review_on": "2027-02"}, False),
    ],
)
def test_the_schema_knows_where_a_period_may_be(launch: dict[str, Any], valid: bool) -> None:
    """Editors accept what launchcheck accepts."""
    data = {"launchcheck": 1, "launch": {"name": "Orbit", "tier": 2, **launch}}
    schema = jsonschema.Draft202012Validator(
        Plan.model_json_schema(), format_checker=jsonschema.FormatChecker()
    )
    assert schema.is_valid(data) is valid
    try:
        Plan.model_validate(data)
    except ValidationError:
        assert not valid
    else:
        assert valid


def test_votes_are_bound_to_the_text_of_the_period() -> None:
    """March is not its last day; a year is the same year with or without quotation marks."""

    def digest(when: Any) -> str:
        launch = {"name": "Orbit", "tier": 2, "date": when}
        plan = Plan.model_validate({"launchcheck": 1, "launch": launch})
        return votes.facts_digest(plan, catalog.built_in(), "product")

    assert digest("2027-03") != digest("2027-03-31")
    assert digest(2027) == digest("2027") != digest("2027-12-31")


def test_the_gate_that_asks_for_what_is_late_is_open() -> None:
    """A young plan with a month for a date is on track."""
    found = report()
    assert (found.verdict, found.gate(FailOn.OVERDUE).is_open) == (Verdict.ON_TRACK, True)
