"""The settings and the checklist of each of several plans; plans with the same settings files share them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from launchcheck.catalog import with_packs
from launchcheck.errors import LaunchcheckError, PlanBugError
from launchcheck.formats.notes import not_default_for_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from launchcheck.checklist import Checklist
    from launchcheck.cli.request import Request
    from launchcheck.cli.settings import Sought


class Policies:
    """What to check each of several plans with, found once for all plans in a folder.

    An error in the settings files of a folder is the error of each plan there; one that all plans
    share is raised at once.
    """

    def __init__(self, request: Request, sought: Sought, plans: Iterable[str]) -> None:
        self._request = request
        self._by_folder: dict[str, Request | LaunchcheckError] = {}
        by_files: dict[tuple[tuple[str, ...], ...], Request | LaunchcheckError] = {}
        for plan in plans:
            folder = os.path.dirname(plan)
            if folder not in self._by_folder:
                files = _files(request, sought, folder)
                if files not in by_files:
                    by_files[files] = _prepared(request, sought, plan)
                self._by_folder[folder] = by_files[files]
        different = {str(each): each for each in by_files.values() if isinstance(each, LaunchcheckError)}
        if len(different) == 1 and all(isinstance(each, LaunchcheckError) for each in by_files.values()):
            raise next(iter(different.values()))
        self._ready = [each for each in by_files.values() if not isinstance(each, LaunchcheckError)]

    def of(self, plan: str) -> Request:
        """What to check a plan with.

        Raises:
            LaunchcheckError: its settings or its checklist are malformed, located.

        """
        found = self._by_folder[os.path.dirname(plan)]
        if isinstance(found, LaunchcheckError):
            raise found
        return found.for_plan(plan)

    def checklist(self, packs: Iterable[str] = ()) -> Checklist:
        """The items of all checklists, each once, with the packs that plans turn on."""
        ready = self._ready or [self._request.compiled()]
        first, *others = [with_packs(each.program().checklist, packs) for each in ready]
        if not others:
            return first
        items = {item.id: item for each in (*reversed(others), first) for item in each.items}
        lowered = {id: low for each in (*reversed(others), first) for id, low in each.lowered.items()}
        return first.model_copy(update={"items": tuple(items.values()), "lowered": lowered})

    def digest(self) -> str:
        """The digest of all that plans are asked, and of facts: each option of each item, what is skipped."""
        from launchcheck.cli.explanation import settings_of
        from launchcheck.shards import digest

        return digest(
            part
            for each in self._ready
            for checklist in [each.program().checklist]
            for part in (
                [*checklist.names],
                [[item.id, *map(list, settings_of(item))] for item in checklist.items],
                sorted(each.skipped.items()),
                sorted(map(list, checklist.off.items())),
                each.zone,
                [each.facts_max_age, *([facts.source.name, facts.source.text] for facts in each.facts)],
            )
        )

    @property
    def not_default(self) -> str:
        """What settings and checklists change about the gates, counted for each set of settings files."""
        found = [not_default_for_all(each.program().checklist, each.skipped) for each in self._ready]
        return "; ".join(dict.fromkeys(filter(None, found)))


def _files(request: Request, sought: Sought, folder: str) -> tuple[tuple[str, ...], ...]:
    """The settings files of a folder, and those that it had before and has after a change."""
    if not request.against:
        return (sought.around(folder),)
    from launchcheck.committed import Committed

    sides = (sought.at, Committed(request.against, or_now=True), None)
    return tuple(sought._replace(at=at).around(folder) for at in sides)


def _prepared(request: Request, sought: Sought, plan: str) -> Request | LaunchcheckError:
    """What to check a plan with, its checklist compiled; or the error in its settings."""
    try:
        found = request.for_plan(plan).settled(sought.find(plan)).compiled()
        return found.comparing(sought, request.against)
    except LaunchcheckError as error:
        return error
    except Exception as bug:  # noqa: BLE001  # the settings of one folder must not hide the plans of others
        return PlanBugError.of(bug, plan)
