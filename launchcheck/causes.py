"""Unanswered items that an earlier one explains: one missing fact is one thing to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from launchcheck.results import Status

if TYPE_CHECKING:
    from launchcheck.results import Result
    from launchcheck.source import Where


def explained(results: Iterable[Result]) -> Iterator[Result]:
    """The results in order, each unanswered one with the item that it is unanswered because of.

    That is the first earlier item that is open, at least as severe, and missing every fact that this
    one is missing. An item of the core is listed on its own.
    """
    missing_at: dict[Where, list[Result]] = {}
    for result in results:
        places = result.missing if result.findings else ()
        if not places:
            yield result
            continue
        cause = _cause(result, places, missing_at) if result.status is Status.UNANSWERED else None
        yield result._replace(because_of=cause.item.id) if cause else result
        for place in places:
            missing_at.setdefault(place, []).append(result)


def _cause(result: Result, places: Iterable[Where], missing_at: dict[Where, list[Result]]) -> Result | None:
    """The first item that is missing all of these facts, or the sections that contain them."""
    if result.is_core or [each for each in result.findings if not (each.wants or each.waived)]:
        return None
    common: dict[str, Result] | None = None
    for place in places:
        found: dict[str, Result] = {}
        for depth in range(1, len(place) + 1):
            for each in missing_at.get(place[:depth], ()):
                found[each.item.id] = each
        common = found if common is None else {id: each for id, each in common.items() if id in found}
        if not common:
            return None
    asked = [each for each in (common or {}).values() if each.blocks or not result.blocks]
    return asked[0] if asked else None
