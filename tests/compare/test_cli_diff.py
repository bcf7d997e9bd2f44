"""`launchcheck diff` and `slip`: their output for people, pull requests and programs."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from launches import PLAN
from markdown_it import MarkdownIt

from launchcheck.compare import ComparisonFormat
from launchcheck.compare.json import SCHEMA, schema

EXAMPLES = Path(__file__).parents[2] / "examples"
ASK = ("--checklist", "./tiny.yaml", "--as-of", "2027-01-26")

NO_OWNER = PLAN.replace("  owner: dana\n", "")
RELEASED = PLAN.replace("  tier: 1\n", "  tier: 1\n  release_date: 2027-02-09\n")
WAIVER = "{check: product.released, reason: Later., approved_by: dana, approved_on: 2027-01-20, expires: %s}"
WAIVED = PLAN + f"waivers:\n  - {WAIVER % '2027-02-20'}\n"


def test_shows_what_changed_since_a_commit(here, commit, tmp_path):
    """What is weakened comes first, then regressions; the launch, the verdict and the counts are above."""
    commit("Start")
    (tmp_path / "plan.yaml").write_text(NO_OWNER.replace("2027-02-16", "2027-02-22"))

    code, out, err = here("diff", "plan.yaml", "--against", "main", *ASK)

    assert (code, err) == (0, "")
    assert out == (
        "Orbit Sync 2.0                                             as of Tue 26 Jan 2027\n"
        "main:plan.yaml → plan.yaml\n"
        "\n"
        "verdict   on track → not ready\n"
        "launch    Tue 16 Feb 2027 → Mon 22 Feb 2027, 6 days later\n"
        "blockers  1 open → 2 open (1 overdue)\n"
        "warnings  0 open\n"
        "passed    1 of 2 → 0 of 2\n"
        "\n"
        "weakened by this change (2)\n"
        "– launch.owner is now no one; it was Dana Reyes · plan.yaml:2:1\n"
        "– launch.date is now Mon 22 Feb 2027; it was Tue 16 Feb 2027, 6 days earlier\n"
        "  plan.yaml:4:9\n"
        "\n"
        "Newly failing (1)\n"
        "  ✗ launch.owner · blocker · was passed · due Fri 22 Jan 2027, 4 days late\n"
        "    + launch.owner is missing (plan.yaml:2:1)\n"
        "\n"
        "Still open (1)\n"
        "  □ product.released · blocker · due Mon 15 Feb 2027 · Sam Okoye\n"
        "\n"
        "2 weakened, 1 newly failing, 1 still open, 1 worse than before\n"
    )


def test_shows_changes_of_waivers(here, tmp_path):
    """New, removed and extended waivers are listed with their terms."""
    (tmp_path / "old.yaml").write_text(WAIVED)
    (tmp_path / "new.yaml").write_text(WAIVED.replace("2027-02-20", "2027-03-01"))

    code, extended, _ = here("diff", "old.yaml", "new.yaml", *ASK)
    _, added, _ = here("diff", "plan.yaml", "new.yaml", *ASK)
    _, removed, _ = here("diff", "old.yaml", "plan.yaml", *ASK)

    assert code == 0
    assert "  ~ extended, was until Sat 20 Feb 2027: product.released, by Dana Reyes until\n" in extended
    assert "  + added: product.released, by Dana Reyes until Mon 1 Mar 2027: Later.\n" in added
    assert "Newly waived (1)\n  ◆ product.released · blocker · was unanswered\n" in added
    assert "  - removed: product.released, by Dana Reyes until Sat 20 Feb 2027: Later.\n" in removed
    assert "Newly failing (1)\n  □ product.released · blocker · was waived · due Tue 9 Feb 2027" in removed


def test_shows_items_that_no_longer_apply(here, tmp_path):
    """A quieter tier cannot hide items."""
    (tmp_path / "quiet.yaml").write_text(RELEASED.replace("tier: 1", "tier: 2"))

    _, shown, _ = here("diff", "quiet.yaml", "plan.yaml", *ASK)
    assert (
        "No longer asked (1)\n  · product.runbook · blocker · was unanswered\n    - does not apply at tier 1\n"
        in shown
    )

    _, shown, _ = here("diff", "quiet.yaml", "plan.yaml", *ASK, "--tier", "2")
    assert "Newly failing (1)\n  □ product.released · warning · was passed" in shown


def test_shows_that_nothing_changed(here):
    """The two plans are equal."""
    code, shown, _ = here(
        "diff", "plan.yaml", "plan.yaml", "--as-of", "2027-01-26", "--checklist", "./tiny.yaml"
    )
    assert (code, shown.splitlines()[-1]) == (0, "1 still open")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("plan.yaml",), "name two plans, or one plan and --against REF"),
        (("plan.yaml", "plan.yaml", "--against", "main"), "name two plans, or one plan and --against REF"),
        (
            ("plan.yaml", "--against", "--output=x"),
            "'--output=x' cannot be the name of a commit, tag or branch",
        ),
        (("new.yaml", "--against", "main"), "new.yaml: this plan does not exist at 'main'"),
        (("gone.yaml", "--against", "main"), "gone.yaml: no such file"),
    ],
)
def test_reports_what_cannot_be_compared(here, commit, tmp_path, arguments, words):
    """A missing or hostile plan is an error with its place."""
    commit("Start")
    (tmp_path / "new.yaml").write_text("launchcheck: 1\nlaunch: {name: X, date: 2027-01-01, tier: 3}\n")

    code, out, err = here("diff", *arguments)

    assert (code, out) == (2, "")
    message, place, *_ = err.splitlines()
    assert words in f"{place.removeprefix(' --> ')}: {message.removeprefix('error: ')}"


def _diff(here, old, new, form, *more):
    """The diff of two examples."""
    names = [str(EXAMPLES / f"{name}.yaml") for name in (old, new)]
    code, out, err = here("diff", *names, "--format", form, "--as-of", "2027-02-10", *more)
    assert (code, err) == (0, "")
    return out


PAIRS = [
    ("on-track", "ready"),
    ("ready", "not-ready"),
    ("quiet", "ready"),
    ("ready", "quiet"),
    ("ready", "ready"),
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_json_fits_its_schema(here, old, new):
    """Every comparison fits the schema, and keys are in its order."""
    found = json.loads(_diff(here, old, new, "json"))

    Draft202012Validator(json.loads(schema())).validate(found)
    assert list(found) == json.loads(schema())["required"]
    assert found["schema"] == SCHEMA


def test_the_schema_is_strict():
    """Every object of the schema lists all its keys, requires them, and describes each one."""

    def objects(node):
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for child in node.values():
                yield from objects(child)
        elif isinstance(node, list):
            for child in node:
                yield from objects(child)

    found = list(objects(json.loads(schema())))
    assert len(found) > 10
    for node in found:
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])
        assert [name for name, child in node["properties"].items() if not child.get("description")] == []


def test_the_command_prints_the_schema(here):
    """It is the schema of the documents that this version writes."""
    code, out, _ = here("schema", "diff")
    assert (code, json.loads(out)) == (0, json.loads(schema()))


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_markdown_fits_into_a_comment(here, old, new):
    """GitHub accepts 65,536 characters, and lists are rendered as lists."""
    text = _diff(here, old, new, "markdown")

    assert len(text) < 65_536
    html = MarkdownIt("commonmark").enable("table").render(text)
    items = sum(line.startswith("- ") for line in text.splitlines())
    notes = sum(line.startswith("  - ") for line in text.splitlines())
    assert html.count("<li>") == items + notes
    assert text.count("<details>") == text.count("</details>")


def test_markdown_is_a_complete_comment(here, tmp_path):
    """It has everything that a reviewer of a pull request needs."""
    (tmp_path / "new.yaml").write_text(NO_OWNER)

    assert here("diff", "plan.yaml", "new.yaml", *ASK, "--format", "markdown")[1] == (
        "## Orbit Sync 2.0: 1 weakened, 1 newly failing, 1 still open, 1 worse than before\n"
        "\n"
        "plan.yaml → new.yaml, as of Tue 26 Jan 2027\n"
        "\n"
        "| | |\n"
        "| --- | --- |\n"
        "| verdict | on track → not ready |\n"
        "| launch | Tue 16 Feb 2027 |\n"
        "| blockers | 1 open → 2 open (1 overdue) |\n"
        "| warnings | 0 open |\n"
        "| passed | 1 of 2 → 0 of 2 |\n"
        "\n"
        "### Weakened by this change (1)\n"
        "\n"
        "- launch.owner is now no one; it was Dana Reyes (new.yaml&#58;&#8203;2&#58;&#8203;1)\n"
        "\n"
        "### Newly failing (1)\n"
        "\n"
        "- **launch.owner** Who runs it? (blocker, was passed, due Fri 15 Jan 2027, 11 days late)\n"
        "  - new: launch.owner is missing (new.yaml&#58;&#8203;2&#58;&#8203;1)\n"
        "\n"
        "<details><summary>Still open (1)</summary>\n"
        "\n"
        "- **product.released** When is it out? (blocker, due Tue 9 Feb 2027, Sam Okoye)\n"
        "\n"
        "</details>\n"
    )


HOSTILE = r'"::error file=a::x\n##[set-output name=r]true <script>alert(1)</script> @dana [x](y) | \u202e"'


@pytest.mark.parametrize("form", [*ComparisonFormat])
def test_executes_no_text_of_a_plan(here, tmp_path, form):
    """A terminal, a CI system and a browser find no command or markup in a plan's text."""
    hostile = (
        WAIVED.replace("Orbit Sync 2.0", HOSTILE).replace("Sam Okoye", HOSTILE).replace("Later.", HOSTILE)
    )
    (tmp_path / "new.yaml").write_text(hostile)

    code, out, err = here("diff", "plan.yaml", "new.yaml", *ASK, "--format", form.value)

    assert (code, err) == (0, "")
    assert not re.search("(?m)^\\s*::|##\\[|\u202e|\x1b", out)
    assert form is not ComparisonFormat.MARKDOWN or "<script" not in out
    if form is ComparisonFormat.JSON:
        assert json.loads(out)["name"].startswith("::error file=a::x\n##[set-output")


