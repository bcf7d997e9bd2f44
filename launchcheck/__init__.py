"""launchcheck decides whether a product launch may go: a plan and a checklist in, a report out.

The names below are the whole public API. Each is imported when it is first used, so that importing
launchcheck itself costs nothing:

    import launchcheck

    report = launchcheck.validate_file("launch.yaml")
    if report.verdict is not launchcheck.Verdict.READY:
        for result in report.blockers:
            print(result.item.id, result.due, result.owner)

`launchcheck.validate` is the module; its function is `validate_plan` here. Of `launchcheck.votes`,
`facts_digest(plan, checklist, area)` is public: the digest of the facts that a vote is bound to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from launchcheck import votes
    from launchcheck.api import Checked, read_plan, validate_file, validate_many, validate_text
    from launchcheck.catalog import find
    from launchcheck.checklist import Checklist
    from launchcheck.errors import LaunchcheckError
    from launchcheck.facts import Facts
    from launchcheck.plan import Plan
    from launchcheck.report import FailOn, Report, Verdict
    from launchcheck.results import Status
    from launchcheck.source import Source
    from launchcheck.validate import validate as validate_plan

__version__ = "0.1.0"

__all__ = [
    "Checked",
    "Checklist",
    "Facts",
    "FailOn",
    "LaunchcheckError",
    "Plan",
    "Report",
    "Source",
    "Status",
    "Verdict",
    "find",
    "read_plan",
    "validate_file",
    "validate_many",
    "validate_plan",
    "validate_text",
    "votes",
]

_PLACES = {
    "Checked": "api.Checked",
    "Checklist": "checklist.Checklist",
    "Facts": "facts.Facts",
    "FailOn": "report.FailOn",
    "LaunchcheckError": "errors.LaunchcheckError",
    "Plan": "plan.Plan",
    "Report": "report.Report",
    "Source": "source.Source",
    "Status": "results.Status",
    "Verdict": "report.Verdict",
    "find": "catalog.find",
    "read_plan": "api.read_plan",
    "validate_file": "api.validate_file",
    "validate_many": "api.validate_many",
    "validate_plan": "validate.validate",
    "validate_text": "api.validate_text",
    "votes": "votes",
}


def __getattr__(name: str) -> Any:
    """Import a name of the public API when it is first used."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    place, _, attribute = _PLACES[name].partition(".")
    module = import_module(f"{__name__}.{place}")
    value = globals()[name] = getattr(module, attribute) if attribute else module
    return value


def __dir__() -> list[str]:
    """Every public name, imported yet or not."""
    return sorted({*globals(), *__all__})
