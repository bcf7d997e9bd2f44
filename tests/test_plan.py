"""The plan format: what it accepts, what it refuses, and the messages."""

from __future__ import annotations

import itertools
import pickle
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any, get_args

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from launchcheck.plan import AREAS, Plan, Section, fields
from launchcheck.plan.known import Known
from launchcheck.plan.launch import Person
from launchcheck.plan.links import is_local
from launchcheck.plan.parts import FUNCTIONS
from launchcheck.plan.product import Product, Scope
from launchcheck.plan.sales import WAYS, Way
from launchcheck.plan.sections import SECTIONS, later_in
from launchcheck.source import Source
from launchcheck.windows import FORMS, Window

FULL = Path(__file__).parent / "data" / "plan_full.yaml"
LINK_HINT = "write an http(s) URL, or a path relative to the plan's folder"
SMALL: dict[str, Any] = {"launchcheck": 1, "launch": {"name": "Orbit", "date": "2027-02-16", "tier": 1}}

LATER = {entry.key for entry in SECTIONS if later_in(Plan.model_fields[entry.key])}
"""The sections that are read only where a plan has them, which have tests of their own."""

Place = tuple[str | int, ...]


def full() -> dict[str, Any]:
    """The data of the full example."""
    data: dict[str, Any] = deepcopy(Source.parse(FULL.read_text("utf-8")).data)
    return data