def test_a_stream_without_arrows_gets_ascii(here, monkeypatch):
    """What cannot be encoded is drawn in ASCII."""
    import io
    import sys

    from launchcheck.cli import run

    out = io.TextIOWrapper(io.BytesIO(), "ascii", "strict")
    monkeypatch.setattr(sys, "stdout", out)
    run(["slip", "plan.yaml", "--by", "2w", *ASK])
    out.flush()
    assert b"launch    Tue 16 Feb 2027 -> Tue 2 Mar 2027, 14 days later" in out.buffer.getvalue()


def test_shows_the_effect_of_an_earlier_date(here, tmp_path):
    """It lists what becomes overdue; the file stays unchanged."""
    before = (tmp_path / "plan.yaml").read_bytes()

    code, shown, err = here("slip", "plan.yaml", "--by", "-3w", *ASK)

    assert (code, err) == (0, "")
    assert shown == (
        "Orbit Sync 2.0                                             as of Tue 26 Jan 2027\n"
        "plan.yaml → the same, launched on Tue 26 Jan 2027\n"
        "\n"
        "verdict   on track → not ready\n"
        "launch    Tue 16 Feb 2027 → Tue 26 Jan 2027, 21 days earlier\n"
        "blockers  1 open → 1 open (1 overdue)\n"
        "warnings  0 open\n"
        "passed    1 of 2\n"
        "\n"
        "Now overdue (1)\n"
        "  ✗ product.released · blocker · due Tue 19 Jan 2027, 7 days late\n"
        "    was due Tue 9 Feb 2027 · Sam Okoye\n"
        "\n"
        "1 now overdue, 1 worse than before\n"
    )
    assert (tmp_path / "plan.yaml").read_bytes() == before


