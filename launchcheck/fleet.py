"""Plans at URLs, checked in batches: what a job on a cluster calls, with text in and text out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck import catalog, parse
from launchcheck.api import checked, examine, program_of, refuse_early
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.formats import Options
from launchcheck.formats.escapes import as_json
from launchcheck.formats.json import report_as_data, unreadable
from launchcheck.plan import Plan
from launchcheck.report import FailOn
from launchcheck.source import Source
from launchcheck.source.files import MOST_BYTES
from launchcheck.text import show

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from launchcheck.api import Checked, Names
    from launchcheck.checklist import Checklist
    from launchcheck.program import Program
    from launchcheck.report import Report


def check(
    urls: Iterable[str],
    *,
    today: date,
    checklist: Names | Checklist | Program = (catalog.BUILT_IN,),
    fail_on: FailOn = FailOn.BLOCKER,
    tier: int | None = None,
) -> list[str]:
    """Check plans at URLs that fsspec can open, such as `s3://plans/orbit.yaml`; one line of JSON for each.

    A line is what `validate --format json` writes for the plan, or for one that could not be checked, with
    the URL as its source. Files that a plan names as evidence are not looked at, which the key `evidence`
    says: `unchecked`. Votes beside a plan are not read.

    Call it with a batch of URLs in each task, so that the cost of a task is shared. `checklist` is a name,
    paths that every worker has, or an object: `launchcheck.find("acme.yaml")` is read once, where it is
    called, and sent with each task. `today` is required, since workers may run past midnight.

    Raises:
        LaunchcheckError: the checklist is unreadable or malformed, located; or fsspec is not installed.

    """
    try:
        import fsspec
    except ImportError:
        hint = "pip install fsspec, and what it needs for your store, such as s3fs"
        raise LaunchcheckError("plans at URLs need fsspec", hint=hint) from None
    program, options = program_of(checklist), Options(fail_on=fail_on)

    def ask(url: str) -> Report:
        source = Source.parse(_read(fsspec, url), url)
        plan = parse.read(source, Plan)
        refuse_early(plan, source, today)
        return examine(plan, source, None, program, today, tier)

    return [_line(checked(url, ask), options) for url in urls]


def _read(fsspec: object, url: str) -> bytes:
    """The text of a plan; one byte more than is allowed if it is too long.

    Raises:
        LaunchcheckError: there is none, or the store does not answer.

    """
    try:
        with fsspec.open(url, "rb") as file:  # type: ignore[attr-defined]  # the module
            content: bytes = file.read(MOST_BYTES + 1)
            return content
    except Exception as error:  # noqa: BLE001  # each kind of store has errors of its own
        words = _KNOWN.get(type(error)) or show(str(error) or type(error).__name__, 200)
        raise LaunchcheckError(f"cannot be read: {words}", locations=(Location(url),)) from None


_KNOWN: dict[type[Exception], str] = {FileNotFoundError: "no such file", PermissionError: "permission denied"}
"""What is said of errors whose own text is a path or a code."""


def _line(found: Checked, options: Options) -> str:
    """One result as a line of JSON."""
    if found.report is None:
        assert found.error  # noqa: S101  # one of the two
        return as_json(unreadable(found.path, found.error))
    return as_json({**report_as_data(found.report, options), "evidence": "unchecked"})
