"""The gate: one rule or several, what closed it, and what it says."""

from __future__ import annotations

import io

import pytest
from reports import launch, report, result

from launchcheck import formats
from launchcheck.report import FailOn
from launchcheck.results import Status
from launchcheck.weakenings import Weakening

LATE = result("sales.kit", days=-3)
WARNING = result("goals.few", Status.UNANSWERED, severity="warning")
OVERDUE, WEAKENED, BLOCKER = FailOn.OVERDUE, FailOn.WEAKENED, FailOn.BLOCKER
LOWER = Weakening("severity-lowered", "the severity of sales.kit is warning; it was blocker")


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("overdue", (OVERDUE,)),
        ("overdue,weakened", (OVERDUE, WEAKENED)),
        (" weakened , overdue,weakened", (WEAKENED, OVERDUE)),
    ],
)
def test_reads_one_rule_or_several(text, rules):
    """Rules are separated by commas, and each counts once."""
    assert FailOn.several(text) == rules


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "overdue,weak",
            "'weak' is not one of blocker, overdue, failed, warning, regression, weakened or never",
        ),
        ("overdue,", "'' is not one of blocker, overdue, failed, warning, regression, weakened or never"),
        ("never,overdue", "never cannot be combined with other rules"),
    ],
)
def test_refuses_other_rules(text, words):
    """What is not a rule is named, and a gate that never closes has no other rule."""
    with pytest.raises(ValueError) as raised:
        FailOn.several(text)
    assert str(raised.value) == words


@pytest.mark.parametrize(
    ("rules", "closed_by", "reason"),
    [
        ((OVERDUE, WEAKENED), (OVERDUE, WEAKENED), "overdue: 1 overdue blocker; weakened: 1 change weakens the gate"),
        ((FailOn.REGRESSION, WEAKENED), (WEAKENED,), "weakened: 1 change weakens the gate"),
        ((WEAKENED,), (WEAKENED,), "1 change weakens the gate"),
        ((OVERDUE,), (OVERDUE,), "1 overdue blocker"),
        ((FailOn.NEVER,), (), "this gate never closes"),
    ],
)  # fmt: skip
def test_any_of_several_rules_closes_the_gate(rules, closed_by, reason):
    """The reason names the rules that closed it where there are several."""
    gate = report(LATE, WARNING, regressions=(), weakened=(LOWER,)).gate(*rules)
    assert gate == (not closed_by, ",".join(rules), reason, closed_by)


def test_an_open_gate_says_what_each_rule_found():
    """Every rule has to be content."""
    gate = report(WARNING).gate(OVERDUE, WEAKENED)
    assert gate == (True, "overdue,weakened", "no blocker is overdue; nothing is weakened", ())


def test_several_rules_close_for_the_items_of_each():
    """An item that two rules close for is listed once."""
    found = report(LATE, WARNING).closing(OVERDUE, BLOCKER, FailOn.WARNING)
    assert [each.item.id for each in found] == ["sales.kit", "goals.few"]


def test_cancelling_a_launch_may_weaken_it():
    """Nothing is asked of a cancelled launch, but the change that cancelled it is still judged."""
    cancelled = report(launch=launch(status="cancelled"), weakened=(LOWER, LOWER))
    assert cancelled.gate(OVERDUE).is_open
    assert cancelled.gate(OVERDUE, WEAKENED)[::2] == (False, "weakened: 2 changes weaken the gate")


class Terminal(io.StringIO):
    """A stream that people look at."""

    def isatty(self) -> bool:
        """It is a terminal."""
        return True


@pytest.mark.parametrize(("without_base", "shown"), [("", False), ("new since main", True)])
def test_a_plan_without_a_base_is_named_to_people_who_chose_no_rule(without_base, shown):
    """The last line is left out only where it would repeat the verdict."""
    out = Terminal()
    options = formats.Options(default_gate=True, width=80, color=False)
    formats.write(report(WARNING, without_base=without_base), formats.Format.TERMINAL, out, options)
    line = f"gate open (exit 0): {without_base}: no blocker is open [--fail-on blocker]"
    assert out.getvalue().endswith(f"{line}\n") is shown
    assert ("gate open" in out.getvalue()) is shown
