"""One shard of a list of plans checked and kept, and all of them merged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import typer

from launchcheck import shards
from launchcheck.cli.documents import Answer, fill_terminal, packs_of, with_errors, write
from launchcheck.cli.files import refuse_own
from launchcheck.cli.outputs import FILE, Target, opened
from launchcheck.cli.progress import Progress
from launchcheck.cli.several import answered, by_waves, checked, path_of, prepared
from launchcheck.errors import LaunchcheckError, PlanGoneError
from launchcheck.formats import Format, Options
from launchcheck.report import FailOn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from launchcheck.checklist import Checklist
    from launchcheck.cli import several
    from launchcheck.cli.documents import View
    from launchcheck.cli.policies import Policies
    from launchcheck.cli.request import Request
    from launchcheck.cli.search import Search
    from launchcheck.report import Report


class Kept(NamedTuple):
    """What a run over a shard is told: which part it is, and where its lines go."""

    share: shards.Share
    target: Target
    others: tuple[Target, ...]

    @classmethod
    def of(cls, share: shards.Share, targets: Sequence[Target]) -> Kept:
        """The file of JSON lines among the outputs; the others show the plans of this part alone.

        Raises:
            typer.BadParameter: there is none.

        """
        files = [each for each in targets if each.format is Format.JSONL and each.to is FILE]
        if len(files) != 1:
            raise typer.BadParameter("--shard keeps its plans in a file: --format jsonl=shard.jsonl")
        return cls(share, files[0], tuple(each for each in targets if each is not files[0]))


def run(
    search: Search,
    request: Request,
    kept: Kept,
    options: Options,
    *,
    jobs: int | None,
    by_wave: bool = False,
) -> int:
    """Check the plans of one shard, keep what was found, and return the worst exit code.

    Raises:
        LaunchcheckError: as for a run over all plans.

    """
    found = search.plans(request.against)
    request, policies = prepared(search, request, found, (kept.target, *kept.others))
    numbered: list[tuple[int, several.Target]] = [
        (number, target)
        for number, each in enumerate(found)
        if kept.share.holds(path_of(each))
        for target in (by_waves([each], policies) if by_wave else (each,))
    ]
    wanted = [target for _, target in numbered]
    head = _head(kept.share, found, request, options, policies, by_wave=by_wave)
    is_quiet = search.quiet or fill_terminal(kept.others)
    with opened([kept.target]) as (stream,):
        lines = shards.ShardWriter(stream, head)

        def answers(views: list[View]) -> Iterator[Answer]:
            check = partial(checked, policies=policies, views=views, rules=options.rules, keep=_keep)
            found = answered(check, wanted, jobs, is_quiet=is_quiet)
            for (number, _), answer in zip(numbered, found, strict=True):
                if answer.line:
                    lines.add(number, answer.line)
                yield answer

        def settled(packs: Any) -> tuple[Checklist, str]:
            checklist = policies.checklist(packs)
            lines.close(checklist)
            return checklist, policies.not_default

        return write(answers, kept.others, options, alone=False, settled=settled)


def merge(paths: Sequence[str], targets: Sequence[Target], options: Options, *, is_quiet: bool) -> int:
    """Write documents about the plans of all shards, and return the exit code of the whole.

    Raises:
        LaunchcheckError: a shard is missing, is there twice, is not whole, or differs from the others.

    """
    for each in targets:
        if each.to is FILE:
            refuse_own(each.path, paths, "a shard")
    whole = shards.Together.of(paths)
    head = whole.head
    options = options._replace(fail_on=FailOn.several(head.fail_on), default_gate=head.default_gate)
    progress = Progress(whole.plans, wanted=not is_quiet and not fill_terminal(targets))

    def answers(views: list[View]) -> Iterator[Answer]:
        read = (Answer.about(each.path, each.result, options.rules, views) for each in whole.found())
        return with_errors(read, progress)

    return write(
        answers,
        targets,
        options,
        alone=whole.plans == 1 and not any(_is_gone(each.result) for each in whole.found()),
        settled=lambda packs: (whole.checklist(packs), head.not_default),
    )


def _is_gone(found: Report | LaunchcheckError) -> bool:
    """Whether it is a plan that the compared commit has, and the change has not."""
    return isinstance(found, PlanGoneError)


def _keep(answer: Answer, path: str, found: Report | LaunchcheckError) -> Answer:
    """The answer with the line of a shard."""
    packs = () if isinstance(found, LaunchcheckError) else packs_of(found)
    return answer._replace(line=shards.line_of(path, found, packs))


def _head(
    share: shards.Share,
    found: Sequence[str | LaunchcheckError],
    request: Request,
    options: Options,
    policies: Policies,
    *,
    by_wave: bool,
) -> shards.Head:
    """What the shard is part of, and how it is checked."""
    import launchcheck

    asked = [
        *(request.tier, request.waived, request.owner, request.area, request.ledger, request.against),
        *(request.wave, by_wave, request.item),
    ]
    return shards.Head(
        *share,
        plans=len(found),
        list=shards.digest_of_list(map(path_of, found)),
        checklist=policies.digest(),
        as_of=request.as_of.isoformat() if request.as_of else "of each launch",
        fail_on=",".join(options.rules),
        default_gate=options.default_gate,
        options=shards.digest(asked),
        not_default=policies.not_default,
        version=launchcheck.__version__,
    )
