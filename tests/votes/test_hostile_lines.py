"""Well-sealed lines that no command wrote: every command that reads a record refuses or counts them, and none crashes."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from room import OWNERS

from launchcheck import __version__
from launchcheck.cli import run

DAY = ("--as-of", "2027-02-12")
COMMANDS = [
    ("votes", "launch.yaml", *DAY),
    ("votes", "launch.yaml", *DAY, "--format", "json"),
    ("votes", "launch.yaml", *DAY, "--format", "markdown"),
    ("votes", "launch.yaml", "--verify"),
    ("certificate", "launch.yaml", *DAY),
    ("certificate", "launch.yaml", *DAY, "--format", "json"),
    ("validate", "launch.yaml", *DAY),
    ("validate", "launch.yaml", *DAY, "--format", "sarif", "--format", "json=report.json"),
    ("vote", "launch.yaml", "--area", "sales", "--vote", "go", "--as", "omar"),
    ("decide", "launch.yaml", "--decision", "go", "--as", "grace"),
]
"""Every command that reads a record."""

NUMBERS = ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e308", "-0.0", "9" * 400, "7", "2.5"]
WORDS = [
    "",
    "omar",
    "go",
    "2027-02-12",
    "<script>",
    "x" * 3000,
    "\u202e",
    "\x1b[2J",
    "\ud800",
    "=1+1",
    "é",
    "e\u0301",
]
NAMES = [
    "model_config",
    "model_fields_set",
    "__dict__",
    "__class__",
    "launch",
    "date",
    "tier",
    "product",
    "id",
    "",
    "caveats",
]
PATHS = [
    "launch",
    "launch.date",
    "product.features[]",
    "people",
    "people.omar.name",
    "__dict__",
    "waivers",
    "a[]",
    "a.b",
]
AREAS = [
    *OWNERS,
    "launch",
    "model_config",
    "model_fields_set",
    "__dict__",
    "__class__",
    "",
    "nowhere",
    "product.x",
]
TIMES = [
    *("2027-02-12T14:00:00Z", "2027-02-12T13:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    *("0000-01-01T00:00:00Z", "2100-12-31T23:59:59Z", "1999-12-31T23:59:59Z", "2027-02-30T00:00:00Z", "now"),
]

scalars = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from(["true", "false", "null"]),
    st.sampled_from(WORDS).map(json.dumps),
)


def objects(values):
    """JSON objects, in which a key may appear twice."""
    pairs = st.lists(st.tuples(st.sampled_from([*NAMES, *WORDS]), values), max_size=4)
    return pairs.map(lambda found: f"{{{','.join(f'{json.dumps(key)}:{value}' for key, value in found)}}}")


values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3).map(lambda found: f"[{','.join(found)}]") | objects(inner),
    max_leaves=12,
)
facts = st.one_of(
    objects(values), values, st.sampled_from(["{}", "[" * 300 + "]" * 300, "[" * 70_000, '{"launch":', ""])
)
terms = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.sampled_from(WORDS),
            "owner": st.sampled_from(["omar", "", "nobody"]),
            "by": st.sampled_from(
                ["2027-02-15", "0001-01-01", "9999-12-31", "20270215", "2027-W07-1", "soon"]
            ),
        }
    ),
    max_size=2,
)
reads = st.none() | st.lists(st.sampled_from([*PATHS, *NAMES, "launch..date"]), max_size=4) | st.just(7)


@st.composite
def lines(draw):
    """A line with a valid seal, and any content."""
    body = draw(facts)
    kind = draw(st.sampled_from(["vote", "vote", "decision"]))
    head = {
        "format": draw(st.sampled_from([1, 1, 1, 1, True, 1.0])),
        "kind": kind,
        kind: draw(st.sampled_from(["go", "no-go", "condition", "maybe"])),
        "by": draw(st.sampled_from(["omar", "grace", *WORDS])),
        "at": draw(st.sampled_from(TIMES)),
        "note": draw(st.sampled_from(WORDS)),
        "after": [],
        "facts_digest": sha256(body.encode()).hexdigest(),
    }
    if kind == "vote":
        head |= {"area": draw(st.sampled_from(AREAS)), "conditions": draw(terms)}
        if head["vote"] != "condition" and draw(st.booleans()):
            head["conditions"] = []
    paths = draw(reads)
    if paths is not None:
        head["version"] = draw(st.sampled_from([__version__, "0.0.1", "", 7, None]))
    return sealed(head, body, "" if paths is None else f',"reads":{json.dumps(paths)}')


def sealed(head, facts, reads=""):
    """The bytes of a line, with the digest that fits."""
    body = f'{json.dumps(head, sort_keys=True)[:-1]}{reads},"facts":{facts}}}'.encode()
    return body[:-1] + f',"digest":"{sha256(body).hexdigest()}"}}\n'.encode()


def vote(facts="{}", **changes):
    """A line whose other fields are those of a valid vote."""
    head = {"format": 1, "kind": "vote", "vote": "go", "by": "omar", "at": "2027-02-12T14:00:00Z", "note": ""}
    head |= {
        "after": [],
        "area": "sales",
        "conditions": [],
        "facts_digest": sha256(facts.encode()).hexdigest(),
    }
    return sealed(head | changes, facts)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(line=lines(), command=st.sampled_from(COMMANDS))
def test_no_line_crashes_a_command(tmp_path, told, capsys, line, command):
    """Whatever a line claims, a command gives a verdict or a message."""
    (tmp_path / "launch.votes.jsonl").write_bytes(line)
    code = run([*command])
    out, err = capsys.readouterr()
    assert code in {0, 1, 2}, err
    assert "\x1b" not in out + err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (vote('{"launch":{"tier":NaN}}'), "NaN is not JSON"),
        (vote('{"launch":{"tier":1e999}}'), "'1e999' is too large for a number"),
        (vote("[" * 70_000), "its facts are not JSON"),
        (vote("[1]"), "its facts are not a JSON object"),
        (
            vote(area="model_config"),
            "'model_config' must be launch, product, audience, goals, campaigns, sales",
        ),
        (vote(area="__dict__"), "'__dict__' must be launch, product"),
        (vote(at="0001-01-01T00:00:00Z"), "the year 1 is not between 2000 and 2100"),
        (vote(at="9999-12-31T23:59:59Z"), "the year 9999 is not between 2000 and 2100"),
        (
            vote(vote="condition", conditions=[{"text": "x", "owner": "omar", "by": "9999-12-31"}]),
            "the year 9999 is not between 2000 and 2100",
        ),
        (
            vote(vote="condition", conditions=[{"text": "x", "owner": "omar", "by": "20270215"}]),
            "'20270215' is not a date like 2027-02-15",
        ),
        (vote(version=7), "'version' is not plain text"),
    ],
    ids=[
        "nan",
        "huge",
        "deep",
        "list",
        "config",
        "dict",
        "year-1",
        "year-9999",
        "condition",
        "form",
        "version",
    ],
)
def test_forged_line_is_located(here, tmp_path, line, words):
    """A matching digest does not make a line one that launchcheck wrote."""
    (tmp_path / "launch.votes.jsonl").write_bytes(line)
    message = f"launch.votes.jsonl:1:1: launchcheck did not write this line: {words}"

    checked, verified = here("validate", "launch.yaml", *DAY), here("votes", "launch.yaml", "--verify")

    assert (checked.code, verified.code) == (2, 1)
    assert checked.first.startswith(message)
    assert verified.first.startswith(message)
