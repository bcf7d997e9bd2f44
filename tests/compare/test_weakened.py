"""What a change weakened: the cases of tests/weakened, and changes that weaken nothing.

A case changes the plan, the checklist or the settings of that folder, in order: `base` are the edits
before the change, and `head` those of the change, each a text and what replaces it. `settings` are
the team's settings before and after. `says` is what is weakened: its kind, its sentence, its place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck import api, catalog, config
from launchcheck.cli.request import Loaded
from launchcheck.compare.weakened import Policy, Side, weakened
from launchcheck.report import FailOn
from launchcheck.source import Source

FOLDER = Path(__file__).parents[1] / "weakened"
TODAY = date(2027, 1, 26)
PLAN = (FOLDER / "plan.yaml").read_text()
CHECKLIST = (FOLDER / "checklist.yaml").read_text()


class Texts(NamedTuple):
    """The files of one side of a change."""

    plan: str = PLAN
    checklist: str = CHECKLIST
    settings: str = ""

    def edited(self, edits: list[dict[str, str]]) -> Texts:
        """The same files with some text replaced, in whichever of the two it is."""
        plan, checklist = self.plan, self.checklist
        for old, new in (pair for edit in edits for pair in edit.items()):
            assert plan.count(old) + checklist.count(old) == 1, f"{old!r} must appear once"
            plan, checklist = plan.replace(old, new), checklist.replace(old, new)
        return self._replace(plan=plan, checklist=checklist)

    def side(self, folder: Path) -> Side:
        """The plan, checked by the checklist, with the effect of the settings."""
        path = folder / "checklist.yaml"
        path.write_text(self.checklist)
        checklist, skipped, found = catalog.find([path]), {}, {}
        if self.settings:
            file = folder / ".launchcheck.yaml"
            file.write_text(self.settings)
            found = config.read([str(file)], {})
            checklist, skipped = config.adjust(checklist, found)
        plan, source = Loaded.of(Source.parse(self.plan, "launch.yaml"))
        report = api.examine(plan, source, None, checklist, TODAY, None, skipped=skipped)
        return Side.of(plan, source, report, Policy(checklist, skipped, found))


def cases() -> Iterator[Any]:
    """Every case, by its file and name."""
    for file in sorted(FOLDER.glob("*/*.yaml")):
        for case in yaml.load(file.read_text(), Loader=yaml.BaseLoader):
            yield pytest.param(case, id=f"{file.stem}: {case['name']}")


def sentences(base: Texts, head: Texts, folder: Path) -> list[str]:
    """What a change weakened, one sentence each: its kind, what it says, and its place."""
    old, new = base.side(folder), head.side(folder)
    return [
        f"{each.what}: {each.message}" + (f" ({_place(each.location)})" if each.location else "")
        for each in weakened(old, new)
    ]


def _place(location: Any) -> str:
    """A place without the folder of the test."""
    return str(location._replace(path=Path(location.path).name))


@pytest.mark.parametrize("case", [*cases()])
def test_a_change_is_named_by_what_it_weakens(case, tmp_path):
    """Each kind of weakening is one plain sentence, at its line after the change."""
    before, after = case.get("settings", {}).get("base", ""), case.get("settings", {}).get("head", "")
    base = Texts(settings=before).edited(case.get("base", []))
    head = base._replace(settings=after).edited(case.get("head", []))

    assert sentences(base, head, tmp_path) == case["says"]


def test_a_plan_compared_with_itself_is_not_weakened(tmp_path):
    """Not even where the same facts are written in another way."""
    assert sentences(Texts(), Texts(plan=f"# A comment.\n{PLAN}"), tmp_path) == []


STRONGER = (
    *(("  date: 2027-02-16", f"  date: 2027-02-{day:02}") for day in (2, 15)),
    ("review_on: 2027-02-12", "review_on: 2027-02-11"),
    ("release_date: 2027-02-15", "release_date: 2027-02-08"),
    ("expires: 2027-02-20", "expires: 2027-02-01"),
    ("approved_on: 2027-01-20", "approved_on: 2027-01-21"),
    ("due: T-3", "due: T-5"),
    ("due: 2027-02-11", "due: 2027-02-10"),
    ("due: T-3", "due: T-3, blocks_launch: true"),
    ("due: T-3}", "due: T-3}\n  - {id: banner, what: A banner}"),
    ("way: chat}", "way: chat}\n    - {date: 2027-01-20, way: all_hands}"),
    ("{pitch: kit/pitch.md}", "{pitch: kit/pitch.md, talk_track: kit/talk.md}"),
    ("  name: Orbit Sync", "  name: Orbit Sync\n  summary: Two-way sync."),
    ("customer_visible: true}", "customer_visible: true}\n    - {id: eu-logs, customer_visible: true}"),
    ("qa/sync.md", "qa/two-way-sync.md"),
    ("text: EU tenants wait until April.", "text: EU tenants wait until May."),
    ("{name: Omar Haddad}", "{name: Omar Haddad, email: omar@example.com}"),
    ("  grace: {name: Grace Liu}", "  grace: {name: Grace Liu}\n  lin: {name: Lin Chen}"),
    ("{product: dana, sales: omar}", "{product: dana, sales: omar, goals: dana}"),
)
"""Changes that add facts, move dates forward, or do not matter: a text, and what replaces it."""


@settings(deadline=None, max_examples=60)
@given(changes=st.lists(st.sampled_from(STRONGER), unique_by=lambda change: change[0], max_size=6))
def test_what_asks_for_more_or_does_not_matter_weakens_nothing(changes, tmp_path_factory):
    """Facts may be added, dates moved forward and words rewritten, in any combination."""
    plan = PLAN
    for old, new in changes:
        plan = plan.replace(old, new)

    assert sentences(Texts(), Texts(plan=plan), tmp_path_factory.getbasetemp()) == []


def test_each_rule_of_the_gate_contains_those_that_close_less(tmp_path):
    """A rule may be replaced by one that closes whenever it does."""
    order = {rule: {rule} for rule in FailOn}
    order[FailOn.BLOCKER] |= {FailOn.OVERDUE, FailOn.FAILED, FailOn.REGRESSION}
    order[FailOn.WARNING] |= order[FailOn.BLOCKER]
    for was in FailOn:
        for now in FailOn:
            base, head = Texts(settings=f"fail_on: {was}"), Texts(settings=f"fail_on: {now}")
            weaker = was is not FailOn.NEVER and was not in order[now]
            assert bool(sentences(base, head, tmp_path)) == weaker, (was, now)


def calls(old: Side, new: Side) -> int:
    """How many functions a comparison calls."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        weakened(old, new)
    finally:
        sys.setprofile(before)
    return count


def test_a_plan_twice_as_long_is_twice_the_work(tmp_path):
    """Waivers and facts are looked up, not compared each with each."""

    def many(count: int, more: str) -> Side:
        waivers = "".join(
            f"  - {{check: product.done, where: product.features.f{n}, reason: Later., approved_by: grace,"
            f" approved_on: 2027-01-25, expires: 2027-02-20}}\n"
            for n in range(count)
        )
        features = "".join(f"    - {{id: f{n}, status: done{more}}}\n" for n in range(count))
        plan = PLAN.replace("  features:\n", f"  features:\n{features}").replace(
            "waivers:\n", f"waivers:\n{waivers}"
        )
        return Texts(plan, CHECKLIST.replace("{1: 2, 2: 2}", "{1: 999, 2: 999}")).side(tmp_path)

    few, twice = (calls(many(count, ", evidence: qa/f.md"), many(count, "")) for count in (100, 200))
    assert twice < 2.3 * few