def changed(where: Place, value: object, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """The full example, or `data`, with one value changed; missing maps are created."""
    whole = full() if data is None else deepcopy(data)
    node: Any = whole
    for step in where[:-1]:
        node = node.setdefault(step, {}) if isinstance(node, dict) else node[step]
    node[where[-1]] = value
    return whole


def errors(data: object) -> list[tuple[Place, str]]:
    """The places and messages of a plan's errors."""
    with pytest.raises(ValidationError) as caught:
        Plan.model_validate(data)
    return [(error["loc"], error["msg"]) for error in caught.value.errors()]


def kinds(data: object) -> list[tuple[Place, str]]:
    """The places of a plan's errors, with pydantic's error types."""
    with pytest.raises(ValidationError) as caught:
        Plan.model_validate(data)
    return [(error["loc"], error["type"]) for error in caught.value.errors()]


def hints(data: object) -> list[str]:
    """The hints of a plan's errors."""
    with pytest.raises(ValidationError) as caught:
        Plan.model_validate(data)
    return [error.get("ctx", {}).get("hint", "") for error in caught.value.errors()]


def is_read(data: object) -> bool:
    """Whether the data is read as a plan without loss."""
    return isinstance(Plan.model_validate(data), Plan)


def models() -> list[type[Section]]:
    """Every model that is reachable from the sections of the format."""
    found: dict[type[Section], None] = {Plan: None}
    for model in (queue := [Plan]):
        keys = [key for key in fields(model) if key not in LATER]
        below = [fields(model)[key].model for key in keys if fields(model)[key].model is not None]
        queue.extend(new for new in below if new not in found)  # type: ignore[misc]
        found.update(dict.fromkeys(below))
    return list(found)


# -- what is accepted --------------------------------------------------------------------------


def test_reads_every_key_of_the_full_example() -> None:
    """A plan with every key of version 1 is valid, and nothing is lost."""
    plan = Plan.model_validate(full())
    assert plan.model_dump(mode="json", by_alias=True, exclude_unset=True) == full()


def test_the_full_example_has_every_key() -> None:
    """Every field of the format is in the example, except those that need another value."""
    unused = set()

    def visit(value: Any, model: type[Section] | None) -> None:
        for entry in value if isinstance(value, list) else [value]:
            if model is not None:
                used.setdefault(model, set()).update(entry)
                for key, below in entry.items():
                    known = fields(model)[key]
                    visit(list(below.values()) if known.many == "map" else below, known.model)

    used: dict[type[Section], set[str]] = {}
    visit(full(), Plan)
    for model in models():
        unused |= {f"{model.__name__}.{key}" for key in set(fields(model)) - used.get(model, set()) - LATER}
    assert unused == {"Touch.way_note"}


def test_needs_version_and_launch_only() -> None:
    """A young plan is valid; a missing fact is None, or the default."""
    plan = Plan.model_validate(SMALL)
    assert (plan.launch.status, plan.launch.timezone, plan.launch.day) == (
        "planned",
        "UTC",
        date(2027, 2, 16),
    )
    assert {area: getattr(plan, area) for area in AREAS} == dict.fromkeys(AREAS)


def test_reports_what_is_required() -> None:
    """The format version and the launch with name, date and tier are required."""
    assert kinds({}) == [(("launchcheck",), "missing"), (("launch",), "missing")]
    assert kinds({"launchcheck": 1, "launch": {}}) == [
        (("launch", key), "missing") for key in ("name", "tier", "date")
    ]


@pytest.mark.parametrize("section", ["people", "owners", *AREAS, "messaging", "waivers", "custom"])
def test_null_means_absent(section: str) -> None:
    """A key without a value is like no key."""
    assert getattr(Plan.model_validate({**SMALL, section: None}), section) is None


@pytest.mark.parametrize("section", ["people", "owners", "product", "audience", "sales", "messaging"])
def test_takes_an_empty_section(section: str) -> None:
    """A section may be an empty map, which answers nothing."""
    assert Plan.model_validate({**SMALL, section: {}}) != Plan.model_validate(SMALL)


def test_null_takes_the_default() -> None:
    """A status or a time zone without a value is the default, never None."""
    launch = {**SMALL["launch"], "status": None, "timezone": None}
    plan = Plan.model_validate({**SMALL, "launch": launch})
    assert (plan.launch.status, plan.launch.timezone) == ("planned", "UTC")


def test_refuses_an_empty_launch() -> None:
    """The launch itself is required."""
    assert kinds({"launchcheck": 1, "launch": None}) == [(("launch",), "model_type")]


def test_accepts_custom_facts() -> None:
    """Below `custom` anything is allowed."""
    custom = {"a": [1, {"b": None}], "c": "2027-02-16"}
    assert Plan.model_validate({**SMALL, "custom": custom}).custom == custom


def test_can_be_pickled() -> None:
    """A plan comes back from a pickle unchanged."""
    plan = Plan.model_validate(full())
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_writes_keywords_as_they_are_in_yaml() -> None:
    """`in` and `from` are keys in YAML, and attributes with a trailing underscore in Python."""
    plan = Plan.model_validate(full())
    assert plan.product is not None
    assert plan.product.scope is not None
    assert plan.product.scope.in_ == ["Two-way sync", "Field mapping"]
    assert kinds(changed(("product", "scope"), {"in_": []})) == [
        (("product", "scope", "in_"), "extra_forbidden")
    ]


# -- versions, numbers, words ------------------------------------------------------------------


@pytest.mark.parametrize("version", [2, 0, True, 1.0, "1", None])
def test_knows_version_1_only(version: object) -> None:
    """Another format version is refused, and the known one is named."""
    message = f"unknown format version {version}; this launchcheck supports version 1"
    assert errors({**SMALL, "launchcheck": version}) == [(("launchcheck",), message)]
    assert hints({**SMALL, "launchcheck": version}) == ["write launchcheck: 1"]


@pytest.mark.parametrize("tier", [0, 4, -1, True, 1.0, 1.5, "1", None, float("nan"), [1]])
def test_has_three_tiers(tier: object) -> None:
    """A tier is the whole number 1, 2 or 3."""
    assert errors(changed(("launch", "tier"), tier)) == [(("launch", "tier"), "Input should be 1, 2 or 3")]


@pytest.mark.parametrize("severity", [True, 3, "2"])
def test_has_two_severities(severity: object) -> None:
    """The severity of an open defect is 1 or 2."""
    where = ("product", "defects", 0, "severity")
    assert errors(changed(where, severity)) == [(where, "Input should be 1 or 2")]


@pytest.mark.parametrize(
    ("where", "value", "kind"),
    [
        (("audience", "affected_accounts", "count"), -5, "greater_than_equal"),
        (("audience", "affected_accounts", "count"), float("nan"), "int_type"),
        (("audience", "affected_accounts", "count"), True, "int_type"),
        (("audience", "affected_accounts", "count"), "5", "int_type"),
        (("audience", "affected_accounts", "count"), 1.0, "int_type"),
        (("audience", "segments", 0, "priority"), 0, "greater_than_equal"),
        (("customer_success", "escalation", 0, "level"), 0, "greater_than_equal"),
        (("product", "rollout", "steps", 0, "percent"), 101, "less_than_equal"),
        (("product", "rollout", "steps", 0, "percent"), -0.5, "greater_than_equal"),
        (("product", "rollback", "minutes"), -1, "greater_than_equal"),
        (("sales", "questions", "hours"), -1, "greater_than_equal"),
        (("goals", 0, "target"), True, "float_type"),
        (("goals", 0, "target"), "400", "float_type"),
        (("goals", 0, "baseline"), float("inf"), "finite_number"),
        (("campaigns", 0, "public"), "yes", "bool_type"),
        (("campaigns", 0, "public"), 1, "bool_type"),
        (("launch", "name"), "", "string_too_short"),
        (("launch", "summary"), " \n", "string_too_short"),
        (("launch", "summary"), 5, "string_type"),
        (("launch", "status"), "done", "literal_error"),
        (("campaigns", 0, "assets", 0, "state"), "live", "literal_error"),
        (("sales", "touches", 0, "way"), "carrier_pigeon", "literal_error"),
        (("people", "ben", "function"), "magic", "literal_error"),
        (("sales",), "todo", "model_type"),
        (("sales",), [], "model_type"),
        (("launch", "staus"), "planned", "extra_forbidden"),
        (("customer_success", "help", 0, "owner"), "lin", "extra_forbidden"),
        (("launch", "reviews"), {}, "list_type"),
    ],
)
def test_converts_nothing(where: Place, value: object, kind: str) -> None:
    """A value of another type, or out of bounds, is refused at its place."""
    assert kinds(changed(where, value)) == [(where, kind)]


@pytest.mark.parametrize("number", [0, 400, -3, 0.5])
def test_keeps_numbers_as_they_are(number: float) -> None:
    """An integer target stays an integer, so that reports show it as written."""
    plan = Plan.model_validate(changed(("goals", 0, "target"), number))
    assert plan.goals is not None
    assert repr(plan.goals[0].target) == repr(number)


# -- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        0,
        86400,
        1740787200,
        20260301,
        True,
        1.5,
        "0",
        "1740787200",
        "20260301",
        "2027-2-16",
        "2027-W07-2",
        "2027-02-16T00:00:00",
        "2027-02-16 00:00:00",
        "2027-02-16 ",
        " 2027-02-16",
        "2027-02-16\n",
        "\uff12\uff10\uff12\uff17-02-16",
        "",
    ],
)
def test_reads_iso_dates_only(value: object) -> None:
    """Seconds, week dates, times of day and foreign digits are not dates."""
    ((where, message),) = errors(changed(("launch", "date"), value))
    assert where == ("launch", "date")
    assert message.endswith(" is not a date")
    assert hints(changed(("launch", "date"), value)) == [f"write {FORMS}"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2026-02-30", "'2026-02-30' is not a valid date"),
        ("2027-13-01", "'2027-13-01' is not a valid date"),
        ("0000-01-01", "'0000-01-01' is not a valid date"),
        ("1999-12-31", "the year of '1999-12-31' is not between 2000 and 2100"),
        ("2101-01-01", "the year of '2101-01-01' is not between 2000 and 2100"),
    ],
)
def test_reads_existing_dates_of_this_century(value: str, message: str) -> None:
    """A date must exist in the calendar, and be near enough for T-minus arithmetic."""
    assert errors(changed(("launch", "date"), value)) == [(("launch", "date"), message)]