def test_shows_the_effect_of_a_later_date(here):
    """Overdue items get more time."""
    shown = here("slip", "plan.yaml", "--to", "2027-03-02", *ASK[:2], "--as-of", "2027-02-12")[1]

    assert "verdict   not ready → on track\n" in shown
    assert (
        "No longer overdue (1)\n  □ product.released · blocker · due Tue 23 Feb 2027 · was due Tue 9 Feb 2027\n"
    ) in shown


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("14d", "  ! ends before the launch: product.released, by Dana Reyes until Sat 20 Feb"),
        ("-27d", "  ! would end too late: product.released, by Dana Reyes until Sat 20 Feb"),
        ("-26d", None),
    ],
)
def test_shows_waivers_that_no_longer_fit(here, tmp_path, by, words):
    """A waiver may expire before the new date, or last longer after it than the rules allow."""
    (tmp_path / "plan.yaml").write_text(WAIVED)

    code, shown, err = here("slip", "plan.yaml", "--by", by, *ASK)

    assert (code, err) == (0, "")
    assert (words in shown) if words else ("Waivers\n" not in shown)


def test_an_invalid_waiver_accepts_nothing(here, tmp_path):
    """The item that it accepted is open."""
    (tmp_path / "plan.yaml").write_text(WAIVED)

    found = json.loads(here("slip", "plan.yaml", "--by", "-27", *ASK, "--format", "json")[1])

    assert [each["id"] for each in found["failing"]] == ["product.released"]
    assert [each["check"] for each in found["waivers"]["refused"]] == ["product.released"]
    assert (found["supposed"], found["moved_days"], found["waivers"]["removed"]) == (True, -27, [])


