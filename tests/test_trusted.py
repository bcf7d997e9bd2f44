"""Our own checklists are made without validation: they are valid, and equal what validation makes of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from launchcheck import catalog, parse
from launchcheck.checklist import Layer
from launchcheck.checks.reads import Part
from launchcheck.checks.trusted import Maker
from launchcheck.errors import LaunchcheckError
from launchcheck.source import Source

CHECKLISTS = Path(__file__).parent.parent / "checklists"


def spelled(value: Any) -> Any:
    """A value with all types, and of each part which of its options are written."""
    if isinstance(value, Part):
        options = {name: spelled(each) for name, each in vars(value).items()}
        return type(value), sorted(value.model_fields_set), dict(sorted(options.items()))
    if isinstance(value, dict):
        return dict, [(spelled(key), spelled(each)) for key, each in value.items()]
    if isinstance(value, (list, tuple)):
        return type(value), [spelled(each) for each in value]
    return type(value), value


@pytest.mark.parametrize("name", catalog.names())
def test_a_checklist_that_is_not_validated_equals_one_that_is(name: str) -> None:
    """Each checklist of ours is valid, and no option of any item differs in value or type."""
    source = Source.read(str(CHECKLISTS / f"{name}.yaml"))
    assert spelled(Maker().part(Layer, source.data)) == spelled(parse.read(source, Layer))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: count", "kind: no_such_kind", "no_such_kind"),
        ("\n    severity: ", "\n    severities: ", "severities"),
        ("\n    severity: ", "\n    # ", "severity is missing"),
        ("due: F", "due: X", "'X"),
    ],
)
def test_a_checklist_of_ours_that_was_changed_is_validated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str, words: str
) -> None:
    """A mistake in it is said where it is."""
    folder = shutil.copytree(CHECKLISTS, tmp_path / "checklists")
    text = (folder / "operations.yaml").read_text("utf-8")
    assert old in text
    (folder / "operations.yaml").write_text(text.replace(old, new, 1), "utf-8")
    monkeypatch.setattr(catalog, "_FOLDER", folder)
    with pytest.raises(LaunchcheckError) as caught:
        catalog._stacked(["operations"])
    said = [part for part in caught.value.parts if words in f"{part.message} {part.hint}"]
    assert [part.locations[0].line > 10 for part in said] == [True]
