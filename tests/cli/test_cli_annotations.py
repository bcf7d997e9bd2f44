"""Annotations of many plans: a bounded number, and a line that counts the rest."""

from __future__ import annotations

import re

import pytest

EMPTY = 'launchcheck: 1\nlaunch: {name: "Orbit", date: 2027-02-16, tier: 1}\n'


@pytest.mark.parametrize(
    ("form", "command"), [("github", "::error "), ("azure", "##vso[task.logissue type=error")]
)
def test_300_empty_plans_have_50_annotations(here, tmp_path, monkeypatch, form, command):
    """The log stays readable, and says how much it does not show."""
    for number in range(300):
        (tmp_path / f"{number}.launch.yaml").write_text(EMPTY)
    monkeypatch.chdir(tmp_path)

    ended = here("validate", ".", "--as-of", "2027-02-16", "--no-config", "--format", form)

    assert ended.code == 1
    assert len([line for line in ended.out.splitlines() if line.startswith(command)]) == 50
    assert len(re.findall(r"[\d,]+ more, less urgent: [\d,]+ errors", ended.out)) == 1