@pytest.mark.parametrize("value", ["2000-01-01", "2100-12-31", "2028-02-29"])
def test_reads_the_first_and_the_last_date(value: str) -> None:
    """The bounds themselves are valid."""
    assert Plan.model_validate(changed(("launch", "date"), value)).launch.day.isoformat() == value


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2027-02-16", "2027-02-16", "2027-02-16"),
        ("2027-W07", "2027-02-15", "2027-02-21"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-02", "2027-02-01", "2027-02-28"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2027-Q1", "2027-01-01", "2027-03-31"),
        ("2027-Q4", "2027-10-01", "2027-12-31"),
        ("2027-H2", "2027-07-01", "2027-12-31"),
        ("2027", "2027-01-01", "2027-12-31"),
        (2027, "2027-01-01", "2027-12-31"),
    ],
)
@pytest.mark.parametrize("key", ["date", "release_date"])
def test_reads_periods_as_dates_to_come(key: str, value: str | int, first: str, last: str) -> None:
    """A date to come may be a week, month, quarter, half or year; a year may be a number, as in YAML."""
    window = getattr(Plan.model_validate(changed(("launch", key), value)).launch, key)
    assert window == (str(value), date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2027-13", "'2027-13' is not a valid month"),
        ("2027-00", "'2027-00' is not a valid month"),
        ("2027-W53", "'2027-W53' is not a valid week"),
        ("2027-W00", "'2027-W00' is not a valid week"),
        ("2027-Q5", "'2027-Q5' is not a date"),
        ("2027-H0", "'2027-H0' is not a date"),
        ("2027-q1", "'2027-q1' is not a date"),
        ("1999", "the year of '1999' is not between 2000 and 2100"),
        (2101, "the year of '2101' is not between 2000 and 2100"),
        ("2100-W52", "the year of '2100-W52' is not between 2000 and 2100"),
        ("0000-Q1", "'0000-Q1' is not a valid quarter"),
    ],
)
def test_reads_existing_periods_of_this_century(value: str | int, message: str) -> None:
    """A period must exist in the calendar, and be within the years that a plan may have."""
    assert errors(changed(("launch", "date"), value)) == [(("launch", "date"), message)]


