"""The last line: whether the gate is open, the rule that decided, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.formats.notes import in_brackets, not_default

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.formats.terminal.page import Page
    from launchcheck.report import Report


def draw(report: Report, page: Page, options: Options) -> None:
    """Write the gate, unless it would only repeat the verdict to a person who asked for no gate."""
    if options.default_gate and page.is_terminal and _is_plain(report):
        return
    gate = report.gate(*options.rules)
    state, code, color = ("open", 0, "green") if gate.is_open else ("closed", 1, "red")
    rest = in_brackets(not_default(report, *options.rules))
    words = f"(exit {code}): {gate.reason} [--fail-on {gate.fail_on}]{rest}"
    page.blank()
    page.put(page.join(page.text(f"gate {state}", f"bold {color}"), " ", page.text(words)))


def _is_plain(report: Report) -> bool:
    """Whether all is default: no other tier or rule, waivers, exclusions, skipped or lowered items."""
    if report.tier != report.launch.tier or report.waivers or report.exclusions or report.without_base:
        return False
    return not not_default(report)
