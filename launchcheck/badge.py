"""A badge: the verdict and counts of a launch, as an SVG picture or for shields.io."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from launchcheck.dates import day
from launchcheck.report import Verdict
from launchcheck.results import Status
from launchcheck.text import counted, show

if TYPE_CHECKING:
    from launchcheck.report import Report

COLORS = {
    Verdict.READY: "2e7d32",
    Verdict.ON_TRACK: "8a5a00",
    Verdict.NOT_READY: "b3261e",
    Verdict.CANCELLED: "616161",
}
LABEL_COLOR = "37474f"
"""White text on each of these colors has a contrast of at least 4.5 (WCAG 2.2, AA)."""

_LONGEST = 40
_MARGIN = 6
_SIZE = 11

# How wide characters are at 11 pixels in Verdana, in tenths of a pixel. The picture says how wide its
# text is, so that another font is stretched or squeezed by what it differs.
_WIDTHS = {
    character: width
    for width, characters in {
        30: "ijl'|",
        39: "I ft",
        41: "!,.",
        47: 'rJ:;/\\-()[]"',
        58: "csz",
        65: "aekvxyFLYZ?*_",
        69: "bdghnopquEPT",
        71: "0123456789ABKRSVXC$`",
        83: "DGHNOQU",
        91: "wM=+<>#&{}^~@%",
        108: "mW",
    }.items()
    for character in characters
}
_OTHER, _WIDE = 75, 110


@dataclass(frozen=True, slots=True)
class Badge:
    """The text of a badge: on its left, on its right, and for screen readers."""

    label: str
    message: str
    color: str
    title: str


def of(report: Report, label: str | None = None) -> Badge:
    """The badge of a report; its label is the name of the launch unless one is given."""
    name = show(" ".join((report.launch.name if label is None else label).split()), _LONGEST)
    message = _message(report)
    launch = report.launch
    when = f"launch {launch.planned}, as of {day(report.as_of)}"
    title = f"{show(launch.name)}: {message} ({when})"
    return Badge(name, message, COLORS[report.verdict], title)


def svg(badge: Badge) -> str:
    """The badge as an SVG picture; the same badge gives the same bytes."""
    left, right = _width(badge.label), _width(badge.message)
    split = left + 2 * _MARGIN if left else 0
    width = split + right + 2 * _MARGIN
    title = escape(badge.title)
    texts = [
        f'<text x="{x}" y="14" textLength="{length}" lengthAdjust="spacingAndGlyphs">{escape(words)}</text>'
        for x, length, words in (
            (_MARGIN, left, badge.label),
            (split + _MARGIN, right, badge.message),
        )
        if length
    ]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20"',
        f' role="img" aria-label="{title}">',
        f"<title>{title}</title>",
        f'<clipPath id="r"><rect width="{width}" height="20" rx="3"/></clipPath>',
        '<g clip-path="url(#r)">',
        f'<rect width="{split}" height="20" fill="#{LABEL_COLOR}"/>',
        f'<rect x="{split}" width="{width - split}" height="20" fill="#{badge.color}"/>',
        "</g>",
        f'<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="{_SIZE}">',
        *texts,
        "</g>",
        "</svg>",
    ]
    # In ASCII, which is UTF-8 and everything else, and of which nothing is a command to a log reader.
    return ("\n".join(lines) + "\n").encode("ascii", "xmlcharrefreplace").decode("ascii")


def endpoint(badge: Badge) -> str:
    """The badge as JSON for https://shields.io/badges/endpoint-badge."""
    document = {
        "schemaVersion": 1,
        "label": badge.label,
        "message": badge.message,
        "color": badge.color,
        "labelColor": LABEL_COLOR,
    }
    return json.dumps(document) + "\n"


def _message(report: Report) -> str:
    """The verdict and its counts; waived blockers are always counted."""
    words = [report.verdict.value.replace("_", " ")]
    if report.verdict is not Verdict.CANCELLED:
        count = len(report.blockers)
        late = sum(result.is_overdue for result in report.blockers)
        waived = sum(each.status is Status.WAIVED and each.severity == "blocker" for each in report.results)
        words += [f"{counted(count, 'blocker')} open"] if count else []
        words += [f"{late} overdue"] if late else []
        words += [f"{waived} waived"] if waived else []
    return ", ".join(words)


def _width(text: str) -> int:
    return -(-sum(map(_tenths, text)) // 10)


def _tenths(character: str) -> int:
    """The width of a character in tenths of a pixel."""
    if unicodedata.combining(character):
        return 0
    wide = unicodedata.east_asian_width(character) in {"W", "F"}
    return _WIDTHS.get(character, _WIDE if wide else _OTHER)