@given(st.dates(date(2000, 1, 10), date(2100, 12, 20)))
def test_every_day_is_in_each_period_that_names_it(day: date) -> None:
    """A day is within its week, month, quarter, half and year, and each period is within the larger ones."""
    week = f"{day.isocalendar().year}-W{day.isocalendar().week:02}"
    quarter, half = f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}-H{(day.month + 5) // 6}"
    texts = [str(day.year), half, quarter, f"{day:%Y-%m}", str(day)]
    windows = [Window.of(text) for text in texts]
    for outer, inner in itertools.pairwise(windows):
        assert outer.first <= inner.first <= inner.last <= outer.last
    assert Window.of(week).first <= day <= Window.of(week).last
    assert [window.is_day for window in windows] == [False, False, False, False, True]


# -- ids and references ------------------------------------------------------------------------


@pytest.mark.parametrize("bad", ["", "a b", "[/]", "é", "a.b", "x" * 65, "a\n", 5, True])
def test_ids_are_simple(bad: object) -> None:
    """An id has letters, digits, - and _, and at most 64 characters."""
    where = ("product", "defects", 0, "id")
    assert errors(changed(where, bad))[0][0] == where
    assert hints(changed(where, bad))[0] == "an id is 1 to 64 letters, digits, - or _"


def test_keys_of_people_are_ids() -> None:
    """The key of a person is an id like any other."""
    assert errors(changed(("people", "[/]"), {})) == [(("people", "[/]", "[key]"), "'[/]' is not an id")]
    assert Plan.model_validate(changed(("people", "x" * 64), {})).people is not None


@pytest.mark.parametrize(
    ("where", "what"),
    [
        (("product", "features"), "feature"),
        (("product", "defects"), "defect"),
        (("product", "caveats"), "caveat"),
        (("audience", "segments"), "segment"),
        (("goals",), "goal"),
        (("campaigns",), "campaign"),
    ],
)
def test_an_id_appears_once(where: Place, what: str) -> None:
    """The second of two equal ids is refused, at its place; an item without one is, too."""
    data = changed(where, [{"id": "a"}, {"id": "b"}, {"id": "a"}], SMALL)
    assert errors(data) == [((*where, 2, "id"), f"{what} id 'a' appears twice")]
    assert kinds(changed(where, [{}], SMALL)) == [((*where, 0, "id"), "missing")]


PERSONS: list[Place] = [
    ("launch", "owner"),
    ("launch", "decider"),
    ("launch", "hold", "owner"),
    ("launch", "reviews", 0, "owner"),
    ("people", "priya", "backup"),
    *(("owners", area) for area in AREAS),
    ("product", "defects", 0, "owner"),
    ("product", "rollout", "on_call"),
    ("product", "rollback", "by"),
    ("product", "caveats_confirmed", "by"),
    ("product", "docs", 0, "owner"),
    ("audience", "affected_accounts", "owner"),
    ("goals", 0, "owner"),
    ("campaigns", 0, "owner"),
    ("campaigns", 0, "assets", 0, "approved_by"),
    ("campaigns", 0, "claims", 0, "by"),
    ("campaigns", 0, "claims", 0, "verified_by"),
    ("sales", "touches", 0, "owner"),
    ("sales", "demo", "owner"),
    ("sales", "questions", "responder"),
    ("customer_success", "faq", 0, "owner"),
    ("customer_success", "escalation", 0, "who"),
    ("customer_success", "cover", "people", 0),
    ("customer_success", "key_accounts", 0, "owner"),
    ("customer_success", "drill", "by"),
    ("waivers", 0, "approved_by"),
]
REFERENCES: list[tuple[Place, str]] = [
    *((where, "person") for where in PERSONS),
    (("campaigns", 0, "audience", 0), "segment"),
    (("campaigns", 0, "goal"), "goal"),
    (("campaigns", 0, "claims", 0, "feature"), "feature"),
    (("campaigns", 0, "discloses", 0), "caveat"),
    (("sales", "kit", "objections", 0, "covers", 0), "caveat"),
    (("customer_success", "faq", 0, "covers", 0), "caveat"),
    (("sales", "touches", 0, "audiences", 0), "sales audience"),
]


@pytest.mark.parametrize(("where", "what"), REFERENCES)
def test_a_dangling_reference_is_refused(where: Place, what: str) -> None:
    """Whatever is referred to by id must be declared."""
    assert errors(changed(where, "zzz")) == [(where, f"no {what} 'zzz'")]


def test_suggests_the_closest_id() -> None:
    """A typo gets the closest id, anything else a list of the known ids."""
    assert hints(changed(("launch", "owner"), "omr")) == ["did you mean 'omar'?"]
    assert hints(changed(("launch", "owner"), "zzz")) == [
        "known people: priya, dana, sam, omar, lin, ben and grace"
    ]
    assert hints(changed(("launch", "owner"), "zzz", SMALL)) == ["the plan lists no people"]


def test_references_are_reported_with_all_other_errors() -> None:
    """They do not need a second run."""
    data = changed(("launch", "owner"), "omr", changed(("launch", "tier"), 4))
    assert [where for where, _ in errors(data)] == [("launch", "tier"), ("launch", "owner")]


def test_a_malformed_list_causes_no_reference_errors() -> None:
    """Where the ids are unknown, only the list itself is wrong."""
    assert kinds(changed(("people",), [])) == [(("people",), "dict_type")]
    assert kinds(changed(("product", "caveats"), [{"text": "x"}])) == [
        (("product", "caveats", 0, "id"), "missing")
    ]
    assert kinds(changed(("audience",), "todo")) == [(("audience",), "model_type")]


def test_sales_audiences_are_free_unless_declared() -> None:
    """Without sales.audiences a touch may name any audience."""
    touches = [{"audiences": ["anybody"]}]
    assert Plan.model_validate({**SMALL, "sales": {"touches": touches}}).sales is not None


def test_many_dangling_references_cost_little() -> None:
    """A hostile plan cannot make the search for suggestions expensive."""
    people: dict[str, Any] = {f"person-{number}": {} for number in range(3000)}
    campaigns = [{"id": f"c{number}", "owner": f"persn-{number}"} for number in range(3000)]
    given = hints({**SMALL, "people": people, "campaigns": campaigns})
    assert sum(hint.startswith("did you mean") for hint in given) == 20
    assert len(given) == 3000


def test_a_section_can_be_read_by_itself() -> None:
    """Without a plan around it, references are not resolved."""
    assert Person.model_validate({"backup": "ben"}).backup == "ben"


def test_keeps_braces_in_messages() -> None:
    """Typed text is not used as a format string."""
    assert errors(changed(("launch", "owner"), "{hint}{x}")) == [
        (("launch", "owner"), "no person '{hint}{x}'")
    ]


# -- links -------------------------------------------------------------------------------------

EVIDENCE = ("product", "rollback", "evidence")


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("/etc/passwd", "'/etc/passwd' is an absolute path"),
        ("//server/share", "'//server/share' is an absolute path"),
        ("C:\\x", "'C:\\x' is an absolute path"),
        ("c:/x", "'c:/x' is an absolute path"),
        ("\\\\server\\share", "'\\\\server\\share' contains a backslash"),
        ("a\\..\\b", "'a\\..\\b' contains a backslash"),
        ("~/.ssh/id_rsa", "'~/.ssh/id_rsa' is a path in a home directory"),
        ("-rf", "'-rf' starts with a dash, like an option"),
        ("file:///etc/passwd", "'file:///etc/passwd' is neither a path nor an http(s) URL"),
        ("ftp://example.com/x", "'ftp://example.com/x' is neither a path nor an http(s) URL"),
        ("javascript:alert(1)", "'javascript:alert(1)' is neither a path nor an http(s) URL"),
        ("data:text/plain,x", "'data:text/plain,x' is neither a path nor an http(s) URL"),
        ("https:/example.com", "'https:/example.com' is neither a path nor an http(s) URL"),
        ("%2e%2e/x", "'%2e%2e/x' hides '..' behind percent signs"),
        ("a/.%2E/x", "'a/.%2E/x' hides '..' behind percent signs"),
        ("a/..%2Fx", "'a/..%2Fx' hides '..' behind percent signs"),
        ("a\0b", "a link cannot contain control characters"),
        ("https://x.example/\nSet-Cookie: a", "a link cannot contain control characters"),
        ("https://x.example/a b", "'https://x.example/a b' contains spaces; a URL cannot"),
        ("https://x.example\\@y/", "'https://x.example\\@y/' contains a backslash; a URL cannot"),
        ("https://", "'https://' has no host name"),
        ("https://:80/", "'https://:80/' has no host name"),
        (" a.md", "' a.md' has spaces around it"),
        ("", "the link is empty"),
        ("  ", "the link is empty"),
    ],
)
def test_refuses_links_that_are_never_valid(link: str, message: str) -> None:
    """An invalid link is refused with the reason."""
    assert errors(changed(EVIDENCE, link)) == [(EVIDENCE, message)]
    assert hints(changed(EVIDENCE, link)) == [LINK_HINT]


