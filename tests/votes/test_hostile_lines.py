"""Well-sealed lines that no command wrote: every command that reads a record refuses or counts them, and none crashes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from room import OWNERS
from terminals import CLEAR
from test_merge import Repository

from launchcheck import __version__, votes
from launchcheck.cli import prompts, run
from launchcheck.errors import LaunchcheckError

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
    ("validate", ".", *DAY, "--format", "jsonl"),
    ("vote", "launch.yaml", "--area", "sales", "--vote", "go", "--as", "omar"),
    ("decide", "launch.yaml", "--decision", "go", "--as", "grace"),
    ("review", "launch.yaml"),
    ("review", "launch.yaml", *DAY),
    ("next", "launch.yaml", *DAY),
    ("badge", "launch.yaml", *DAY),
    ("slip", "launch.yaml", "--by", "7d", *DAY),
    ("diff", "launch.yaml", "other.yaml", *DAY),
]
"""Every command that reads a record beside a plan."""

IN_GIT = [
    ("votes", "launch.yaml", "--verify", "--against", "main"),
    ("votes", "launch.yaml", "--verify", "--authors"),
    ("certificate", "launch.yaml", *DAY, "--authors"),
    ("validate", "launch.yaml", *DAY, "--against", "main", "--fail-on", "regression"),
    ("diff", "launch.yaml", "--against", "main", *DAY),
    ("trend", "launch.yaml"),
]
"""Every command that reads a record in git, or one beside a plan at a commit."""

ANSWERS = ["", "s", "sales", "5", "omar", "grace", "g", "n", "c", "y", "b", "m", "A note", "fri", "ben"]
"""What is typed in the meeting."""

DIGEST = re.compile(rb'"[0-9a-f]{64}"(?=\}\n)')
EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "100"))

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


opens = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["sales.kit", *WORDS]),
            "owner": st.sampled_from(["omar", "", *WORDS]),
            "due": st.sampled_from(["2027-02-02", "2100-12-31", "0001-01-01", "soon"]),
        }
    ),
    max_size=3,
)
PLAN_FACTS = [
    '{"launch":{"date":"2027-02-16","tier":1},"sales":{"kit":{"pitch":"https://x.example"},"touches":[{"way":"email"}]}}',
    '{"product":{"caveats":[{"id":"eu-sso","text":7},null,"x"]},"waivers":[{}],"not_applicable":{"sales":[]}}',
    '{"launch":{"date":2027,"tier":"1","status":{}},"messaging":[],"campaigns":{"0":{"id":[]}}}',
]
"""Facts at the paths of a plan, some of them of another shape."""


def mostly(draw, usual, odd):
    """A usual value, or now and then an odd one: a line with many odd values is refused at the first."""
    return draw(odd) if draw(st.integers(0, 11)) == 0 else draw(usual)


@st.composite
def lines(draw, after=()):
    """A line with a valid seal, after some of the digests given, of which most fields are usual and some are odd."""
    body = mostly(draw, st.sampled_from(["{}", *PLAN_FACTS]) | objects(values), facts)
    kind = draw(st.sampled_from(["vote", "vote", "decision"]))
    word = mostly(
        draw, st.sampled_from(["go", "no-go"]), st.sampled_from(["condition", "maybe", "", 7, None, []])
    )
    head = {
        "format": mostly(draw, st.just(1), st.sampled_from([True, 1.0, 2, "1", None, {}])),
        "kind": kind,
        kind: word,
        "by": mostly(
            draw, st.sampled_from(["omar", "grace", "gone"]), st.sampled_from([*WORDS, 7, None, []])
        ),
        "at": mostly(draw, st.sampled_from(TIMES[:2] + TIMES[5:6]), st.sampled_from([*TIMES, 7, None])),
        "note": mostly(draw, st.sampled_from(["", "Fine."]), st.sampled_from([*WORDS, {}, None])),
        "after": mostly(
            draw, st.just([*after]), st.sampled_from([["0" * 64], ["x"], "", None, [7], [*after] * 2])
        ),
        "facts_digest": mostly(
            draw, st.just(sha256(body.encode()).hexdigest()), st.sampled_from(["", "0" * 64, None])
        ),
    }
    if kind == "vote":
        head["area"] = mostly(draw, st.sampled_from([*OWNERS, "launch"]), st.sampled_from([*AREAS, 7, None]))
        head["conditions"] = (
            draw(terms) if word == "condition" else mostly(draw, st.just([]), terms | st.just({}))
        )
    for key, usual, odd in (
        ("open", opens, st.sampled_from([{}, None, [7], [{}]])),
        ("absent", st.lists(st.sampled_from(WORDS), max_size=2), st.sampled_from([{}, [None], "x"])),
        (
            "facts_from",
            st.just([{"source": "tracker", "at": "2027-02-10", "by": "ci"}]),
            st.sampled_from([{}, [None], [{}], "x", [{"source": "tracker", "at": 7, "by": ""}]]),
        ),
        ("launch", st.just("Orbit Sync 2.0"), st.sampled_from([*WORDS, 7])),
        ("surplus", st.just(1), st.just({})),
    ):
        likely = {"open": kind == "decision", "surplus": False}.get(key, True)
        if draw(st.booleans()) if likely else draw(st.integers(0, 19)) == 0:
            head[key] = mostly(draw, usual, odd)
    if draw(st.integers(0, 19)) == 0:
        head.pop(draw(st.sampled_from(sorted(head))))
    paths = mostly(draw, st.none() | st.lists(st.sampled_from(PATHS[:5]), max_size=4), reads)
    if paths is not None:
        head["version"] = mostly(
            draw, st.sampled_from([__version__, "0.0.1"]), st.sampled_from(["", 7, None])
        )
    return sealed(head, body, "" if paths is None else f',"reads":{json.dumps(paths)}')


@st.composite
def records(draw):
    """Up to five lines, each after some of those before it, now and then out of order or torn."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        before = [json.loads(DIGEST.search(line)[0]) for line in found]
        after = draw(st.lists(st.sampled_from(before), max_size=2, unique=True)) if before else []
        found.append(draw(lines(after)))
    if draw(st.integers(0, 9)) == 0:
        found = draw(st.permutations(found))
    content = b"".join(found)
    return content[: draw(st.integers(0, len(content)))] if draw(st.integers(0, 9)) == 0 else content


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


