"""Every limit, at it and one past it, as seen on the command line."""

from __future__ import annotations

import json
import re
import time

import pytest
from stranger import DAY, PLAN, checklist

from launchcheck import catalog, parse, source, text
from launchcheck.cli import errors

FILE, DEPTH, VALUES = source.MOST_BYTES, source.DEEPEST, source.MOST_VALUES


def asked(here, plan: str, *arguments: str):
    """The output of validate for a plan."""
    with open("plan.yaml", "w", encoding="utf-8") as file:
        file.write(plan)
    return here("validate", "plan.yaml", *DAY, *arguments)


def test_limits_are_those_of_the_threat_model():
    """SECURITY.md names the limits in the code."""
    assert (FILE, DEPTH, VALUES, catalog.MOST_EXTENDS) == (2 * 1024 * 1024, 64, 100_000, 8)


# -- one file ------------------------------------------------------------------------------------


def test_a_plan_has_at_most_2_mib(here):
    """A comment may fill it up to the limit."""
    full = f"{PLAN}#".ljust(FILE, "x")

    assert asked(here, full).code == 1
    assert asked(here, f"{full}x").err == "error: the file is larger than 2 MiB\n --> plan.yaml\n"


def test_a_size_is_counted_in_bytes_not_in_characters(here):
    """This holds for any script."""
    full = f"{PLAN}#" + "発" * ((FILE - len(PLAN) - 1) // 3)

    assert asked(here, full).code == 1
    assert asked(here, f"{full}発").code == 2


def test_a_plan_is_at_most_64_levels_deep(here):
    """`custom` may contain anything."""
    levels = DEPTH - 2  # the plan and custom are two
    plan = f"{PLAN}custom: {{a: "

    assert asked(here, f"{plan}{'[' * levels}{']' * levels}}}\n").code == 1
    deeper = asked(here, f"{plan}{'[' * (levels + 1)}{']' * (levels + 1)}}}\n")
    assert (deeper.code, deeper.first) == (2, f"plan.yaml:9:{13 + levels}: nested more than 64 levels deep")


def test_a_plan_has_at_most_100_000_values_after_expansion(here):
    """Each alias counts with its full size, and a value below it is counted again."""
    beside = 4 + 4 + 2  # the values of the plan besides the two lists, without keys
    width = 99
    hundred = f"{PLAN}custom:\n  a: &a [{'x,' * width}]\n"

    def times(count: int) -> str:
        return f"{hundred}  b: [{'*a,' * count}]\n"

    at_most = (VALUES - beside - width) // (width + 1)
    assert asked(here, times(at_most - 1)).code == 1
    over = asked(here, times(at_most + 1))
    assert over.code == 2
    assert re.fullmatch(
        r"plan\.yaml:11:\d+: more than 100,000 values, counting what aliases repeat", over.first
    )


@pytest.mark.parametrize(("digits", "code"), [(18, 1), (19, 2), (5000, 2)])
def test_a_number_has_at_most_18_digits(here, digits, code):
    """Longer ones are text, which is an error where a number is required."""
    plan = PLAN + f"goals:\n  - {{id: seats, metric: Seats, target: {'1' * digits}}}\n"

    ended = asked(here, plan)

    assert ended.code == code, ended.err
    assert code == 1 or ended.first.startswith("plan.yaml:10:")
    assert len(ended.err) < 500


# -- what is shown -------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [199, 200])
def test_a_text_of_200_characters_is_shown_whole(length):
    """At the limit nothing is cut."""
    assert text.show("x" * length) == "x" * length


@pytest.mark.parametrize("length", [201, 401, 1_000_000])
def test_a_longer_text_is_shortened_in_the_middle(length):
    """The beginning and the end stay."""
    shown = text.show(f"begin{'x' * (length - 8)}end")

    assert len(shown) == 200
    assert (shown[:6], shown[-4:], shown.count("…")) == ("beginx", "xend", 1)


@pytest.mark.parametrize("form", ["terminal", "text"])
def test_a_long_value_is_shortened_in_reports_for_people(here, form):
    """One value cannot flood a report."""
    value = f"begin{'x' * 100_000}end"

    with open("long.yaml", "w", encoding="utf-8") as file:
        file.write(checklist("{kind: matches, path: launch.summary, pattern: short}"))
    ended = asked(
        here,
        PLAN.replace("  tier", f"  summary: {value}\n  tier"),
        *("--checklist", "./long.yaml", "--format", form),
    )

    assert ended.code == 1
    assert "begin" in ended.out
    assert "…" in ended.out
    assert len(ended.out) < 3_000


def test_json_has_a_long_name_in_full(here):
    """A program gets every character."""
    name = f"begin{'x' * 100_000}end"

    ended = asked(here, PLAN.replace("Orbit Sync 2.0", name), "--format", "json")

    assert json.loads(ended.out)["launch"]["name"] == name


@pytest.mark.parametrize(("wrong", "last"), [(20, ""), (21, "and 1 more"), (5000, "and 4,980 more")])
def test_twenty_errors_of_a_file_are_reported(wrong, last):
    """The rest are counted."""
    plan = PLAN + "".join(f"x{'-' * number}: 1\n" for number in range(min(wrong, 30)))
    plan += "".join(f"y{number}: 1\n" for number in range(30, wrong))

    with pytest.raises(Exception, match="x") as caught:
        parse.read(source.Source.parse(plan, "plan.yaml"), _plan())

    parts = caught.value.parts
    assert len(parts) == min(wrong, 20) + bool(last)
    assert not last or parts[-1].message == last


def _plan():
    from launchcheck.plan import Plan

    return Plan


@pytest.mark.parametrize(("wrong", "most"), [(24, 80), (25, 80), (5000, 80)])
def test_a_log_gets_a_limited_number_of_lines(here, wrong, most):
    """There is a screen or two of them, and the last line says that there is more."""
    ended = asked(here, PLAN + "".join(f"{'z' * 30}{number:04}: 1\n" for number in range(wrong)))

    assert ended.code == 2
    assert len(ended.err.splitlines()) <= most == errors.MOST_LINES
    assert ended.err.splitlines()[-1] == "error: and more; fix these first"


def segments(count: int) -> str:
    """A plan with this many segments, each missing everything."""
    return PLAN + "audience:\n  segments:\n" + "".join(f"    - {{id: s{n}, name: S}}\n" for n in range(count))


@pytest.mark.parametrize(
    ("count", "shown", "more"),
    [(5, 5, ""), (6, 6, ""), (7, 5, "and 2 more; --verbose"), (900, 5, "and 895 more; --verbose")],
)
def test_five_findings_of_an_item_are_shown_in_the_report_of_an_area(here, count, shown, more):
    """A sixth is shown rather than counted; otherwise the rest are counted, and --verbose lists them."""
    with open("tiny.yaml", "w", encoding="utf-8") as file:
        file.write(checklist("{kind: present, paths: ['audience.segments[].why']}"))
    asks = ("--checklist", "./tiny.yaml")

    brief = asked(here, segments(count), *asks, "--area", "launch")
    whole = asked(here, segments(count), *asks, "--verbose")

    places = re.compile(r"plan\.yaml:\d+:\d+")
    findings = [line for line in brief.out.splitlines() if places.search(line) and "[" in line]
    assert len(findings) == shown, brief.out
    assert (more in brief.out) if more else ("; --verbose" not in brief.out)
    assert len([line for line in whole.out.splitlines() if places.search(line) and "[" in line]) == count


# -- checklists ----------------------------------------------------------------------------------


def chain(folder, length: int) -> str:
    """A chain of this many checklists; the lowest has an item for the owner."""
    for number in range(1, length):
        layer = f"checklist: 1\nname: c{number}\nextends: ./c{number + 1}.yaml\n"
        (folder / f"c{number}.yaml").write_text(layer, encoding="utf-8")
    lowest = checklist("{kind: present, paths: [launch.owner]}")
    (folder / f"c{length}.yaml").write_text(lowest, encoding="utf-8")
    return "./c1.yaml"


def test_checklists_can_be_chained_up_to_a_limit(here, folder):
    """One layer more is refused where it is written."""
    most = catalog.MOST_EXTENDS

    assert here("checks", "--checklist", chain(folder, most)).code == 0
    over = here("checks", "--checklist", chain(folder, most + 1))

    assert over.code == 2
    assert f"c{most}.yaml:3:" in over.first
    assert "is more than 8 checklists deep" in over.first


@pytest.mark.parametrize("name", ["./a.yaml", "./sub/../a.yaml", "./b.yaml", "./link.yaml"])
def test_a_cycle_of_checklists_ends(here, folder, name):
    """This holds however the path is spelled; through a link it ends at the limit."""
    (folder / "sub").mkdir()
    (folder / "link.yaml").symlink_to("a.yaml")
    (folder / "a.yaml").write_text(f"checklist: 1\nname: a\nextends: {name}\n", encoding="utf-8")
    (folder / "b.yaml").write_text("checklist: 1\nname: b\nextends: ./a.yaml\n", encoding="utf-8")

    ended = here("checks", "--checklist", "./a.yaml")

    assert ended.code == 2
    assert "extends itself" in ended.first or "is more than 8 checklists deep" in ended.first


def test_a_checklist_has_the_limits_of_a_plan(here, folder):
    """It is read the same way."""
    body = checklist("{kind: present, paths: [launch.owner]}")
    (folder / "full.yaml").write_text(f"{body}#".ljust(FILE, "x"), encoding="utf-8")
    (folder / "over.yaml").write_text(f"{body}#".ljust(FILE + 1, "x"), encoding="utf-8")

    assert here("checks", "--checklist", "./full.yaml").code == 0
    over = here("checks", "--checklist", "./over.yaml")
    assert (over.code, over.first) == (2, "over.yaml: the file is larger than 2 MiB")


def test_a_checklist_of_a_thousand_items_works(here, folder):
    """Its cost is proportional to its items, and the report is complete."""
    (folder / "long.yaml").write_text(checklist(*["{kind: present, paths: [launch.owner]}"] * 1000))

    ended = here("validate", "plan.yaml", *DAY, "--checklist", "./long.yaml", "--format", "json")

    assert ended.code == 0
    assert len(json.loads(ended.out)["items"]) == 1000


# -- regular expressions -------------------------------------------------------------------------

CATASTROPHIC = ["(a+)+$", "(a|aa)+$", "(a|a?)+$", "(.*a){20}", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$"]


@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_catastrophic_patterns_take_no_time(here, folder, pattern):
    """The engine is linear in the text, whatever the pattern."""
    (folder / "slow.yaml").write_text(
        checklist(f"{{kind: matches, path: launch.name, pattern: '{pattern}'}}"), encoding="utf-8"
    )
    plan = PLAN.replace("Orbit Sync 2.0", f"{'a' * 200_000}!")

    began = time.process_time()
    ended = asked(here, plan, "--checklist", "./slow.yaml")

    assert ended.code in {0, 1}, ended.err
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "pattern", [r"(?=a)b", r"(?<!a)b", r"(a)\1", r"(?P=x)", "(?>a+)", "(", "(?:(?:a{999}){999}){999}"]
)
def test_unsupported_patterns_are_refused_at_their_place(here, folder, pattern):
    """These are look-around, back-references, and patterns that would fill the memory."""
    (folder / "odd.yaml").write_text(
        checklist(f"{{kind: matches, path: launch.name, pattern: '{pattern}'}}"), encoding="utf-8"
    )

    ended = here("checks", "--checklist", "./odd.yaml")

    assert ended.code == 2
    assert ended.first.startswith("odd.yaml:13:")
    assert ended.is_calm()


@pytest.mark.parametrize(("length", "code"), [(500, 0), (501, 2)])
def test_a_pattern_has_at_most_500_characters(here, folder, length, code):
    """A longer pattern is refused."""
    (folder / "long.yaml").write_text(
        checklist(f"{{kind: matches, path: launch.name, pattern: {'x' * length}}}"), encoding="utf-8"
    )

    assert here("checks", "--checklist", "./long.yaml").code == code