def test_limits_the_length_of_links() -> None:
    """A link has at most 1000 characters."""
    assert errors(changed(EVIDENCE, "a" * 1001)) == [(EVIDENCE, "a link of 1001 characters is too long")]
    assert is_read(changed(EVIDENCE, "a" * 1000))


@pytest.mark.parametrize(
    ("link", "message", "url"),
    [
        ("[Guide](https://x.example/a)", "is a Markdown link", "https://x.example/a"),
        ("[](HTTP://x.example)", "is a Markdown link", "HTTP://x.example"),
        ("[a [b]](https://x.example/a_(b))", "is a Markdown link", "https://x.example/a_(b)"),
        ('[Guide](https://x.example/a "the guide")', "is a Markdown link", "https://x.example/a"),
        ("[Guide](<https://x.example/a>)", "is a Markdown link", "https://x.example/a"),
        ("<https://x.example/a>", "is a URL in angle brackets", "https://x.example/a"),
    ],
)
def test_refuses_urls_in_the_brackets_of_markdown(link: str, message: str, url: str) -> None:
    """A link copied out of a Markdown page is no path; the hint is the URL in it."""
    assert errors(changed(EVIDENCE, link)) == [(EVIDENCE, f"{link!r} {message}")]
    assert hints(changed(EVIDENCE, link)) == [f"write the bare URL: {url}"]


