"""The picture in the README shows the current output of launchcheck."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

DRAWN_WITH = 15
"""The rich that the stored picture was drawn with: others leave more or less room at its foot."""

PICTURE = Path(__file__).parent.parent / "docs" / "picture.py"


@pytest.mark.skipif(
    int(version("rich").partition(".")[0]) < DRAWN_WITH, reason=f"the picture is drawn with rich {DRAWN_WITH}"
)
def test_picture_is_what_its_script_draws(golden: Callable[[str, Path], None]) -> None:
    """The stored picture is the one that docs/picture.py draws."""
    spec = spec_from_file_location("picture", PICTURE)
    assert spec
    assert spec.loader
    picture = module_from_spec(spec)
    spec.loader.exec_module(picture)
    golden(picture.draw(), picture.PICTURE)
