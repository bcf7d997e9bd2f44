"""The screens of the go/no-go meeting, each cut to what fits a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from launchcheck.dates import day, days, t_minus
from launchcheck.formats import Options
from launchcheck.formats.terminal import areas, header, verdict
from launchcheck.formats.terminal.items import due_words, mark, state_word
from launchcheck.formats.terminal.page import Page
from launchcheck.panels import Coverage
from launchcheck.results import Counts, Status
from launchcheck.text import counted
from launchcheck.votes.board import words
from launchcheck.votes.meeting import KEYS, Stage
from launchcheck.votes.standing import WORDS, cited, said
from launchcheck.votes.terminal import draw_votes

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from launchcheck.results import Result, Waiver
    from launchcheck.votes.meeting import State
    from launchcheck.votes.standing import Standing

_PROMPT_ROWS = 3
"""Rows that stay free below a screen, for its keys and the prompt."""

_FEWEST_ROWS = 8


class Screen(Page):
    """A page that is cut to the rows of a terminal part by part, so that every part is visible."""

    def __init__(self, out: TextIO, rows: int | None) -> None:
        """Draw to a stream; nothing is cut if `rows` is None."""
        super().__init__(out, Options(verbose=True))
        self._rows = None if rows is None else max(rows - _PROMPT_ROWS, _FEWEST_ROWS)
        self._parts: list[list[list[Text]]] = []

    def part(self, *draws: Callable[[Page], None]) -> None:
        """Draw a part of the screen; further functions draw shorter versions of it."""
        versions = []
        for draw in draws:
            self._lines = []
            draw(self)
            versions.append(self._lines)
        if versions[0]:
            self._parts.append(versions)

    def close(self, state: State | None = None) -> None:
        """Write what fits, and below it the keys of a state."""
        lengths = [len(versions[0]) for versions in self._parts]
        room = sum(lengths) if self._rows is None else self._rows
        self._lines = []
        for versions, share in zip(self._parts, shares(lengths, room), strict=True):  # pragma: no mutate
            self._lines += self._fitted(versions, share)
        if state and state.stage in KEYS:
            self.flow([self.text(key, "dim") for key in KEYS[state.stage]])
        super().close()

    def _fitted(self, versions: list[list[Text]], share: int) -> list[Text]:
        """The longest version of a part that fits, or the beginning of the shortest."""
        whole, *shorter = versions
        if len(whole) <= share:
            return whole
        best = next((version for version in shorter if len(version) < share), versions[-1])
        kept = best[: max(share - 1, 0)]
        left = len(whole) - len(kept)
        return [*kept, self.text(f"({counted(left, 'more line')}; m shows all)", "dim")]


def shares(lengths: list[int], room: int) -> list[int]:
    """The rows of each part: what it needs, or a fair share of what the smaller parts leave.

    The first part, the heading, is never cut.
    """
    if not lengths:
        return []
    granted = [lengths[0], *(0 for _ in lengths[1:])]
    room -= lengths[0]
    waiting = sorted(range(1, len(lengths)), key=lambda index: lengths[index])
    for count, index in enumerate(waiting):
        granted[index] = min(lengths[index], max(room // (len(waiting) - count), 1))
        room -= granted[index]
    return granted


def draw(state: State, standing: Standing, out: TextIO, rows: int | None) -> None:
    """Draw the screen of a state."""
    screen = Screen(out, rows)
    if state.stage is Stage.OPENING:
        _draw_opening(standing, screen)
    elif state.area:
        _draw_area(state.area, standing, screen)
    else:
        _draw_board(standing, screen)
    screen.close(state)


def _draw_opening(standing: Standing, screen: Screen) -> None:
    """The heading of the report, the areas, the verdict, and who has voted."""
    report = standing.report
    screen.part(lambda page: header.draw(report, page))
    screen.part(lambda page: areas.draw(report, page))
    screen.part(lambda page: verdict.draw(report, page))
    envelope = [each for each in report.results if each.item.area == "launch" and each.is_open]
    mine = [each for each in envelope if each.item.id != "launch.polled"]
    if mine and "launch" not in standing.polled:
        screen.part(lambda page: _draw_open(mine, page), lambda page: _draw_heads(mine, page))
    screen.part(lambda page: _draw_voted(standing, page))


def _draw_voted(standing: Standing, page: Page) -> None:
    """The areas that have voted, and those that have not."""
    page.blank()
    voted = [area for area in standing.polled if standing.holds(area)]
    left = [area for area in standing.polled if area not in voted]
    if voted:
        votes = [f"{area} ({WORDS[vote.vote]})" for area in voted if (vote := standing.seat(area).vote)]
        page.put(page.text(f"Voted: {', '.join(votes)}."))
    page.put(page.text(f"To vote: {', '.join(left)}." if left else "Every area has voted."))


def _draw_board(standing: Standing, screen: Screen) -> None:
    """All votes, and the decision so far."""
    launch = standing.report.launch
    clock = t_minus(launch.date, standing.report.as_of)
    screen.part(
        lambda page: page.sides(page.text(f"The board: {launch.name}", "bold"), page.text(clock, "bold"))
    )
    screen.part(lambda page: draw_votes(standing, page))


def _draw_area(area: str, standing: Standing, screen: Screen) -> None:
    """One area: its owner, open and passed items, caveats, waivers, and changes."""
    results = [each for each in standing.report.results if each.item.area == area]
    found = sorted((each for each in results if each.is_open), key=lambda each: each.urgency)
    screen.part(lambda page: _draw_head(area, results, standing, page))
    screen.part(lambda page: _draw_since(area, standing, page))
    screen.part(lambda page: _draw_open(found, page), lambda page: _draw_heads(found, page))
    screen.part(lambda page: _draw_passed(results, page))
    ids = {result.item.id for result in results}
    waivers = [waiver for waiver in standing.report.waivers if waiver.check in ids]
    screen.part(lambda page: _draw_waivers(waivers, page))
    screen.part(lambda page: _draw_coverages(standing, page))


def _draw_head(area: str, results: list[Result], standing: Standing, page: Page) -> None:
    """The area, its question, its owner and backup, and the counts of its items."""
    at = standing.polled.index(area) + 1
    seat = standing.seat(area)
    known = next((each for each in standing.report.areas if each.id == area), None)
    counts = Counts.of(results)
    late = f" ({counts.overdue} overdue)" if counts.overdue else ""
    page.sides(
        page.join(page.text(area, "bold underline"), f"  {at} of {len(standing.polled)}"),
        page.text(t_minus(standing.report.launch.date, standing.report.as_of), "bold"),
    )
    page.put(page.text(known.question if known else ""))
    owner = f"owner {standing.name(seat.owner)}" if seat.owner else "no owner"
    people = [owner, *([f"backup {standing.name(seat.backup)}"] if seat.backup else [])]
    numbers = [f"{counts.passed} passed", f"{counts.open} open{late}", f"{counts.waived} waived"]
    page.flow([page.text(word) for word in (*people, *numbers)])


def _draw_since(area: str, standing: Standing, page: Page) -> None:
    """The votes of the area, and what changed since."""
    seat = standing.seat(area)
    if not seat.votes:
        page.put(page.text("No votes yet."))
    for vote in seat.votes:
        page.put(page.join("voted: ", page.text(said(standing, vote), "bold")))
        if vote.note:
            page.put(page.join("note: ", page.text(vote.note)), 2)
        for condition in vote.conditions:
            late = ", OVERDUE" if condition.overdue else ""
            owner = standing.name(condition.owner)
            page.put(page.text(f"if: {condition.text} ({owner}, by {day(condition.by)}{late})"), 2)
        if not vote.stale:
            page.put(page.text("It still holds: none of its facts has changed. Enter keeps it."), 2)
        if vote.cast_before:
            page.put(page.text(f"cast before version {vote.cast_before}"), 2)
        for origin in cited(standing, vote):
            page.put(page.text(origin), 2)
        for change in vote.changes:
            page.put(page.join(page.text("changed:", "yellow"), " ", page.text(words(change))), 2)
        for because in vote.stale_because[len(vote.changes[:3]) + (len(vote.changes) > 3) :]:
            page.put(page.join(page.text("stale:", "yellow"), " ", page.text(because)), 2)


def _draw_open(results: list[Result], page: Page) -> None:
    """The open items, the most urgent first."""
    if results:
        page.put(page.text("open", "bold underline"))
    for result in results:
        _draw_head_of(result, page)
        for finding in result.findings:
            kept = " (waived)" if finding.waived else ""
            page.put(page.text(f"{finding.message}{kept}"), 4)


def _draw_heads(results: list[Result], page: Page) -> None:
    """The open items, without their findings."""
    if results:
        page.put(page.text("open", "bold underline"))
    for result in results:
        _draw_head_of(result, page)


def _draw_head_of(result: Result, page: Page) -> None:
    """An open item in a line: its id, its severity and status, and its due date."""
    words = [page.text(result.item.id, "cyan"), page.text(f"{result.severity} {state_word(result)}")]
    page.flow(words, 2, mark(result, page), due_words(result, page))


def _draw_passed(results: list[Result], page: Page) -> None:
    """The passed items, in as few lines as possible."""
    ids = [each.item.id.partition(".")[2] for each in results if each.status is Status.PASSED]
    if ids:
        page.put(page.text(", ".join(ids)), 8, Text("passed", "bold underline"))


def _draw_waivers(waivers: list[Waiver], page: Page) -> None:
    """The waivers: who approved what, and until when."""
    if waivers:
        page.put(page.text("waivers", "bold underline"))
    for waiver in waivers:
        state = waiver.state.replace("_", " ")
        left = f"{days(waiver.days_left)} left" if waiver.days_left >= 0 else "expired"
        heads = (
            f"{waiver.check} {waiver.where}".strip(),
            f"by {waiver.approved_by.name}",
            f"{state}, {left}",
        )
        page.flow([page.text(head) for head in heads], 2, Text(page.marks.waived, "cyan"))
        page.put(page.text(waiver.reason), 4)


def _draw_coverages(standing: Standing, page: Page) -> None:
    """The coverage panels, such as caveats, and the places where each thing is missing."""
    for panel in standing.report.panels:
        if not isinstance(panel, Coverage) or not panel.things:
            continue
        page.put(page.text(panel.title, "bold underline"))
        for thing in panel.things:
            missing = [place for place, carried in thing.carried if not carried]
            places = f"MISSING in {', '.join(missing)}" if missing else "carried everywhere"
            said = f"{thing.id}: {thing.text}" if panel.has_text else thing.id
            page.put(page.text(f"{said} ({places if thing.visible else 'internal'})"), 2)