def test_finds_fault_with_the_url_in_the_brackets() -> None:
    """What is wrong with the URL itself comes first, and is hinted at as in any URL."""
    said = [(EVIDENCE, "a URL must not contain a user name or a password")]
    for link in ("[Guide](https://dana:hunter2@x.example/)", "<https://dana:hunter2@x.example/>"):
        assert errors(changed(EVIDENCE, link)) == said
        assert hints(changed(EVIDENCE, link)) == [LINK_HINT]


@pytest.mark.parametrize("link", ["https://dana:hunter2@x.example/", "http://dana:hunter2@x.example/a b"])
def test_does_not_repeat_passwords(link: str) -> None:
    """A password in a URL is refused without being said again."""
    assert errors(changed(EVIDENCE, link)) == [(EVIDENCE, "a URL must not contain a user name or a password")]


@pytest.mark.parametrize(
    ("link", "local"),
    [
        ("qa/sync.md", True),
        ("../other/sync.md", True),
        ("a/../b.md", True),
        ("my notes.md", True),
        ("app/[id]/(group)/page.md", True),
        ("<draft>.md", True),
        ("100%/x..y", True),
        (".", True),
        ("https://x.example/a?b=c@d#e", False),
        ("HTTP://x.example", False),
        ("https://x.example/%2e%2e/y", False),
    ],
)
def test_takes_paths_and_urls(link: str, local: bool) -> None:
    """A path may contain `..`; whether it leaves the root is decided where the root is known."""
    plan = Plan.model_validate(changed(EVIDENCE, link))
    assert plan.product is not None
    assert plan.product.rollback is not None
    assert plan.product.rollback.evidence == link
    assert is_local(link) is local


