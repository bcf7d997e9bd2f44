"""A run over several plans: one that cannot be checked does not stop the others."""

from __future__ import annotations

import gc
import sys
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from launchcheck import parallel
from launchcheck.api import Strays
from launchcheck.cli.documents import Answer, fill_terminal, with_errors, write
from launchcheck.cli.outputs import refuse_own
from launchcheck.cli.policies import Policies
from launchcheck.cli.progress import Progress
from launchcheck.errors import LaunchcheckError, Location, PlanBugError, PlanGoneError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from launchcheck.cli.documents import View
    from launchcheck.cli.outputs import Target as Output
    from launchcheck.cli.request import Request
    from launchcheck.cli.search import Search
    from launchcheck.formats import Options
    from launchcheck.report import Report, Rules

PAYS_FROM = 64
"""The number of plans from which several worker processes are faster than one."""


class OneWave(NamedTuple):
    """A plan as one of its waves sees it."""

    path: str
    wave: str


Target: TypeAlias = "str | OneWave | LaunchcheckError"
"""What is checked: a plan, or a wave of it; or why a plan cannot be."""


Keep: TypeAlias = "Callable[[Answer, str, Report | LaunchcheckError], Answer]"
"""Adds to an answer what a shard keeps of a plan."""


def run(
    search: Search,
    request: Request,
    targets: Sequence[Output],
    options: Options,
    *,
    jobs: int | None,
    by_wave: bool = False,
) -> int:
    """Check all plans that a search finds, or each of their waves, and return the worst exit code.

    Raises:
        LaunchcheckError: the checklist is malformed, no plan was found at all, the commit to compare
            with does not exist, or a document cannot be written.

    """
    found = search.plans(request.against)
    request, policies = prepared(search, request, found, targets)
    wanted: list[Target] = [*(by_waves(found, policies) if by_wave else found)]
    is_quiet = search.quiet or fill_terminal(targets)

    def answers(views: list[View]) -> Iterator[Answer]:
        check = partial(checked, policies=policies, views=views, rules=options.rules)
        return answered(check, wanted, jobs, is_quiet=is_quiet)

    return write(
        answers,
        targets,
        options,
        alone=len(wanted) == 1 and not request.plans_are_gone,
        settled=lambda packs: (policies.checklist(packs), policies.not_default),
    )


def prepared(
    search: Search, request: Request, found: Sequence[str | LaunchcheckError], targets: Sequence[Output]
) -> tuple[Request, Policies]:
    """The request for each of several plans, and what to check them with.

    Raises:
        LaunchcheckError: the checklist is malformed, the commit to compare with does not exist, or a target
            would overwrite a plan or its record of votes.

    """
    plans = [each for each in found if isinstance(each, str)]
    refuse_own(targets, request, plans)
    request.refuse_unknown_base(plans)
    are_gone = any(isinstance(each, PlanGoneError) for each in found)
    request = request._replace(is_one_of_several=True, plans_are_gone=are_gone, strays=Strays())
    return request, Policies(request, search.sought, plans)


def answered(
    check: Callable[[Target], Answer], wanted: list[Target], jobs: int | None, *, is_quiet: bool
) -> Iterator[Answer]:
    """Yield the answer for each plan, in order; write errors to standard error at once."""
    # A run over many plans is long: collect the garbage that each of them leaves behind.
    gc.freeze()
    gc.enable()
    sys.stdout.flush()
    if jobs is None:
        jobs = parallel.processors() if len(wanted) >= PAYS_FROM else 1
    progress = Progress(len(wanted), wanted=not is_quiet)
    return with_errors(parallel.ordered(check, wanted, min(jobs, len(wanted))), progress)


def by_waves(found: Sequence[str | LaunchcheckError], policies: Policies) -> Iterator[Target]:
    """Each wave of each plan; a plan without waves, or one that cannot be read, stays as it is."""
    from launchcheck.wave import waves_of

    for each in found:
        try:
            ids = waves_of(policies.of(each).load().plan) if isinstance(each, str) else ()
        except LaunchcheckError:  # its own report says why
            ids = ()
        if not ids:
            yield each
        yield from (OneWave(str(each), id) for id in ids)


def checked(
    plan: Target, policies: Policies, views: list[View], rules: Rules, keep: Keep | None = None
) -> Answer:
    """Check one plan, and write its part of every document."""
    path, wave = path_of(plan), plan.wave if isinstance(plan, OneWave) else ""
    found = plan if isinstance(plan, LaunchcheckError) else _found(path, wave, policies)
    answer = Answer.about(path, found, rules, views)
    return keep(answer, path, found) if keep else answer


def path_of(plan: Target) -> str:
    """The path of what is checked."""
    if isinstance(plan, LaunchcheckError):
        return plan.locations[0].path
    return plan.path if isinstance(plan, OneWave) else plan


def _found(path: str, wave: str, policies: Policies) -> Report | LaunchcheckError:
    """The report on a plan, on this wave of it or else the one that was asked for; or why there is none."""
    try:
        request = policies.of(path)
        return request._replace(wave=wave or request.wave).report()
    except LaunchcheckError as error:
        return error if error.locations or error.parts else _at(path, error)
    except Exception as bug:  # noqa: BLE001  # one plan must not hide the reports of the others
        return PlanBugError.of(bug, path)


def _at(path: str, error: LaunchcheckError) -> LaunchcheckError:
    """The error, located at the plan as a whole."""
    return LaunchcheckError(error.message, hint=error.hint, locations=(Location(path),))
