"""The registry of single checks: each kind is one file and one name in this union."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from launchcheck.checks.ascending import Ascending
from launchcheck.checks.attendance import Attendance
from launchcheck.checks.balance import Balance
from launchcheck.checks.clear_of import ClearOf
from launchcheck.checks.conditions_met import ConditionsMet
from launchcheck.checks.count import Count
from launchcheck.checks.covers import Covers
from launchcheck.checks.dated import Dated
from launchcheck.checks.declared import Declared
from launchcheck.checks.delivered import Delivered
from launchcheck.checks.depends import Depends
from launchcheck.checks.different import Different
from launchcheck.checks.each import Each
from launchcheck.checks.exits_met import ExitsMet
from launchcheck.checks.expression import Expression
from launchcheck.checks.first_step import FirstStep
from launchcheck.checks.glossary import Glossary
from launchcheck.checks.go_live import GoLive
from launchcheck.checks.guarded import Guarded
from launchcheck.checks.happened import Happened
from launchcheck.checks.matches import Matches
from launchcheck.checks.milestones import Milestones
from launchcheck.checks.order import Order
from launchcheck.checks.polled import Polled
from launchcheck.checks.present import Present
from launchcheck.checks.ranked import Ranked
from launchcheck.checks.ratio import Ratio
from launchcheck.checks.reached import Reached
from launchcheck.checks.reaches import Reaches
from launchcheck.checks.refers import Refers
from launchcheck.checks.spacing import Spacing
from launchcheck.checks.spans import Spans
from launchcheck.checks.step import Step
from launchcheck.checks.unique import Unique
from launchcheck.checks.wording import Wording

OneCheck: TypeAlias = Annotated[
    Ascending
    | Attendance
    | Balance
    | ClearOf
    | ConditionsMet
    | Count
    | Covers
    | Dated
    | Declared
    | Delivered
    | Depends
    | Different
    | Each
    | ExitsMet
    | Expression
    | FirstStep
    | Glossary
    | GoLive
    | Guarded
    | Happened
    | Matches
    | Milestones
    | Order
    | Polled
    | Present
    | Ranked
    | Ratio
    | Reached
    | Reaches
    | Refers
    | Spacing
    | Spans
    | Step
    | Unique
    | Wording,
    Field(discriminator="kind"),
]
