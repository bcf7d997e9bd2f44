"""What the formats of a comparison share: its parts in order, and their wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.dates import day, days
from launchcheck.results import Counts, Status

if TYPE_CHECKING:
    from launchcheck.compare.model import Comparison, ItemChange
    from launchcheck.report import Report
    from launchcheck.results import Result, Waiver

TITLES = {
    "failing": "Newly failing",
    "overdue": "Now overdue",
    "room": "No longer overdue",
    "open": "Still open",
    "waived": "Newly waived",
    "excluded": "Newly excluded",
    "left": "No longer asked",
    "passed": "Newly passed",
}
"""The parts of a comparison, the worst first; each item that changed or is open belongs to one of them."""

_STATUS = {
    Status.FAILED: "failed",
    Status.UNANSWERED: "unanswered",
    Status.PASSED: "passed",
    Status.WAIVED: "waived",
    Status.NOT_APPLICABLE: "not asked",
}


def parts(comparison: Comparison) -> dict[str, list[ItemChange]]:
    """The changes by part, without items that stayed as they were."""
    found: dict[str, list[ItemChange]] = {part: [] for part in TITLES}
    for change in comparison.changes:
        if part := _part(change):
            found[part].append(change)
    for changes in found.values():
        changes.sort(key=lambda change: change.result.urgency)
    return {part: changes for part, changes in found.items() if changes}


def title(part: str, comparison: Comparison) -> str:
    """The heading of a part."""
    return "Newly broken" if part == "failing" and comparison.supposed else TITLES[part]


def head(comparison: Comparison) -> list[tuple[str, str]]:
    """The verdict, the launch date, the tier and the counts, each before and after."""
    old, new = comparison.old, comparison.new
    said = [("verdict", _both(verdict(old), verdict(new)))]
    said.append(("launch", _both(old.launch.when, new.launch.when) + _moved(comparison)))
    if old.tier != new.tier:
        said.append(("tier", _both(str(old.tier), str(new.tier))))
    if old.launch.status != new.launch.status:
        said.append(("status", _both(old.launch.status, new.launch.status)))
    said.append(("blockers", _both(_count(old.blockers), _count(new.blockers))))
    said.append(("warnings", _both(_count(old.warnings), _count(new.warnings))))
    passed = [Counts.of(report.results) for report in (old, new)]
    said.append(("passed", _both(*(f"{each.passed} of {each.asked}" for each in passed))))
    return said


def sides(comparison: Comparison) -> tuple[str, str]:
    """The names of the two sides."""
    if comparison.supposed:
        return comparison.old.source, f"the same, launched {comparison.new.launch.planned}"
    return comparison.old.source, comparison.new.source


def summary(comparison: Comparison) -> str:
    """The changes in one line: every count that is not 0."""
    said = [f"{len(comparison.weakened)} weakened"] if comparison.weakened else []
    said += [
        f"{len(changes)} {title(part, comparison).lower()}" for part, changes in parts(comparison).items()
    ]
    worse = len(comparison.worse)
    if worse:
        said.append(f"{worse} worse than before")
    return ", ".join(said) or "nothing is open, and no item has changed"


def severity(change: ItemChange) -> str:
    """The severity of an item, or its old severity where it no longer applies."""
    return change.result.severity or (change.old.severity if change.old else "")


def was(change: ItemChange) -> str:
    """The old status of an item, where it differs."""
    if change.old is None:
        return "was not in the checklist"
    if change.new is None:
        return "is no longer in the checklist"
    if change.matters_more:
        return "was a warning"
    if change.old.status is change.new.status:
        return ""
    if change.stays:
        return ""
    return f"was {_STATUS[change.old.status]}"


def why(change: ItemChange) -> str:
    """Why an item is overdue now, or no longer is."""
    if change.old is None or change.new is None or change.old.due == change.new.due:
        return ""
    if change.is_moved_past or change.gets_room:
        return f"was due {day(change.old.due)}"
    return ""


def due(result: Result) -> str:
    """When an item is due, and how late it is."""
    late = f", {days(-result.days_left)} late" if result.is_overdue else ""
    return f"due {day(result.due)}{late}"


def notes(change: ItemChange) -> list[tuple[str, str, str]]:
    """New findings and those that are gone: a sign, a message and a location."""
    said = [("+", finding.message, str(finding.location)) for finding in change.found]
    gone = change.gone if change.stays or change.is_waived else ()
    said += [("-", finding.message, "") for finding in gone]
    if change.lost and change.stays:
        progress = change.result.progress
        before = change.old.progress if change.old else None
        if progress and before:
            said.append(
                ("+", f"{progress.done} of {progress.needed}, was {before.done} of {before.needed}", "")
            )
    if change.leaves and change.result.reason:
        said.append(("-", change.result.reason, ""))
    return said


def waivers(comparison: Comparison) -> list[tuple[str, str, Waiver]]:
    """What happened to waivers: a sign, a phrase, and the waiver."""
    said = [("+", "added", waiver) for waiver in comparison.added]
    said += [("-", "removed", waiver) for waiver in comparison.removed]
    said += [("~", _rewritten(*pair), pair[1]) for pair in comparison.rewritten]
    late = "would end too late" if comparison.supposed else "ends too late"
    said += [("!", late, waiver) for waiver in comparison.refused]
    said += [("!", "ends before the launch", waiver) for waiver in comparison.ending]
    return said


def terms(waiver: Waiver) -> str:
    """What a waiver accepts, who approved it, until when, and why."""
    about = f"{waiver.check} {waiver.where}".strip()
    return f"{about}, by {waiver.approved_by.name} until {day(waiver.expires)}: {waiver.reason}"


def verdict(report: Report) -> str:
    """The verdict as text."""
    return report.verdict.value.replace("_", " ")


def _part(change: ItemChange) -> str:
    """The part that an item belongs to, or an empty string."""
    if change.fails:
        return "failing"
    if change.stays:
        return "overdue" if change.becomes_overdue else "room" if change.gets_room else "open"
    if change.passes:
        return "passed"
    if change.is_excluded:
        return "excluded"
    return "waived" if change.is_waived else "left" if change.leaves else ""


def _rewritten(old: Waiver, new: Waiver) -> str:
    """What changed in a waiver."""
    if old.expires != new.expires:
        way = "extended" if new.expires > old.expires else "shortened"
        return f"{way}, was until {day(old.expires)}"
    if old.approved_by != new.approved_by:
        return f"rewritten, was by {old.approved_by.name}"
    return "rewritten"


def _both(old: str, new: str) -> str:
    """`old → new`, or just one of them where they are equal."""
    return new if old == new else f"{old} → {new}"


def _moved(comparison: Comparison) -> str:
    moved = comparison.moved
    if not moved:
        return ""
    return f", {days(abs(moved))} {'later' if moved > 0 else 'earlier'}"


def _count(results: tuple[Result, ...]) -> str:
    """How many are open, and how many of those are overdue."""
    late = sum(result.is_overdue for result in results)
    return f"{len(results)} open" + (f" ({late} overdue)" if late else "")