def test_knows_every_link() -> None:
    """The links of the format are listed here."""
    found = {
        f"{model.__name__}.{key}" for model in models() for key, known in fields(model).items() if known.link
    }
    kit = {"pitch", "talk_track", "demo_script", "one_pager", "qualification", "battlecard"}
    assert found == {
        *(f"Kit.{key}" for key in kit),
        "Alternative.proof",
        "Article.url",
        "Asset.url",
        "Claim.proof",
        "Demo.environment",
        "Doc.url",
        "Evidence.source",
        "Feature.evidence",
        "Goal.dashboard",
        "Hold.statement",
        "Macro.url",
        "Measurement.source",
        "Rollback.evidence",
        "Rollout.dashboard",
        "Touch.evidence",
        "Training.recording",
        "Usability.evidence",
    }


# -- rules between values ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("Europe/Londn", "did you mean 'Europe/London'?"),
        ("Mars/Base", "write an IANA name, like Europe/London"),
        ("../../etc/passwd", "write an IANA name, like Europe/London"),
        ("/no/such", "write an IANA name, like Europe/London"),
        ("localtime", "write an IANA name, like Europe/London"),
        ("zone.tab", "write an IANA name, like Europe/London"),
        ("", "write an IANA name, like Europe/London"),
        ("a\0b", "write an IANA name, like Europe/London"),
        (5, "write an IANA name, like Europe/London"),
    ],
)
def test_refuses_unknown_time_zones(zone: object, hint: str) -> None:
    """A time zone must be in the time zone database."""
    for where in (("launch", "timezone"), ("customer_success", "cover", "time_zones", 0)):
        ((place, message),) = errors(changed(where, zone))
        assert place == where
        assert message.endswith(" is not a time zone")
        assert hints(changed(where, zone)) == [hint]


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=2))
@settings(max_examples=150, deadline=None)
def test_any_value_is_read_or_refused(value: object) -> None:
    """Every value is either read or refused by a pydantic error."""
    data = changed(EVIDENCE, value)
    for where in (
        ("launch", "date"),
        ("launch", "timezone"),
        ("launch", "owner"),
        ("goals", 0, "target"),
        ("product", "defects", 0, "id"),
        ("product", "caveats"),
    ):
        data = changed(where, value, data)
    assert errors(data)  # no value is both a time zone and a person


@pytest.mark.parametrize("zone", ["America", "x" * 5000])
def test_refuses_folders_and_endless_names_as_time_zones(zone: str) -> None:
    """Errors of the file system do not escape."""
    assert [where for where, _ in errors(changed(("launch", "timezone"), zone))] == [("launch", "timezone")]


@pytest.mark.parametrize(
    ("where", "value", "message"),
    [
        (("sales", "understood", "passed"), 47, "passed is 47, but total is only 46"),
        (("customer_success", "training", "trained"), 21, "trained is 21, but total is only 20"),
        (("customer_success", "drill", "answered"), 11, "answered is 11, but questions is only 10"),
        (("customer_success", "cover", "to"), "2027-02-15", "'to' is 2027-02-15, before 'from', 2027-02-16"),
        (("people", "dana", "away", 0, "to"), "2027-01-24", "'to' is 2027-01-24, before 'from', 2027-01-25"),
        (("sales", "touches", 0, "way"), "other", "way 'other' needs a way_note"),
    ],
)
def test_refuses_impossible_figures(where: Place, value: object, message: str) -> None:
    """Each is refused at the value that is too large."""
    assert errors(changed(where, value)) == [(where, message)]


def test_accepts_the_limits() -> None:
    """All may pass, a period may last one day, and a partial fact is possible."""
    data = changed(("sales", "understood"), {"passed": 46, "total": 46})
    data = changed(("customer_success", "training"), {"trained": 46}, data)
    data = changed(("customer_success", "cover"), {"from": "2027-02-16", "to": "2027-02-16"}, data)
    data = changed(("sales", "touches"), [{"way": "other", "way_note": "Poster"}], data)
    assert is_read(data)


@pytest.mark.parametrize("value", ["nothing", {}, 5, True])
def test_caveats_are_a_list_or_the_word_none(value: object) -> None:
    """Anything else is refused with the valid forms."""
    assert errors(changed(("product", "caveats"), value, SMALL)) == [
        (("product", "caveats"), "caveats must be a list of caveats, or the word none")
    ]


@pytest.mark.parametrize("value", ["none", [], None])
def test_the_word_none_differs_from_no_caveats(value: object) -> None:
    """The word none, an empty list and a missing key are distinct, and written back as they were."""
    plan = Plan.model_validate(changed(("product", "caveats"), value, SMALL))
    assert plan.product is not None
    assert plan.product.caveats == value
    assert plan.model_dump(mode="json")["product"]["caveats"] == value


