"""Draw the picture in the README: an example's terminal report, rendered as SVG by rich."""

from __future__ import annotations

import re
from contextlib import chdir
from datetime import date
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from launchcheck import FailOn, validate_file
from launchcheck.formats import Format, Options, write

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "report.svg"
PLAN = "examples/ready.yaml"
AS_OF = date(2027, 2, 8)
WIDTH = 96

# Uses the reader's own font: rich's layout would download one.
_LAYOUT = re.sub(r"@font-face {{.*?}}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
_FONTS = "ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace"


def draw() -> str:
    """The picture as SVG; the same plan and date give the same bytes."""
    console = Console(
        record=True, width=WIDTH, file=StringIO(), color_system="truecolor", force_terminal=True, _environ={}
    )
    console.print(Text(f"$ launchcheck validate {PLAN} --as-of {AS_OF} --fail-on overdue\n", "bold"))
    console.print(Text.from_ansi(report()), soft_wrap=True)
    layout = _LAYOUT.replace("Fira Code, monospace", _FONTS).replace(
        "font-family: Fira Code", f"font-family: {_FONTS}"
    )
    return console.export_svg(title="", theme=MONOKAI, code_format=layout, unique_id="report")


def report() -> str:
    """The report with colors, as in a terminal."""
    with chdir(ROOT):  # plans are named relative to this folder
        found = validate_file(PLAN, today=AS_OF)
    out = StringIO()
    write(found, Format.TERMINAL, out, Options(fail_on=FailOn.OVERDUE, color=True, width=WIDTH))
    return out.getvalue()
