"""The views of a plan: who does what, the run sheet, all dates, and what is owed after the launch."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
FULL, SCANTY = str(HERE / "full.yaml"), str(HERE / "scanty.yaml")
