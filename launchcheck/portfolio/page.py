"""The portfolio as a page of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.dates import day, near_day, short_day
from launchcheck.formats import notes
from launchcheck.joined import NO_ONE
from launchcheck.portfolio import picture
from launchcheck.portfolio.collisions import CLOSE, LOUD
from launchcheck.portfolio.model import DISPUTED
from launchcheck.portfolio.weeks import Week
from launchcheck.text import counted, listed
from launchcheck.views import Page, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.portfolio.collisions import Moment
    from launchcheck.portfolio.entries import Entry
    from launchcheck.portfolio.gate import Gate
    from launchcheck.portfolio.load import Share
    from launchcheck.portfolio.model import Deciding, Portfolio

_MOST_ROWS = 100
"""How many collisions a page lists: more are a list for programs."""


def page(portfolio: Portfolio, gate: Gate | None) -> Page:
    """Make the page of a portfolio."""
    tables = (
        launches(portfolio),
        by_week(portfolio),
        collisions(portfolio),
        load(portfolio),
        needs(portfolio),
        decisions(portfolio),
    )
    closing = gate.words if gate else ""
    return Page(
        title(portfolio), about(portfolio), tables, tuple(remarks(portfolio)), closing, view="portfolio"
    )


def title(portfolio: Portfolio) -> str:
    """The heading of the page."""
    return f"Portfolio, {day(portfolio.as_of)}"


def about(portfolio: Portfolio) -> tuple[str, ...]:
    """The weeks, and what is wrong in them, in numbers."""
    first, last = portfolio.weeks[0], portfolio.weeks[-1]
    over = sum(each.is_over and each.person != NO_ONE for each in portfolio.load)
    broken = sum(bool(each.troubles) for each in portfolio.needs)
    likely = len(portfolio.collisions) - len(portfolio.certain)
    who = "1 person has" if over == 1 else f"{over} people have"
    wrong = (
        f"{counted(len(portfolio.collisions), 'collision')}{f' ({likely} only likely)' if likely else ''}",
        f"{who} more than {counted(portfolio.most, 'item')} due in a week",
        f"{counted(broken, 'need')} to settle",
    )
    return (
        f"{counted(len(portfolio.launches), 'launch')} from {day(first.monday)} to {day(last.sunday)}",
        ", ".join(wrong),
    )


def remarks(portfolio: Portfolio) -> Iterator[str]:
    """What the page leaves out, and how sure it is."""
    for count, when in ((portfolio.earlier, "before these weeks"), (portfolio.later, "after these weeks")):
        if count:
            yield f"{counted(count, 'more launch')} {'is' if count == 1 else 'are'} {when}."
    unknown = [entry.name for entry in _shown(portfolio) if _is_loud(entry) and entry.report.launch.window]
    if unknown:
        yield f"Not compared, since the launch day is not known yet: {listed(unknown)}."
    if any(each.likely for each in portfolio.collisions):
        yield "Likely: two plans have an audience of this name; --audiences FILE says which are the same."
    if len(portfolio.collisions) > _MOST_ROWS:
        yield f"{len(portfolio.collisions) - _MOST_ROWS} more collisions: --format json lists all."


def _is_loud(entry: Entry) -> bool:
    """Whether a launch is one that could collide."""
    return entry.is_planned and entry.report.launch.tier in LOUD


def _shown(portfolio: Portfolio) -> Iterator[Entry]:
    """The plans of the launches in these weeks."""
    return (portfolio.entries[each.entry] for each in portfolio.launches)


def launches(portfolio: Portfolio) -> Table:
    """The launches, by week."""
    rows = []
    for each in portfolio.launches:
        report = portfolio.entries[each.entry].report
        launch = report.launch
        campaigns = [f"{moment.what} ({short_day(moment.on)})" for moment in each.moments if moment.campaign]
        owner = launch.owner.name if launch.owner else "no one yet"
        when = (Week.of(launch.date).iso, launch.when)
        state = (portfolio.labels[each.entry], str(launch.tier), notes.verdict(report))
        rows.append(Row((*state, *when, owner, listed(campaigns, most=3))))
    columns = ("Launch", "Tier", "Verdict", "Week", "Day", "Owner", "Public campaigns")
    return Table("Launches", columns, tuple(rows), "No launch is in these weeks.")


def by_week(portfolio: Portfolio) -> Table:
    """The launches as signs in the weeks of their public moments."""
    rows = tuple(
        Row((portfolio.labels[each.entry], *cells))
        for each, cells in picture.cells(portfolio, picture.UNICODE)
    )
    title = f"By week ({picture.UNICODE.legend})"
    return Table(title, ("Launch", *_heads(portfolio)), rows, "No launch is in these weeks.")


def _heads(portfolio: Portfolio) -> Iterator[str]:
    """The weeks as heads of columns: `W07, 15 Feb`."""
    return (f"{week.label}, {short_day(week.monday)}" for week in portfolio.weeks)


def collisions(portfolio: Portfolio) -> Table:
    """The collisions, each with its two moments."""
    rows = tuple(
        Row(
            (
                _moment(portfolio, each.one),
                _moment(portfolio, each.other),
                str(each.working_days),
                f"{listed(each.audiences, most=3)}{' (likely)' if each.likely else ''}",
            )
        )
        for each in portfolio.collisions[:_MOST_ROWS]
    )
    none = f"No two launches of tier 1 or 2 reach one audience within {CLOSE} working days."
    columns = ("First", "Then", "Working days", "Audience")
    return Table("Collisions", columns, rows, none)


def _moment(portfolio: Portfolio, moment: Moment) -> str:
    """A moment in words: the launch, its campaign if it is one, and the day."""
    what = f", {moment.what}" if moment.campaign else ""
    return f"{portfolio.labels[moment.entry]}{what}: {near_day(moment.on, portfolio.as_of)}"


def load(portfolio: Portfolio) -> Table:
    """The open items of each person, by week."""
    columns = ("Person", "Before", *_heads(portfolio))
    rows = tuple(
        Row((each.person.name, _count(each.earlier), *map(_share, each.weeks))) for each in portfolio.load
    )
    none = "No open item is due in these weeks."
    return Table(f"Open items due (! more than {portfolio.most})", columns, rows, none)


def _count(count: int) -> str:
    return str(count) if count else ""


def _share(share: Share) -> str:
    """A week of a person in words: `7 ! away`."""
    return " ".join(filter(None, (_count(share.due), "!" * share.is_over, "away" * share.is_away)))


def needs(portfolio: Portfolio) -> Table:
    """What each launch needs, and what is wrong with that."""
    rows = []
    for each in portfolio.needs:
        needed = each.path if each.needed is None else portfolio.labels[each.needed]
        wrong = "; ".join(trouble.message for trouble in each.troubles)
        note = f"{each.location}: {wrong}" if wrong else ""
        rows.append(Row((portfolio.labels[each.entry], needed, each.what, each.by or ""), note=note))
    columns = ("Launch", "Needs", "What", "By")
    return Table("Needs between launches", columns, tuple(rows), "No launch needs another one.")


def decisions(portfolio: Portfolio) -> Table:
    """Who decides next."""
    rows = []
    for each in portfolio.decisions:
        launch = portfolio.entries[each.entry].report.launch
        about = (portfolio.labels[each.entry], launch.when, each.decider or "no one yet")
        rows.append(Row((*about, each.until or "not set", _state(portfolio, each))))
    columns = ("Launch", "Day", "Decider", "Decides by", "Decision")
    return Table("Who decides next", columns, tuple(rows), "No launch is to be decided on in these weeks.")


def _state(portfolio: Portfolio, each: Deciding) -> str:
    """Whether a launch is decided, in words."""
    if each.decision == DISPUTED:
        return "disputed: several decisions"
    if not each.decision:
        return "overdue" if each.until and each.until < portfolio.as_of else "not yet"
    word = each.decision if each.decision == "go" else each.decision.upper()
    on = f" on {near_day(each.decided_on, portfolio.as_of)}" if each.decided_on else ""
    return f"{word}{on}{', but the plan changed since' if each.is_stale else ''}"