HARD = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def ends_well(capsys, command):
    """Run a command, which must give a verdict or a message, and never escape sequences from the record."""
    code = run([*command])
    out, err = capsys.readouterr()
    assert code in {0, 1, 2}, err
    assert "\x1b[2J" not in (out + err).replace(CLEAR, "")
    return code


@HARD
@given(
    record=records(),
    command=st.sampled_from(COMMANDS),
    answers=st.lists(st.sampled_from(ANSWERS), max_size=12),
)
def test_no_record_crashes_a_command(tmp_path, told, capsys, monkeypatch, record, command, answers):
    """Whatever a record claims, a command gives a verdict or a message; so does the meeting, whatever is typed."""
    for name in ("launch", "other"):
        (tmp_path / f"{name}.votes.jsonl").write_bytes(record)
    (tmp_path / "other.yaml").write_bytes((tmp_path / "launch.yaml").read_bytes())
    typed = iter(answers)
    monkeypatch.setattr(prompts, "have_terminal", lambda: command[0] == "review")
    monkeypatch.setattr(prompts, "line", lambda _: next(typed, "quit"))

    ends_well(capsys, command)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@settings(HARD, max_examples=max(EXAMPLES // 10, 1))
@given(old=records(), new=records(), command=st.sampled_from(IN_GIT))
def test_no_committed_record_crashes_a_command(tmp_path_factory, told, capsys, old, new, command):
    """The same for a record at a commit, which may be damaged in another way."""
    folder = tmp_path_factory.mktemp("launch")
    for name in ("launch.yaml", "tested", "evidence", ".launchcheck.yaml"):
        copy = shutil.copytree if os.path.isdir(name) else shutil.copy
        copy(name, folder / name)
    (folder / "launch.votes.jsonl").write_bytes(old)
    Repository(folder)
    (folder / "launch.votes.jsonl").write_bytes(new)
    with contextlib.chdir(folder):
        ends_well(capsys, command)


def test_many_of_these_records_are_read_to_their_end():
    """The property is about what follows the reading, too, not only about lines that are refused at once."""
    seen = []

    @settings(max_examples=150, deadline=None, database=None)
    @given(record=records())
    def read(record):
        try:
            votes.parse(record, "launch.votes.jsonl")
        except LaunchcheckError:
            seen.append(False)
        else:
            seen.append(True)

    read()
    assert seen.count(True) > len(seen) / 6


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
