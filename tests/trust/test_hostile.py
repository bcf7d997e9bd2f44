"""Plans and checklists made to do harm: a verdict or a refusal, and no text is executed.

HOSTILE_EXAMPLES sets the number of examples of each kind; by default there are a few.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stranger import CHECKLIST, COMMAND, ITEM, UNSEEN

from launchcheck import catalog, cli
from launchcheck.errors import LaunchcheckError
from launchcheck.source import Source

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = [path.read_text("utf-8") for path in sorted(ROOT.glob("examples/*.yaml"))]
FULL = Source.parse((ROOT / "tests/data/plan_full.yaml").read_bytes()).data
PROFILE = settings(
    max_examples=int(os.environ.get("HOSTILE_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

ATTACKS = st.sampled_from(
    [
        *(
            "\x1b[2J",
            "\x1b]8;;http://x\x07",
            "\x9b31m",
            "\u202e",
            "\u2066",
            "\u200b",
            "\r",
            "\n",
            "\x00",
            "\x7f",
        ),
        *("::error file=a::b", "\n::set-output name=a::b", "##[set-output name=ready]true", "##vso[x]y"),
        *(
            "##teamcity[x]",
            "[red]",
            "[/]",
            "[link=http://x]a[/link]",
            ":rocket:",
            "<script>alert(1)</script>",
        ),
        *("=1+1", "@SUM(A1)", "-1", "]]>", "|", "`", "![](http://x)", "%0A::error ::x", "../../etc/passwd"),
        *("2026-02-30", "9" * 5000, "1e999", ".nan", "no", "0x10", "T-14", "{{ x }}", "${{ x }}", "x" * 5000),
    ]
)
TEXTS = st.lists(ATTACKS | st.text(max_size=8), max_size=4).map("".join)
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.just({}) | st.just([])


def places(node, where=()):
    """Every place in some data."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in entries:
        yield (*where, step)
        yield from places(value, (*where, step))


PLACES = list(places(FULL))


@st.composite
def plans(draw):
    """The full plan with some of its values made hostile, removed, or renamed."""
    plan = json.loads(json.dumps(FULL))
    for where in draw(st.lists(st.sampled_from(PLACES), max_size=8)):
        node = plan
        with contextlib.suppress(KeyError, IndexError, TypeError):
            for step in where[:-1]:
                node = node[step]
            how = draw(st.sampled_from(["text", "added", "value", "left out", "key"]))
            if how == "text":
                node[where[-1]] = draw(TEXTS)
            elif how == "added" and isinstance(node[where[-1]], str):
                node[where[-1]] += draw(ATTACKS)
            elif how == "value":
                node[where[-1]] = draw(VALUES)
            elif how == "left out":
                del node[where[-1]]
            elif isinstance(node, dict):
                node[draw(TEXTS)] = node.pop(where[-1])
    return json.dumps(plan, ensure_ascii=draw(st.booleans()))


@st.composite
def mutations(draw):
    """An example with some of its characters removed, doubled or replaced."""
    text = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 2, 10, 200])))
        with_ = draw(
            TEXTS | st.sampled_from(["  ", "\t", "- ", ": ", "&a ", "*a", "<<: *a\n", "!!x ", "? ", "'"])
        )
        text = text[:start] + with_ + draw(st.sampled_from(["", text[start:end]])) + text[end:]
    return text


def checked(plan: str, form: str, *arguments: str) -> tuple[int, str, str]:
    """The exit code and the output for a plan."""
    out, err = io.StringIO(), io.StringIO()
    with TemporaryDirectory() as folder, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        path = Path(folder, "plan.yaml")
        path.write_bytes(plan.encode("utf-8", "surrogatepass"))
        code = cli.run(["validate", str(path), "--as-of", "2027-02-01", "--format", form, *arguments])
    return code, out.getvalue().replace(folder, "."), err.getvalue().replace(folder, ".")


def holds(plan: str, form: str, *arguments: str) -> None:
    """A verdict or a refusal, the same twice, without commands in the output."""
    code, out, err = checked(plan, form, *arguments)
    assert code in {0, 1, 2}, err
    assert (code == 2) == (out == ""), (code, err)
    assert not UNSEEN.search(out + err), UNSEEN.search(out + err)
    assert not COMMAND.search(out), COMMAND.search(out)
    assert not COMMAND.search(err), COMMAND.search(err)
    if form == "json" and out:
        json.loads(out, parse_constant=pytest.fail)
    assert checked(plan, form, *arguments) == (code, out, err)


FORMATS = st.sampled_from(["terminal", "text", "json"])


@PROFILE
@given(plans(), FORMATS)
def test_hostile_text_in_a_plan_gets_a_verdict_or_a_refusal(plan, form):
    """The text may be in any field."""
    holds(plan, form)


@PROFILE
@given(mutations(), FORMATS)
def test_a_corrupted_example_gets_a_verdict_or_a_refusal(plan, form):
    """The corruption may be anywhere in its text."""
    holds(plan, form)


CHECKS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["present", "count", "matches", "fresh", "ratio", "order", "x"]) | TEXTS},
    optional={
        "path": TEXTS | st.just("launch.name"),
        "paths": st.lists(TEXTS | st.just("launch.owner"), max_size=3),
        "pattern": TEXTS,
        "of": TEXTS | st.just("sales.touches"),
        "where": st.dictionaries(TEXTS | st.just("way"), VALUES, max_size=2),
        "at_least": VALUES,
    },
)


@PROFILE
@given(CHECKS, TEXTS | st.just("Is it?"), TEXTS | st.just("T-7"), FORMATS)
def test_a_hostile_checklist_is_used_or_refused(check, question, due, form):
    """Its texts are shown, and its options are read, like those of a plan."""
    item = ITEM % ("x", json.dumps(check))
    item = item.replace("Does it fit?", json.dumps(question)).replace("T-7", json.dumps(due))
    with TemporaryDirectory() as folder:
        path = Path(folder, "acme.yaml")
        path.write_bytes((CHECKLIST + item).encode("utf-8", "surrogatepass"))
        code, out, err = checked(EXAMPLES[0], form, "--checklist", str(path))
    assert code in {0, 1, 2}, err
    assert not UNSEEN.search(out + err)
    assert not COMMAND.search(f"{out}\n{err}")


@PROFILE
@given(
    st.lists(st.sampled_from(["launch", "./x.yaml", "../x", "/", "", "\0", "x" * 300]) | TEXTS, max_size=3)
)
def test_any_name_of_a_checklist_is_found_or_refused(names):
    """A name is untrusted text too."""
    with contextlib.suppress(LaunchcheckError):
        catalog.find(names)