def test_waivers_need_a_person_a_reason_and_an_end() -> None:
    """A waiver without one of them is refused."""
    required = ("check", "reason", "approved_by", "approved_on", "expires")
    assert kinds({**SMALL, "waivers": [{}]}) == [(("waivers", 0, key), "missing") for key in required]


# -- the table of fields -----------------------------------------------------------------------


def test_knows_the_keys_below_a_key() -> None:
    """The check engine looks up values by their YAML keys."""
    assert fields(Product)["features"].many == "list"
    assert fields(Product)["caveats"].model is not None
    assert fields(Product)["rollback"] == Known("rollback", fields(Product)["rollback"].model)
    assert fields(Scope)["in"] == Known("in_", many="list")
    assert fields(Scope)["frozen_on"] == Known("frozen_on", day=True)
    assert fields(Plan)["people"] == Known("people", Person, many="map")
    assert fields(Plan)["custom"] == Known("custom", many="map", free=True)


def test_lists_touchpoint_channels_and_functions() -> None:
    """The enums of the format are available for listing."""
    assert get_args(Way) == WAYS
    assert (len(WAYS), len(FUNCTIONS)) == (15, 16)


# -- JSON Schema -------------------------------------------------------------------------------


def validator() -> jsonschema.Draft202012Validator:
    """A validator with the JSON Schema of a plan."""
    return jsonschema.Draft202012Validator(Plan.model_json_schema(by_alias=True))


def test_has_a_json_schema() -> None:
    """The JSON Schema is valid, and accepts the full example."""
    jsonschema.Draft202012Validator.check_schema(validator().schema)
    assert list(validator().iter_errors(full())) == []


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("product", "caveats"), "none"),
        (("product", "caveats"), None),
        (("launch", "timezone"), None),
        (("launch", "status"), None),
        (("goals", 0, "target"), 0.5),
        (("sales",), {}),
        (("custom",), {"a": [1, None]}),
    ],
)
def test_the_json_schema_accepts_what_the_model_accepts(where: Place, value: object) -> None:
    """An editor never marks what launchcheck accepts."""
    data = changed(where, value, SMALL if where[0] != "goals" else None)
    assert is_read(data)
    assert list(validator().iter_errors(data)) == []


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("launchcheck",), 2),
        (("launch", "tier"), 4),
        (("launch", "tier"), "1"),
        (("launch", "staus"), "planned"),
        (("product", "caveats"), "nothing"),
        (("product", "rollout", "steps", 0, "percent"), 101),
        (("product", "features", 0), {"name": "x"}),
    ],
)
def test_the_json_schema_refuses_typos(where: Place, value: object) -> None:
    """An editor marks what can be seen without the rest of the plan."""
    assert list(validator().iter_errors(changed(where, value)))


def test_every_field_is_described() -> None:
    """An editor can show a description for every key and every section."""
    schema = Plan.model_json_schema(by_alias=True)
    sections = {"Plan": schema, **schema["$defs"]}
    bare = [
        f"{name}.{key}"
        for name, section in sections.items()
        for key, field in section.get("properties", {}).items()
        if "description" not in field
    ]
    assert bare == []
    assert [name for name, section in sections.items() if "description" not in section] == []


def test_descriptions_tell_people_from_dates() -> None:
    """`by` is a person here and a date there; the descriptions say which."""
    sections = Plan.model_json_schema(by_alias=True)["$defs"]
    people = [
        ("Rollback", "by"),
        ("Claim", "by"),
        ("Drill", "by"),
        ("Confirmation", "by"),
        ("Claim", "verified_by"),
    ]
    for name, key in people:
        assert "the id of a person, not a date" in sections[name]["properties"][key]["description"]
    dates = [("Goal", "by"), ("AffectedAccounts", "told_by"), ("Caveat", "fix_by"), ("Defect", "fix_by")]
    for name, key in dates:
        field = sections[name]["properties"][key]
        assert "(not a person)" in field["description"]
        assert {"type": "string", "format": "date"} in [*field["anyOf"], *field["anyOf"][0].get("anyOf", ())]


def test_the_examples_of_the_descriptions_are_valid() -> None:
    """The JSON Schema itself accepts the examples that an editor offers."""
    schema = validator().schema
    assert isinstance(schema, dict)
    for section in [schema, *schema["$defs"].values()]:
        for field in section.get("properties", {}).values():
            rule = jsonschema.Draft202012Validator({**field, "$defs": schema["$defs"]})
            for example in field.get("examples", ()):
                rule.validate(example)
