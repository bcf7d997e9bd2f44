"""`launchcheck badge`: readiness in words, accessible, and safe with hostile plans."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from launches import PLAN

from launchcheck import badge
from launchcheck.report import Verdict

ASK = ("--checklist", "./tiny.yaml", "--as-of", "2027-01-26")
SVG = "{http://www.w3.org/2000/svg}"


def texts(out):
    """The texts shown on a badge."""
    return [each.text for each in ET.fromstring(out).iter(f"{SVG}text")]


def test_says_how_ready_the_launch_is(here):
    """Name on the left, verdict and counts on the right; the accessible title has all of it."""
    code, out, err = here("badge", "plan.yaml", *ASK)

    assert (code, err) == (0, "")
    assert texts(out) == ["Orbit Sync 2.0", "on track, 1 blocker open"]
    root = ET.fromstring(out)
    title = "Orbit Sync 2.0: on track, 1 blocker open (launch on Tue 16 Feb 2027, as of Tue 26 Jan 2027)"
    assert (root.attrib["role"], root.attrib["aria-label"], root[0].text) == ("img", title, title)


@pytest.mark.parametrize(
    ("text", "day", "message"),
    [
        (PLAN, "2027-02-12", "not ready, 1 blocker open, 1 overdue"),
        (PLAN.replace("  owner: dana\n", ""), "2027-01-26", "not ready, 2 blockers open, 1 overdue"),
        (PLAN.replace("tier: 1", "tier: 1\n  release_date: 2027-02-09"), "2027-01-26", "ready"),
        (PLAN.replace("tier: 1", "tier: 1\n  status: cancelled"), "2027-01-26", "cancelled"),
        (
            PLAN
            + "waivers: [{check: product.released, reason: L, approved_by: dana, approved_on: 2027-01-20, expires: 2027-02-20}]",
            "2027-01-26",
            "ready, 1 waived",
        ),
    ],
)
def test_has_a_message_for_every_verdict(here, tmp_path, text, day, message):
    """Counts of 0 are omitted; waived items are always shown."""
    (tmp_path / "plan.yaml").write_text(text)

    found = json.loads(here("badge", "plan.yaml", *ASK[:2], "--as-of", day, "--format", "endpoint")[1])

    assert found["message"] == message
    assert sorted(found) == ["color", "label", "labelColor", "message", "schemaVersion"]
    assert found["schemaVersion"] == 1


def test_writes_the_file_atomically(here, tmp_path):
    """The same plan and day give the same bytes, and an existing badge is replaced."""
    for _ in range(2):
        assert here("badge", "plan.yaml", *ASK, "-o", "badge.svg") == (0, "", "")
    assert (tmp_path / "badge.svg").read_text() == here("badge", "plan.yaml", *ASK)[1]
    assert not [*tmp_path.glob("*.tmp")]


def test_does_not_overwrite_the_plan(here, tmp_path):
    """A name typed in the wrong place does not cost the plan."""
    before = (tmp_path / "plan.yaml").read_bytes()
    code, _, err = here("badge", "plan.yaml", "-o", "./plan.yaml")

    assert (code, (tmp_path / "plan.yaml").read_bytes()) == (2, before)
    assert err.startswith("error: this would overwrite a plan or its record of votes\n")


def test_takes_another_label(here):
    """The label can be changed or removed."""
    assert texts(here("badge", "plan.yaml", *ASK, "--label", "launch")[1])[0] == "launch"
    assert texts(here("badge", "plan.yaml", *ASK, "--label", "")[1]) == ["on track, 1 blocker open"]


def test_reports_that_it_cannot_be_written(here):
    """The reason and the place on standard error, and the exit code for a failed run."""
    assert here("badge", "plan.yaml", *ASK, "-o", "no/such/badge.svg") == (
        2,
        "",
        "error: cannot be written: no such file or directory\n --> no/such/badge.svg\n",
    )


def test_obeys_no_text_of_a_plan(here, tmp_path):
    """Names are text: no element, no entity, no change of direction, no log command."""
    name = r'"</text><script>alert(1)</script>&amp; ##[x]y \u202e 発売 é"'
    (tmp_path / "plan.yaml").write_text(PLAN.replace("Orbit Sync 2.0", name))

    out = here("badge", "plan.yaml", *ASK)[1]

    assert {each.tag.removeprefix(SVG) for each in ET.fromstring(out).iter()} == {
        *("svg", "title", "clipPath", "rect", "g", "text")
    }
    assert out.isascii()
    assert "##[" not in out
    assert ET.fromstring(out)[0].text.startswith(
        r"</text><script>alert(1)</script>&amp; # #[x]y \u202e 発売 é:"
    )


def test_text_has_room():
    """The image is as wide as its text: wide characters count double, combining marks count nothing."""
    plain, wide, marked = (
        int(ET.fromstring(badge.svg(badge.Badge(label, "ready", "2e7d32", ""))).attrib["width"])
        for label in ("nnnn", "発売発売", "n\u0301n\u0301n\u0301n\u0301")
    )
    assert plain == marked < wide


@pytest.mark.parametrize("color", [*badge.COLORS.values(), badge.LABEL_COLOR])
def test_white_text_is_legible(color):
    """White has a contrast of at least 4.5 with each color (WCAG 2.2, 1.4.3)."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    ]
    luminance = sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_every_verdict_has_a_color():
    """No verdict lacks a color."""
    assert set(badge.COLORS) == set(Verdict)