def test_a_launch_moves_to_a_period(here):
    """Due dates hang on its last day; with a period there is no day to move by."""
    code, shown, err = here("slip", "plan.yaml", "--to", "2027-Q2", *ASK)

    assert (code, err) == (0, "")
    assert "plan.yaml → the same, launched in 2027-Q2\n" in shown
    assert "launch    Tue 16 Feb 2027 → 2027-Q2, 134 days later\n" in shown


def test_a_period_is_not_moved_by_days(here, tmp_path):
    """Only another date or period can take its place."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("2027-02-16", "2027-Q1"))

    code, out, err = here("slip", "plan.yaml", "--by", "2w", *ASK)
    window = json.loads(here("slip", "plan.yaml", "--to", "2027-04", *ASK, "--format", "json")[1])

    assert (code, out) == (2, "")
    assert "--by moves a day, but launch.date is 2027-Q1; use --to" in " ".join(err.split())
    assert [window[side]["window"] for side in ("old", "new")] == [
        {"text": "2027-Q1", "from": "2027-01-01", "to": "2027-03-31"},
        {"text": "2027-04", "from": "2027-04-01", "to": "2027-04-30"},
    ]


def test_a_launched_plan_is_not_moved_to_a_period(here, tmp_path):
    """What has happened has a day."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("  tier: ", "  status: launched\n  tier: "))

    code, _, err = here("slip", "plan.yaml", "--to", "2027-Q2", *ASK, "--as-of", "2027-03-01")

    assert code == 2
    assert "the plan has launched, and needs a day; 2027-Q2 is a period" in " ".join(err.split())


def test_a_launched_plan_is_moved_no_further_than_the_day_of_the_check(here, tmp_path):
    """A launched plan is checked as of its launch date; with another date, it can be moved up to that."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        plan.read_text().replace("2027-", "2026-").replace("  tier: ", "  status: launched\n  tier: ")
    )

    code, _, err = here("slip", "plan.yaml", "--by", "1w", *ASK[:2])
    assert code == 2
    assert err.startswith(
        "error: the plan has launched, and is checked as of Mon 16 Feb 2026; add --as-of DATE"
    )
    assert here("slip", "plan.yaml", "--by", "1w", *ASK[:2], "--as-of", "2026-03-01")[0] == 0


def test_shows_dates_that_no_longer_fit(here):
    """Reviews, cover and other dates relative to the launch fail where they did not."""
    plan = str(EXAMPLES / "ready.yaml")

    found = json.loads(here("slip", plan, "--by", "2w", "--as-of", "2027-02-10", "--format", "json")[1])

    assert {"customer_success.cover", "goals.reviews-booked"} <= {each["id"] for each in found["failing"]}
    assert found["new"]["date"] == date(2027, 3, 2).isoformat()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give the new launch date: either --to DATE or --by DAYS"),
        (("--to", "2027-03-02", "--by", "3d"), "give the new launch date: either --to DATE or --by DAYS"),
        (("--by", "soon"), "'soon' is not a number of days or weeks; write 14d, 2w or -7d"),
        (("--by", "9999w"), "the year must be between 2000 and 2100"),
        (("--to", "2027-02-30"), "'2027-02-30' is not a valid date; write YYYY-MM-DD"),
        (("--to", "Q2"), "'Q2' is not a date; write YYYY-MM-DD, or a period"),
    ],
)
def test_refuses_an_invalid_move(here, arguments, words):
    """A move is a date or a number of days."""
    code, out, err = here("slip", "plan.yaml", *arguments)

    assert (code, out) == (2, "")
    assert words in err
