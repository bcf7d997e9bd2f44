"""Custom checklists: what they change, what they add, and how their errors are reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from launchcheck import catalog, parse
from launchcheck.checklist import Checklist, Item, Layer, Severity
from launchcheck.errors import LaunchcheckError
from launchcheck.facts import Facts
from launchcheck.plan import AREAS, Plan
from launchcheck.results import Result
from launchcheck.schedule import Due
from launchcheck.source import Source
from launchcheck.text import listed
from launchcheck.validate import validate

ROOT = Path(__file__).parent.parent

OWNERS = f"set `owner:` to one of {listed(('launch', *AREAS), 'or')}"
ON_LAUNCH = "checklist: 1\nname: acme\nextends: launch\n"
ALONE = "checklist: 1\nname: acme\n"
ONE_AREA = f"{ALONE}areas: [{{id: launch, question: Q?}}]\n"
LAUNCH_DAY = date(2027, 2, 16)
Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write checklists into an empty working directory."""
    monkeypatch.chdir(tmp_path)

    def put(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")

    return put


def _item(check: str, *, more: str = "", **fields: str) -> str:
    """A custom item, as YAML."""
    written = {"id": "acme.one", "area": "launch", "severity": "blocker", "due": "T-5", **fields}
    lines = "".join(f"    {key}: {value}\n" for key, value in written.items() if key != "id")
    return f"  - id: {written['id']}\n{lines}    question: Q?\n    why: W.\n    fix: F.\n{more}    check: {check}\n"


def _found(*wanted: str) -> Checklist:
    """The checklist that the files produce together."""
    return catalog.find([f"./{name}.yaml" for name in wanted or ("acme",)])


def _named(checklist: Checklist, id: str) -> Item:
    """One item of a checklist, by id."""
    return next(item for item in checklist.items if item.id == id)


def _asked(checklist: Checklist, id: str, plan: dict[str, Any] | None = None) -> Result:
    """Validate a small plan and return one item's result."""
    data = {
        "launchcheck": 1,
        "launch": {"name": "Small", "tier": 1, "date": "2027-02-16", "owner": "dana"},
        "people": {
            "dana": {"name": "Dana Reyes", "function": "product_marketing"},
            "sam": {"name": "Sam Okoye", "away": [{"from": "2027-02-15", "to": "2027-02-16"}]},
        },
        **(plan or {}),
    }
    source = Source.parse(json.dumps(data), "plan.yaml")
    read = parse.read(source, Plan)
    report = validate(read, checklist, Facts.gather(read, source, LAUNCH_DAY, None))
    return next(result for result in report.results if result.item.id == id)


def _said(result: Result) -> list[str]:
    """The messages of a result."""
    return [finding.message for finding in result.findings]


def _wrong(tmp: Path, *wanted: str) -> list[str]:
    """The errors of a checklist: place, message and hint, without the folder."""
    with pytest.raises(LaunchcheckError) as caught:
        _found(*wanted)
    parts = caught.value.parts or (caught.value,)
    lines = [f"{part}{f' ({part.hint})' if part.hint else ''}" for part in parts]
    return [line.replace(f"{tmp}/", "").replace("./acme.yaml:", "acme.yaml:") for line in lines]


# -- on top of launch ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", catalog.names())
def test_a_built_in_checklist_names_only_fields_that_exist(name: str) -> None:
    """It is read as strictly as any other here, since a run relies on it."""
    source = Source.read(str(Path(__file__).parent.parent / "checklists" / f"{name}.yaml"))
    assert parse.read(source, Layer).items


def test_a_checklist_that_changes_nothing_asks_what_it_extends(write: Write) -> None:
    """It has all items, in the same order, under both names."""
    write("acme.yaml", ON_LAUNCH)
    found = _found()
    assert found.items == catalog.built_in().items
    assert found.names == ("launch", "acme")


def test_disabled_items_are_skipped(write: Write) -> None:
    """The other items keep their order."""
    write("acme.yaml", ON_LAUNCH + "off: [campaigns.hold, sales.demo]\n")
    left = [item.id for item in catalog.built_in().items if item.id not in {"campaigns.hold", "sales.demo"}]
    assert [item.id for item in _found().items] == left


def test_severity_due_day_words_and_waivers_may_change(write: Write) -> None:
    """Everything else stays as it was."""
    write(
        "acme.yaml",
        ON_LAUNCH
        + "change:\n  goals.guardrails: {severity: {1: blocker}, due: T-21, question: Stop when?, waivable: false}\n",
    )
    item, before = _named(_found(), "goals.guardrails"), _named(catalog.built_in(), "goals.guardrails")
    assert (item.severity, item.due, item.question) == ({1: Severity.BLOCKER}, Due("T", -21), "Stop when?")
    assert (item.waivable, before.waivable) == (False, True)
    assert (item.why, item.fix, item.check) == (before.why, before.fix, before.check)


def test_a_single_severity_applies_at_every_tier(write: Write) -> None:
    """This includes tiers that skipped the item."""
    write("acme.yaml", ON_LAUNCH + "change:\n  audience.not-for: {severity: blocker}\n")
    assert _named(_found(), "audience.not-for").severity == dict.fromkeys((1, 2, 3), Severity.BLOCKER)


def test_the_built_in_checklist_is_not_changed_by_those_on_top(write: Write) -> None:
    """A change applies only to the checklist that makes it."""
    write("acme.yaml", ON_LAUNCH + "change:\n  sales.seven-times: {options: {at_least: 1}}\n")
    before = catalog.built_in()
    _found()
    assert catalog.find() == before


def test_an_option_of_a_check_may_change(write: Write) -> None:
    """Two touches are enough if the company says so."""
    write("acme.yaml", ON_LAUNCH + "change:\n  sales.seven-times: {options: {at_least: {1: 2}}}\n")
    plan = {"sales": {"touches": [{"date": "2027-01-12", "way": "email"}]}}
    assert _said(_asked(_found(), "sales.seven-times", plan)) == ["only 1 of 2 touchpoints happened"]


def test_an_option_reaches_nested_checks_that_have_it(write: Write) -> None:
    """In an item with several checks, the one that tests the age gets the new limit."""
    write("acme.yaml", ON_LAUNCH + "change:\n  product.rollback-tested: {options: {within: 7}}\n")
    plan = {"product": {"rollback": {"tested_on": "2027-02-02", "by": "dana", "minutes": 5}}}
    assert _said(_asked(_found(), "product.rollback-tested", plan)) == [
        (
            "product.rollback.tested_on is Tue 2 Feb 2027, 14 days before the launch (Tue 16 Feb 2027);"
            " at most 7 days are allowed"
        )
    ]


def test_an_option_of_one_check_leaves_those_of_the_others(write: Write) -> None:
    """An item with several checks may have several options of a name; their place says which is meant."""
    for also, legal in (("", 28), ("at_least_days: 7, ", 7)):
        options = f"{{{also}checks.1.at_least_days: 21, checks.2.at_least_days: {{1: 60}}}}"
        change = f"calendar.lead-times: {{options: {options}}}"
        write("acme.yaml", f"{ALONE}extends: calendar\nchange:\n  {change}\n")
        checks = _named(_found(), "calendar.lead-times").checks
        days = [getattr(check, "at_least_days", None) for check in checks]
        assert [days[1], days[2], days[4]] == [
            {1: 21, 2: 21, 3: 21},
            {1: 60},
            {1: legal, 2: legal, 3: legal},
        ]


def test_an_option_of_one_check_is_kept_by_the_next_checklist(write: Write) -> None:
    """One that sets another option of the same item changes nothing else."""
    write(
        "acme.yaml",
        f"{ALONE}extends: calendar\nchange:\n  calendar.slack: {{options: {{checks.0.at_least_days: 6}}}}\n",
    )
    write(
        "team.yaml",
        "checklist: 1\nname: team\nextends: acme.yaml\nchange:\n  calendar.slack: {options: {checks.2.at_least_days: 3}}\n",
    )
    checks = _named(catalog.find(["team.yaml"]), "calendar.slack").checks
    assert [getattr(checks[index], "at_least_days")[1] for index in (0, 2)] == [6, 3]  # noqa: B009


def test_a_new_limit_of_one_field_leaves_the_tests_of_other_fields(write: Write) -> None:
    """In an item with several checks of fields, each keeps what the option does not name."""
    limit = "options: {is: {positioning.tested.people: {at_least: 8}}}"
    write("acme.yaml", f"{ALONE}extends: positioning\nchange:\n  positioning.tested: {{{limit}}}\n")
    tested = {"method": "page_test", "date": "2027-01-22", "people": 7, "understood": 7, "source": "a.md"}
    plan = {"messaging": {"changed_on": "2027-01-23"}, "positioning": {"tested": tested}}
    assert _said(_asked(_found(), "positioning.tested", plan)) == [
        "positioning.tested.people is 7; it must be at least 8",
        (
            "positioning.tested.date is Fri 22 Jan 2027; it must be no earlier than messaging.changed_on"
            " (Sat 23 Jan 2027)"
        ),
    ]


def test_an_item_may_be_conditional_on_a_fact(write: Write) -> None:
    """The reason names the fact that excluded it; without the fact the item applies."""
    write("acme.yaml", ON_LAUNCH + "change:\n  campaigns.hold: {when: {custom.press: true}}\n")
    quiet = _asked(_found(), "campaigns.hold", {"custom": {"press": False}})
    assert quiet.reason == "applies only if custom.press is true; it is false"
    assert _said(_asked(_found(), "campaigns.hold", {"custom": {"press": True}})) == [
        "launch.hold is missing owner, how and statement"
    ]
    assert _asked(_found(), "campaigns.hold").reason == ""


def test_custom_items_come_after_those_of_their_area(write: Write) -> None:
    """A custom area comes last; its items name the area whose owner answers."""
    areas = "areas: [{id: legal, question: Has legal agreed?}]\n"
    one = _item("{kind: present, paths: [custom.a]}", area="launch")
    two = _item("{kind: present, paths: [custom.b]}", id="acme.two", area="legal", owner="product")
    write("acme.yaml", f"{ON_LAUNCH}{areas}items:\n{one}{two}")
    items = _found().items
    of_launch = [item.id for item in items if item.area == "launch"]
    assert (of_launch[-1], items[len(of_launch) - 1].id, items[-1].id) == ("acme.one", "acme.one", "acme.two")
    assert [area.id for area in _found().areas][-1] == "legal"
    assert _found().answers(_named(_found(), "acme.two")) == ("product",)


def test_the_topmost_waiver_rules_win(write: Write) -> None:
    """Waiver rules are replaced as a whole."""
    write("acme.yaml", ON_LAUNCH + "waivers: {approvers: [grace], most: 2}\n")
    write(
        "team.yaml", ALONE.replace("acme", "team") + "extends: acme.yaml\nwaivers: {days_after_launch: 3}\n"
    )
    assert _found().waivers.approvers == ["grace"]
    assert _found("team").waivers.approvers == []
    assert _found("team").waivers.days_after_launch == 3


# -- several layers --------------------------------------------------------------------------------


def test_a_team_builds_on_its_company(write: Write) -> None:
    """A later change is applied to the result of the earlier one; the last value of an option wins."""
    write("acme.yaml", ON_LAUNCH + "change:\n  sales.demo: {due: T-20, options: {within: 7}}\n")
    write(
        "team.yaml",
        "checklist: 1\nname: team\nextends: acme.yaml\nchange:\n  sales.demo: {severity: warning}\n",
    )
    item = _named(_found("team"), "sales.demo")
    assert (item.due, item.severity[1]) == (Due("T", -20), Severity.WARNING)
    plan = {
        "sales": {
            "demo": {"environment": "https://d.example.com", "last_checked": "2027-02-08", "owner": "dana"}
        }
    }
    assert _said(_asked(_found("team"), "sales.demo", plan)) == [
        (
            "sales.demo.last_checked is Mon 8 Feb 2027, 8 days before today (Tue 16 Feb 2027);"
            " at most 7 days are allowed"
        )
    ]


def test_options_add_up_over_several_checklists(write: Write) -> None:
    """A checklist that sets one option keeps the options that an earlier one set."""
    write("acme.yaml", ON_LAUNCH + "change:\n  sales.spacing: {options: {weekdays: 5}}\n")
    write(
        "team.yaml",
        "checklist: 1\nname: team\nextends: acme.yaml\nchange:\n  sales.spacing: {options: {first_by: T-14}}\n",
    )
    plan = {"sales": {"touches": [{"date": "2027-02-03"}]}}
    assert _said(_asked(_found("team"), "sales.spacing", plan)) == [
        "the first touchpoint is on Wed 3 Feb 2027; it must be no later than 14 days before the launch (Tue 2 Feb 2027)",
        "9 weekdays from Wed 3 Feb 2027 to Tue 16 Feb 2027 without a touchpoint; at most 5 allowed",
    ]


def test_sibling_checklists_share_their_base(write: Write) -> None:
    """The base is read once, and the later sibling is on top."""
    write("acme.yaml", ON_LAUNCH + "change:\n  sales.demo: {due: T-20}\n")
    write("team.yaml", "checklist: 1\nname: team\nextends: launch\nchange:\n  sales.demo: {due: T-3}\n")
    found = _found("acme", "team")
    assert found.names == ("launch", "acme", "team")
    assert _named(found, "sales.demo").due == Due("T", -3)


def test_a_disabled_item_cannot_be_changed_later(write: Write, tmp_path: Path) -> None:
    """The error points at the file that makes the change."""
    write("base.yaml", ON_LAUNCH.replace("acme", "base") + "off: [sales.demo]\n")
    write("acme.yaml", ALONE + "extends: base.yaml\nchange:\n  sales.demo: {due: T-3}\n")
    (said,) = _wrong(tmp_path)
    assert said.startswith("acme.yaml:5:3: no item 'sales.demo' to change")


def test_a_checklist_may_be_standalone(write: Write) -> None:
    """Without `extends` only its own items apply."""
    areas = "areas: [{id: product, question: Q?}]\n"
    write("acme.yaml", f"{ALONE}{areas}items:\n{_item('{kind: present, paths: [custom.a]}', area='product')}")
    assert [item.id for item in _found().items] == ["acme.one"]


def test_a_chain_of_eight_is_read(write: Write) -> None:
    """Seven files on top of the built-in checklist are the maximum."""
    for number in range(7):
        below = f"n{number + 1}.yaml" if number < 6 else "launch"
        write(f"n{number}.yaml", f"checklist: 1\nname: n{number}\nextends: {below}\n")
    assert _found("n0").names == ("launch", "n6", "n5", "n4", "n3", "n2", "n1", "n0")


def test_a_checklist_may_extend_several(write: Write) -> None:
    """Each is read once, in the order of the list, and what they share is below all of them."""
    write("base.yaml", "checklist: 1\nname: base\nextends: launch\nchange: {sales.demo: {due: T-1}}\n")
    write(
        "acme.yaml",
        f"{ALONE}extends: [operations, base.yaml, launch]\nchange: {{sales.demo: {{due: T-2}}}}\n",
    )
    assert _found().names == ("launch", "operations", "base", "acme")
    assert _named(_found(), "sales.demo").due.text == "T-2"


def test_an_error_in_a_list_of_checklists_points_at_its_entry(write: Write, tmp_path: Path) -> None:
    """A circle and a missing file are located at the name that leads to them."""
    write("acme.yaml", f"{ALONE}extends: [launch, nowhere.yaml]\n")
    assert _wrong(tmp_path) == ["acme.yaml:3:19: cannot extend 'nowhere.yaml': no such file"]
    write("base.yaml", "checklist: 1\nname: base\nextends: [launch, acme.yaml]\n")
    write("acme.yaml", f"{ALONE}extends: [launch, base.yaml]\n")
    (said,) = _wrong(tmp_path)
    assert "base.yaml:3:19: the checklist 'acme.yaml' extends itself" in said
    write("acme.yaml", f"{ALONE}extends: [launch, 5]\n")
    assert _wrong(tmp_path) == [
        'acme.yaml:3:19: extends.1 must be text, not 5 (put it in quotation marks: "5")'
    ]


# -- every kind, on custom facts -------------------------------------------------------------------

KINDS: dict[str, tuple[str, Any, Any, list[str]]] = {
    "all": (
        "{kind: all, checks: [{kind: present, paths: [custom.a]}, {kind: happened, date: custom.a.on}]}",
        {"on": "2027-02-01"},
        {"on": "2027-03-01"},
        ["custom.a.on is scheduled for Mon 1 Mar 2027; it counts once it has happened"],
    ),
    "ascending": (
        "{kind: ascending, of: custom.a, what: wave, by: [share]}",
        [{"share": 5}, {"share": 50}],
        [{"share": 50}, {"share": 5}],
        ["custom.a[1]: share is 5 and comes after 50; it must be higher"],
    ),
    "attendance": (
        "{kind: attendance, who: custom.a, start: T-1, end: T+1}",
        ["dana"],
        ["dana", "sam"],
        ["Sam Okoye (custom.a[1]) is away Mon 15 Feb 2027 to Tue 16 Feb 2027, and has no backup"],
    ),
    "count": (
        "{kind: count, of: custom.a, what: translation, where: {checked_on: {by: today}}, at_least: 2}",
        [{"checked_on": "2027-02-01"}, {"checked_on": "2027-02-02"}],
        [{"checked_on": "2027-02-01"}, {"checked_on": "2027-03-02"}],
        [
            (
                "only 1 translation with checked_on by today (Tue 16 Feb 2027); at least 2 needed;"
                " 1 is scheduled (2 Mar)"
            )
        ],
    ),
    "covers": (
        "{kind: covers, of: custom.a.risks, what: risk, places: [{of: custom.a.plans, field: risk, called: plan}]}",
        {"risks": ["outage"], "plans": [{"risk": "outage"}]},
        {"risks": ["outage"], "plans": [{"risk": "rain"}]},
        ["risk 'outage': no plan names it"],
    ),
    "declared": (
        "{kind: declared, of: custom.a.risks, by: custom.a.by, date: custom.a.on}",
        {"risks": "none", "by": "dana", "on": "2027-02-01"},
        {"risks": "none"},
        ["custom.a is missing by and on"],
    ),
    "different": (
        "{kind: different, one: custom.a.author, other: custom.a.reviewer}",
        {"author": "dana", "reviewer": "sam"},
        {"author": "dana", "reviewer": "dana"},
        ["custom.a.author and custom.a.reviewer are both dana; they must differ"],
    ),
    "each": (
        "{kind: each, of: custom.a, what: country, has: [lawyer], is: {state: [agreed, not needed]}}",
        [{"name": "de", "lawyer": "W", "state": "agreed"}],
        [{"name": "fr", "state": "open"}],
        ["country 'fr' is missing lawyer", "country 'fr': state is open; it must be agreed or not needed"],
    ),
    "go_live": (
        (
            "{kind: go_live, of: custom.a.ads, what: ad, date: on, after: {the release: custom.a.out},"
            " touches: custom.a.told, needed: 1, steps: custom.a.steps}"
        ),
        {
            "ads": [{"id": "x", "on": "2027-02-16"}],
            "out": "2027-02-09",
            "told": [{"date": "2027-02-01"}],
            "steps": [{"date": "2027-02-09", "percent": 100}],
        },
        {
            "ads": [{"id": "x", "on": "2027-02-08"}],
            "out": "2027-02-09",
            "told": [{"date": "2027-02-01"}],
            "steps": [{"date": "2027-02-08", "percent": 100}],
        },
        ["ad 'x' goes live on Mon 8 Feb 2027, before the release (Tue 9 Feb 2027)"],
    ),
    "happened": (
        "{kind: happened, date: custom.a, within: 30, before: T}",
        "2027-01-17",
        "2027-01-16",
        [
            "custom.a is Sat 16 Jan 2027, 31 days before the launch (Tue 16 Feb 2027); at most 30 days are allowed"
        ],
    ),
    "matches": (
        "{kind: matches, path: custom.a, pattern: 'https://review[.]example[.]com/[0-9]+'}",
        "https://review.example.com/12",
        "https://example.com/12",
        ["https://example.com/12 does not match 'https://review[.]example[.]com/[0-9]+'"],
    ),
    "milestones": (
        "{kind: milestones, of: custom.a, what: check, date: on, start: T, within: [1, 7]}",
        [{"on": "2027-02-17"}, {"on": "2027-02-23"}],
        [{"on": "2027-02-18"}, {"on": "2027-02-23"}],
        [
            (
                "no check within 1 day after the launch (Tue 16 Feb 2027), by Wed 17 Feb 2027;"
                " the next is on Thu 18 Feb 2027"
            )
        ],
    ),
    "order": (
        "{kind: order, first: custom.a.legal, then: custom.a.press, at_least_days: 2}",
        {"legal": "2027-02-01", "press": "2027-02-03"},
        {"legal": "2027-02-01", "press": "2027-02-02"},
        [
            "custom.a.legal is Mon 1 Feb 2027; it must be at least 2 days before custom.a.press (Tue 2 Feb 2027)"
        ],
    ),
    "present": ("{kind: present, paths: [custom.a]}", "yes", [], ["custom.a is empty"]),
    "ratio": (
        "{kind: ratio, part: custom.a.signed, whole: custom.a.partners, at_least: 90, what: signed}",
        {"signed": 9, "partners": 10},
        {"signed": 8, "partners": 10},
        ["8 of 10 signed (80%); at least 90% needed, which is 9"],
    ),
    "reaches": (
        "{kind: reaches, of: custom.a, field: share, date: on, at_least: 100, by: T}",
        [{"share": 100, "on": "2027-02-16"}],
        [{"share": 80, "on": "2027-02-16"}],
        ["custom.a ends at 80%; it must reach 100% by the launch (Tue 16 Feb 2027)"],
    ),
    "refers": (
        "{kind: refers, field: custom.a, to: people, is: {function: [product_marketing]}}",
        "dana",
        "dora",
        ["custom.a is 'dora', which people does not have"],
    ),
    "spacing": (
        "{kind: spacing, of: custom.a, what: mail, date: on, first_by: T-7, weekdays: 5, until: T}",
        [{"on": "2027-02-09"}],
        [{"on": "2027-02-08"}],
        ["6 weekdays from Mon 8 Feb 2027 to Tue 16 Feb 2027 without a mail; at most 5 allowed"],
    ),
    "spans": (
        "{kind: spans, first: custom.a.from, last: custom.a.to, start: T, end: T+1}",
        {"from": "2027-02-16", "to": "2027-02-17"},
        {"from": "2027-02-16", "to": "2027-02-16"},
        ["custom.a.to is Tue 16 Feb 2027; it must last until 1 day after the launch (Wed 17 Feb 2027)"],
    ),
    "wording": (
        (
            "{kind: wording, of: custom.a.ads, texts: [text], stage: custom.a.stage, general_stage: general,"
            " general_words: [everyone], sweeping_words: [all], sweeping_nouns: [plan], offered: {plan: custom.a.plans},"
            " naming_none: [the]}"
        ),
        {"stage": "general", "plans": ["team"], "ads": [{"text": "Everyone on the team plan"}]},
        {"stage": "beta", "plans": ["team"], "ads": [{"text": "Everyone on the team plan"}]},
        ["'everyone' in 'Everyone on the team plan' promises it to everyone, but custom.a.stage is beta"],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_check_judges_custom_facts(write: Write, kind: str) -> None:
    """Each kind passes correct facts below `custom` and reports incorrect ones."""
    check, right, wrong, words = KINDS[kind]
    write("acme.yaml", f"{ONE_AREA}items:\n{_item(check)}")
    assert _said(_asked(_found(), "acme.one", {"custom": {"a": right}})) == []
    assert _said(_asked(_found(), "acme.one", {"custom": {"a": wrong}})) == words


@pytest.mark.parametrize(
    "value", [None, "soon", 3, True, [], [1], {"x": 1}, "9999-12-31", "2027-02-30"], ids=str
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_of_any_shape_is_judged(write: Write, kind: str, value: Any) -> None:
    """Whatever is below `custom` passes or fails; nothing crashes."""
    write("acme.yaml", f"{ONE_AREA}items:\n{_item(KINDS[kind][0])}")
    found = _found()
    shapes = [value, [value], {"on": value}, [{"on": value, "share": value, "checked_on": value}]]
    for shaped in shapes:
        assert isinstance(_asked(found, "acme.one", {"custom": {"a": shaped}}), Result)


def test_an_invalid_date_is_reported_as_invalid(write: Write) -> None:
    """A value that is not a date is wrong, not missing."""
    write("acme.yaml", f"{ON_LAUNCH}items:\n{_item('{kind: happened, date: custom.a}')}")
    result = _asked(_found(), "acme.one", {"custom": {"a": "next week"}})
    assert (result.status.value, _said(result)) == (
        "failed",
        ["custom.a is 'next week'; it must be a date, like 2027-02-16"],
    )


# -- malformed checklists --------------------------------------------------------------------------

_PRESENT = "{kind: present, paths: [custom.a]}"
WRONG: dict[str, tuple[str, list[str]]] = {
    "an item to turn off that is not there": (
        f"{ON_LAUNCH}off: [launch.ownres]\n",
        ["acme.yaml:4:7: no item 'launch.ownres' to change (did you mean 'launch.owners'?)"],
    ),
    "an item to change that is not there": (
        f"{ON_LAUNCH}change:\n  sales.seven-tims: {{due: T-1}}\n",
        ["acme.yaml:5:3: no item 'sales.seven-tims' to change (did you mean 'sales.seven-times'?)"],
    ),
    "several items at once, in one go": (
        f"{ON_LAUNCH}off: [x.y]\nchange:\n  sales.demoo: {{due: T-1}}\n",
        [
            "acme.yaml:4:7: no item 'x.y' to change (`launchcheck checks` lists the items)",
            "acme.yaml:6:3: no item 'sales.demoo' to change (did you mean 'sales.demo'?)",
        ],
    ),
    "an option that the check does not have": (
        f"{ON_LAUNCH}change:\n  sales.seven-times: {{options: {{at_leest: 3}}}}\n",
        ["acme.yaml:5:33: unknown key 'at_leest' (did you mean 'at_least'?)"],
    ),
    "an option that no check inside one has": (
        f"{ON_LAUNCH}change:\n  product.rollback-tested: {{options: {{whithin: 3}}}}\n",
        ["acme.yaml:5:39: this check has no option 'whithin' (did you mean 'within'?)"],
    ),
    "an option that one of the checks does not have": (
        f"{ON_LAUNCH}change:\n  product.rollback-tested: {{options: {{checks.1.whithin: 3}}}}\n",
        ["acme.yaml:5:39: this check has no option 'checks.1.whithin' (did you mean 'checks.1.within'?)"],
    ),
    "an option of a check beyond the last": (
        f"{ON_LAUNCH}change:\n  sales.demo: {{options: {{checks.7.within: 3}}}}\n",
        [
            (
                "acme.yaml:5:26: this check has no option 'checks.7.within'"
                " (options in use: before, date, paths and within)"
            )
        ],
    ),
    "an option of one check of another shape": (
        f"{ON_LAUNCH}change:\n  product.rollback-tested: {{options: {{checks.1.within: long}}}}\n",
        [("acme.yaml:5:56: checks.1.within must be a whole number or key: value lines, not the text 'long'")],
    ),
    "an option of another shape": (
        f"{ON_LAUNCH}change:\n  sales.seven-times: {{options: {{at_least: many}}}}\n",
        ["acme.yaml:5:43: at_least must be a whole number or key: value lines, not the text 'many'"],
    ),
    "an option of another shape inside one": (
        f"{ON_LAUNCH}change:\n  product.rollback-tested: {{options: {{within: long}}}}\n",
        [("acme.yaml:5:47: checks.1.within must be a whole number or key: value lines, not the text 'long'")],
    ),
    "an item that is switched off where it is changed": (
        f"{ON_LAUNCH}change:\n  sales.seven-times: off\n",
        [
            (
                "acme.yaml:5:22: change.sales.seven-times must be key: value lines, not the text 'off'"
                " (to skip an item, list its id under off (in settings: under ignore))"
            )
        ],
    ),
    "a severity that means that an item is not asked": (
        f"{ON_LAUNCH}change:\n  sales.seven-times: {{severity: none}}\n",
        [
            (
                "acme.yaml:5:33: change.sales.seven-times.severity: 'none' is not one of blocker, warning or"
                " key: value lines (to skip an item, list its id under off (in settings: under ignore))"
            )
        ],
    ),
    "a due day in words": (
        f"{ON_LAUNCH}change:\n  sales.demo: {{due: 14 days}}\n",
        [
            (
                "acme.yaml:5:21: '14 days' is not a due date, like T-14, T, T+7 or F-7"
                " (write T-14 for two weeks before the launch, F-7 for a week before the first customers)"
            )
        ],
    ),
    "a due day too far away": (
        f"{ON_LAUNCH}items:\n{_item(_PRESENT, due='T-1000')}",
        [
            (
                "acme.yaml:8:10: 'T-1000' is not a due date, like T-14, T, T+7 or F-7"
                " (write T-14 for two weeks before the launch, F-7 for a week before the first customers)"
            )
        ],
    ),
    "a path that no plan has": (
        f"{ON_LAUNCH}items:\n{_item('{kind: present, paths: [sales.touchs]}')}",
        ["acme.yaml:12:36: sales has no 'touchs' (did you mean 'touches'?)"],
    ),
    "a path through a list without brackets": (
        f"{ON_LAUNCH}items:\n{_item('{kind: present, paths: [sales.touches.date]}')}",
        ["acme.yaml:12:36: 'sales.touches' is a list (write [] after it for every entry)"],
    ),
    "a path inside several checks": (
        f"{ON_LAUNCH}items:\n{_item('{kind: all, checks: [{kind: present, paths: [sale.kit]}]}')}",
        ["acme.yaml:12:57: a plan has no 'sale' (did you mean 'sales'?)"],
    ),
    "a field that entries do not have": (
        f"{ON_LAUNCH}items:\n{_item('{kind: each, of: sales.touches, has: [dat]}')}",
        ["acme.yaml:12:50: an entry of sales.touches has no 'dat' (did you mean 'date'?)"],
    ),
    "a condition on a field that entries do not have": (
        f"{ON_LAUNCH}items:\n{_item('{kind: count, of: sales.touches, where: {wy: email}, at_least: 1}')}",
        ["acme.yaml:12:53: an entry of sales.touches has no 'wy' (did you mean 'way'?)"],
    ),
    "a fact in when that no plan has": (
        f"{ON_LAUNCH}items:\n{_item(_PRESENT, more='    when: {custm.x: 1}' + chr(10))}",
        ["acme.yaml:12:12: a plan has no 'custm' (did you mean 'custom'?)"],
    ),
    "an option of another kind": (
        f"{ON_LAUNCH}items:\n{_item('{kind: present, paths: [custom.a], at_least: 1}')}",
        ["acme.yaml:12:47: unknown key 'at_least' (known here: unless, kind and paths)"],
    ),
    "a day that no check knows": (
        f"{ON_LAUNCH}items:\n{_item('{kind: order, first: custom.a, then: next week}')}",
        [
            (
                "acme.yaml:12:49: 'next week' is not a date that a check understands (write today, T, T-14, F, release, first_public,"
                " a path like launch.release_date, first or last of a path to many dates, or .field of an entry)"
            )
        ],
    ),
    "an area that is not there": (
        f"{ON_LAUNCH}items:\n{_item(_PRESENT, area='prodct', owner='product')}",
        ["acme.yaml:6:11: no area 'prodct' (did you mean 'product'?)"],
    ),
    "an area of its own that nobody answers for": (
        f"{ON_LAUNCH}areas: [{{id: procurement, question: Q?}}]\nitems:\n{_item(_PRESENT, area='procurement')}",
        [f"acme.yaml:7:11: 'procurement' has no owner in a plan ({OWNERS})"],
    ),
    "an area that is given to the owner of one that has none": (
        f"{ON_LAUNCH}areas: [{{id: procurement, question: Q?, owner: prodct}}]\n",
        [f"acme.yaml:4:48: 'prodct' has no owner in a plan ({OWNERS})"],
    ),
    "an item that is there already": (
        f"{ON_LAUNCH}items:\n{_item(_PRESENT, id='launch.owners')}",
        [
            (
                "acme.yaml:5:9: the item 'launch.owners' already exists"
                " (change it under `change:`, or choose another id)"
            )
        ],
    ),
    "an item of its own twice": (
        f"{ON_LAUNCH}items:\n{_item(_PRESENT)}{_item(_PRESENT)}",
        [
            (
                "acme.yaml:13:9: the item 'acme.one' already exists"
                " (change it under `change:`, or choose another id)"
            )
        ],
    ),
    "a misspelled key": (
        f"{ON_LAUNCH}itmes: []\n",
        ["acme.yaml:4:1: unknown key 'itmes' (did you mean 'items'?)"],
    ),
    "a list that is never closed": (
        "checklist: 1\nname: [\n",
        ["acme.yaml:2:7: the [ that opens here is never closed (close it with ])"],
    ),
    "a pattern that could take for ever": (
        f"{ON_LAUNCH}items:\n{_item('{kind: matches, path: custom.a, pattern: (?=x)}')}",
        [
            (
                "acme.yaml:12:53: '(?=x)' is not a regular expression that launchcheck can use"
                " (look-around and back-references are not supported, since they can take forever)"
            )
        ],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_malformed_checklist_is_located_and_explained(write: Write, tmp_path: Path, case: str) -> None:
    """Every error has its place in the file and a hint."""
    text, expected = WRONG[case]
    write("acme.yaml", text)
    assert _wrong(tmp_path) == expected


def test_an_unknown_kind_suggests_the_closest(write: Write, tmp_path: Path) -> None:
    """The known kinds are listed, with a suggestion."""
    write("acme.yaml", f"{ON_LAUNCH}items:\n{_item('{kind: presnt, paths: [custom.a]}')}")
    (said,) = _wrong(tmp_path)
    assert said.startswith("acme.yaml:12:19: items.acme.one.check.kind: 'presnt' is not one of ascending, ")
    assert said.endswith("(did you mean 'present'?)")


def test_an_error_in_a_base_checklist_points_at_its_file(write: Write, tmp_path: Path) -> None:
    """A team's checklist extends its company's, and the error is in the company's."""
    write("acme.yaml", f"{ON_LAUNCH}off: [launch.ownres]\n")
    write("team.yaml", "checklist: 1\nname: team\nextends: acme.yaml\n")
    assert _wrong(tmp_path, "team") == [
        "acme.yaml:4:7: no item 'launch.ownres' to change (did you mean 'launch.owners'?)"
    ]


def test_an_option_that_an_earlier_checklist_set_is_not_blamed_on_a_later_one(
    write: Write, tmp_path: Path
) -> None:
    """Each file is responsible for the options that it sets."""
    write("acme.yaml", f"{ON_LAUNCH}change:\n  sales.demo: {{options: {{within: 7}}}}\n")
    write(
        "team.yaml",
        "checklist: 1\nname: team\nextends: acme.yaml\nchange:\n  sales.demo: {options: {withn: 3}}\n",
    )
    assert _wrong(tmp_path, "team") == [
        "team.yaml:5:26: this check has no option 'withn' (did you mean 'within'?)"
    ]


def test_a_cycle_of_checklists_is_found(write: Write, tmp_path: Path) -> None:
    """The file that closes the cycle is named."""
    write("acme.yaml", f"{ALONE}extends: base.yaml\n")
    write("base.yaml", "checklist: 1\nname: base\nextends: acme.yaml\n")
    (said,) = _wrong(tmp_path)
    assert "extends itself (the lowest one must extend launch, or nothing)" in said
    assert ".yaml:3:10: " in said


def test_a_chain_that_is_too_long_is_refused(write: Write, tmp_path: Path) -> None:
    """More than eight layers are an error."""
    for number in range(12):
        write(f"n{number}.yaml", f"checklist: 1\nname: n{number}\nextends: n{number + 1}.yaml\n")
    (said,) = _wrong(tmp_path, "n0")
    assert "more than 8 checklists deep (the lowest one must extend launch, or nothing)" in said


def test_a_missing_base_file_is_named(write: Write, tmp_path: Path) -> None:
    """The message names the file that was looked for."""
    write("acme.yaml", f"{ALONE}extends: nowhere.yaml\n")
    assert _wrong(tmp_path) == ["acme.yaml:3:10: cannot extend 'nowhere.yaml': no such file"]


def test_an_unknown_base_name_suggests_the_closest(write: Write, tmp_path: Path) -> None:
    """The error points at the name."""
    write("acme.yaml", f"{ALONE}extends: lanch\n")
    (said,) = _wrong(tmp_path)
    assert said.startswith(
        "acme.yaml:3:10: no checklist called 'lanch' (did you mean 'launch'? built in: launch"
    )


def test_an_unknown_base_name_lists_the_built_in_ones() -> None:
    """A file needs a path."""
    with pytest.raises(LaunchcheckError) as caught:
        catalog.find(["acme"])
    assert caught.value.message == "no checklist called 'acme'"
    assert caught.value.hint.startswith("built in: ")
    assert caught.value.hint.endswith("a file of your own needs its path: './acme.yaml'")


@pytest.mark.parametrize(
    "path",
    [path for folder in ("checklists", "examples") for path in sorted((ROOT / folder).glob("*.yaml"))],
    ids=lambda path: path.name,
)
def test_a_shipped_file_is_the_same_without_libyaml(path: Path) -> None:
    """PyYAML's own parser, which is used where libyaml is missing, takes less between braces."""
    text = path.read_text(encoding="utf-8")
    pure, fast = (
        [(type(event), getattr(event, "value", None)) for event in yaml.parse(text, Loader=loader)]
        for loader in (yaml.SafeLoader, yaml.CSafeLoader)
    )
    assert pure == fast
