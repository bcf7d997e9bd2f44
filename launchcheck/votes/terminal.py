"""The board of votes in a terminal: the votes, whether they hold, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.dates import day, days, t_minus
from launchcheck.formats import Options
from launchcheck.formats.terminal.page import Page, pad
from launchcheck.votes.standing import WORDS, cited, outcome, warnings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from launchcheck.poll import Condition, Open, Seat, Vote
    from launchcheck.votes.standing import Standing

_STYLES = {"go": "green", "no-go": "bold red", "condition": "yellow"}
_NAME = 22
_MOST_OPEN = 8
"""The largest number of open blockers that a decision names."""


def write_board(standing: Standing, out: TextIO) -> None:
    """Draw the heading, a row for each vote, warnings and the decision."""
    page = Page(out, Options())
    report = standing.report
    is_today = report.launch.date == report.as_of
    clock = "launch day" if is_today else t_minus(report.launch.date, report.as_of)
    page.sides(page.text(report.launch.name, "bold"), page.text(clock, "bold"))
    words = (
        f"launches {report.launch.planned if report.launch.window else report.launch.when}",
        f"as of {day(report.as_of)}",
        standing.record.name,
    )
    page.flow([page.text(word) for word in words])
    page.blank()
    draw_votes(standing, page)
    page.close()


def draw_votes(standing: Standing, page: Page) -> None:
    """Draw the votes, warnings and the decision."""
    rows = [list(_cells(seat, vote, standing, page)) for seat in standing.seats for vote in _votes(seat)]
    widths = [max(row[column].cell_len for row in rows) + 2 for column in range(4)] if rows else []
    is_table = sum(widths) <= page.width
    seats = [(seat, vote) for seat in standing.seats for vote in _votes(seat)]
    for (_, vote), row in zip(seats, rows, strict=True):  # pragma: no mutate
        if is_table:
            page.put(page.join(*(pad(cell, width) for cell, width in zip(row, widths, strict=True))))
        else:
            page.flow([cell for cell in row if cell])
        for line in _below(vote, standing, page) if vote else ():
            page.put(line, 4)
    for warning in warnings(standing):
        page.put(page.text(warning, "yellow"))
    _draw_decision(standing, page)


def _votes(seat: Seat) -> tuple[Vote | None, ...]:
    """The votes of an area; None if it has not voted."""
    return seat.votes or (None,)


def _cells(seat: Seat, vote: Vote | None, standing: Standing, page: Page) -> Iterator[Text]:
    """A row: the area, its vote, the voter and the date."""
    yield page.text(seat.area, "bold")
    if vote is None:
        yield page.text("no vote", "yellow")
        yield page.cut(page.text(standing.name(seat.owner) if seat.owner else "no owner"), _NAME)
        yield page.text("")
        return
    state = f" ({'disputed, ' if seat.disputed else ''}{'stale' if vote.stale else ''})".replace(", )", ")")
    yield page.text(f"{WORDS[vote.vote]}{'' if state == ' ()' else state}", _STYLES[vote.vote])
    yield page.cut(page.text(standing.name(vote.by)), _NAME)
    yield page.text(standing.day(vote.at))


def _below(vote: Vote, standing: Standing, page: Page) -> Iterator[Text]:
    """The lines below a vote: why it is stale, its conditions, its note."""
    for because in vote.stale_because:
        yield page.join(page.text("stale:", "yellow"), " ", page.text(because))
    if vote.cast_before:
        yield page.text(f"cast before version {vote.cast_before}")
    for words in cited(standing, vote):
        yield page.text(words)
    for condition in vote.conditions:
        yield page.join("if: ", page.text(condition.text), " ", _until(condition, standing, page))
    if vote.note:
        yield page.join("note: ", page.text(vote.note))


def _until(condition: Condition, standing: Standing, page: Page) -> Text:
    """The owner and the deadline of a condition."""
    late = (standing.report.as_of - condition.by).days
    owner = page.text(f"({standing.name(condition.owner)}, by {day(condition.by)}")
    if condition.overdue:
        return page.join(owner, page.text(f", {days(late)} overdue", "bold red"), ")")
    return page.join(owner, ")")


def _draw_decision(standing: Standing, page: Page) -> None:
    """Draw what was decided."""
    page.blank()
    page.put(page.text(outcome(standing), "bold"))
    for decision in standing.board.decisions:
        for because in decision.stale_because:
            page.put(page.join(page.text("stale:", "yellow"), " ", page.text(because)), 4)
        if decision.cast_before:
            page.put(page.text(f"cast before version {decision.cast_before}"), 4)
        for words in cited(standing, decision):
            page.put(page.text(words), 4)
        if decision.note:
            page.put(page.join("note: ", page.text(decision.note)), 4)
        if decision.open:
            page.put(page.text(f"open at the decision ({len(decision.open):,}):"), 4)
            for words in _open(decision.open, standing):
                page.put(page.text(words), 6)


def _open(found: Sequence[Open], standing: Standing) -> Iterator[str]:
    """The blockers that were open at a decision, the first due first."""
    for each in found[:_MOST_OPEN]:
        owner = standing.name(each.owner) if each.owner else "no owner"
        yield f"{each.id} ({owner}, due {day(each.due)})"
    if len(found) > _MOST_OPEN:
        yield f"and {len(found) - _MOST_OPEN:,} more"
