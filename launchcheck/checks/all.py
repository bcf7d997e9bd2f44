"""Several checks that must all hold."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from launchcheck.checks.check import Check
from launchcheck.checks.kinds import OneCheck
from launchcheck.checks.problem import Answer, Problem, Unfinished
from launchcheck.findings import MISSING, are_below

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where


class All(Check):
    """Every one of `checks` holds; a fact that two of them report as missing is reported once."""

    kind: Literal["all"]
    checks: list[OneCheck] = Field(description="The checks that must hold", min_length=1)

    def compile(self, build: "Compiler") -> "Rule":
        """Collect what each of them finds; a missing section is named once."""
        rules = [check.rule(build) for check in self.checks]

        def rule(view: "View") -> Answer:
            lists, counts, notes, reasons = [], [], [], []
            for each in rules:
                problems, counted, note, reason = each(view)
                if problems:
                    lists.append(problems)
                if counted is not None:
                    counts.append(counted)
                if note:
                    notes.append(note)
                if reason:
                    reasons.append(reason)
            found, progress = _said_once(lists) if lists else (), Unfinished(tuple(counts))
            if notes or reasons:
                because = reasons[0] if len(reasons) == len(rules) else ""
                return Answer(found, progress, "; ".join(dict.fromkeys(notes)), because)
            return Answer(found, progress)

        return rule


def _said_once(lists: Iterable[Iterable[Problem]]) -> list[Problem]:
    """Drop problems whose missing facts an earlier problem already names."""
    problems: list[Problem] = []
    said: set[Where] = set()
    for each in lists:
        for problem in each:
            if problem.kind == MISSING:
                lacks = _lacking(problem)
                if said and are_below(lacks, said):
                    continue
                said.update(lacks)
            problems.append(problem)
    return problems


def _lacking(problem: Problem) -> "tuple[Where, ...]":
    """The missing facts of a problem, without those on the other side of a join."""
    where, wants = problem.where, problem.wants
    is_own = where in wants or all(want[: len(where)] == where for want in wants)
    return wants if wants and is_own else (where,)
