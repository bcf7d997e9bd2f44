"""Rules for the code base as a whole: its modules, its lists, and the built-in checklist."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, get_args

from launchcheck import catalog, parse, votes
from launchcheck.checks.all import All
from launchcheck.checks.check import Check
from launchcheck.checks.kinds import KINDS as NAMES_OF_KINDS
from launchcheck.checks.kinds import kind as kind_named
from launchcheck.facts import Facts
from launchcheck.plan import Plan, fields
from launchcheck.plan.paths import links
from launchcheck.poll import Board
from launchcheck.report import Verdict
from launchcheck.results import Status
from launchcheck.source import Source
from launchcheck.validate import validate
from launchcheck.votes import board

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "launchcheck"
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
LONGEST_FUNCTION = 50

# What code that handles untrusted plans and checklists must not use.
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "breakpoint"}
FORBIDDEN_MODULES = {
    *("pickle", "marshal", "shelve", "subprocess", "multiprocessing", "socket", "ssl"),
    *("urllib.request", "http", "ftplib", "smtplib", "requests", "httpx", "ctypes", "code", "runpy"),
}

KINDS: tuple[type[Check], ...] = tuple(map(kind_named, NAMES_OF_KINDS))
NOT_KINDS = {
    *("__init__", "all", "areas", "check", "days", "entries", "kinds", "options", "predicates"),
    *("figures", "formula", "phrases", "problem", "reads", "select", "trusted", "undated", "values", "view"),
}
"""Modules of checks that are not kinds."""

ITEMS = {item.id: item for item in catalog.built_in().items}

NEVER_WAIVABLE = {
    *("launch.dated", "product.defects", "product.rollback-tested", "product.caveats-declared"),
    *("goals.primary", "customer_success.briefed-first"),
}

# Severity at tiers 1, 2 and 3 (B blocker, W warning, - skipped), and due date in days from the launch.
EXPECTED = """
launch.dated                    B/B/B  T-45
launch.tier-reason              B/W/W  T-60
launch.owners                   B/B/W  T-45
launch.owner-functions          W/W/-  T-45
launch.decider                  B/B/-  F-14
launch.release-before-launch    B/B/B  T-7
launch.present                  W/W/-  T-14
launch.tasks-done               B/B/B  T-1
launch.tasks-late               W/W/W  T-1
launch.approvals-given          B/B/B  T-1
launch.polled                   W/W/-  T-1

product.scope-frozen            B/B/W  T-28
product.features-done           B/B/B  F-7
product.features-evidence       B/W/-  F-7
product.defects                 B/B/B  F-7
product.availability            B/B/W  F-14
product.rollout                 B/B/W  F-10
product.rollout-learned         B/W/-  F
product.rollback-tested         B/B/B  F-7
product.caveats-declared        B/B/B  F-21
product.caveats-carried         B/B/W  F-7
product.existing-customers      B/W/-  T-14
product.docs                    B/B/W  F-5

audience.buyer                  B/B/W  T-45
audience.users                  B/B/W  T-45
audience.segments               B/W/-  T-45
audience.not-for                W/W/-  T-30
audience.need-evidence          B/W/-  T-30
audience.alternatives           B/W/-  T-30
audience.accounts-told-first    B/B/W  F-21

goals.primary                   B/B/B  T-45
goals.few                       W/W/-  T-45
goals.owned                     B/B/W  T-30
goals.time-bound                B/B/W  T-30
goals.baseline-measured         B/B/W  F-14
goals.instrumented              B/B/W  F-7
goals.guardrails                B/W/W  F-14
goals.reviews-booked            W/W/W  T-7

campaigns.covered               B/B/W  T-30
campaigns.goal-linked           W/W/-  T-30
campaigns.assets-final          B/B/W  T-7
campaigns.assets-approved       B/W/-  T-7
campaigns.expectations          B/B/W  T-14
campaigns.claims-proved         B/B/W  T-10
campaigns.stage-consistent      B/B/B  T-7
campaigns.order                 B/B/W  T-7
campaigns.hold                  W/W/-  T-5

sales.seven-times               B/B/W  T-3
sales.seven-ways                B/B/W  T-3
sales.reach                     B/W/-  T-3
sales.spacing                   W/W/-  T-3
sales.fresh                     B/B/W  T-2
sales.kit                       B/B/-  T-14
sales.understood                B/W/-  T-5
sales.demo                      B/W/-  T-10
sales.questions                 W/W/W  T-7

customer_success.briefed-first  B/B/B  F-7
customer_success.faq            B/B/W  F-7
customer_success.trained        B/B/-  T-5
customer_success.macros         W/W/-  T-5
customer_success.escalation     B/B/W  F-5
customer_success.cover          B/W/-  T-7
customer_success.help           B/B/W  T-3
customer_success.key-accounts   B/W/-  T-7
customer_success.drill          W/W/-  T-3
"""


def _name(path: Path) -> str:
    """A module's path relative to the root."""
    return path.relative_to(ROOT).as_posix()


def _nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[Any]:
    """The nodes of the given types in a module's syntax tree."""
    return (node for node in ast.walk(TREES[path]) if isinstance(node, kinds))


def _imports(path: Path) -> set[str]:
    """The modules that a module imports, each with its packages: `yaml.events` and `yaml`."""
    found = {alias.name for node in _nodes(path, ast.Import) for alias in node.names}
    for node in _nodes(path, ast.ImportFrom):
        found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found | {name.rpartition(".")[0] for name in found} | {name.partition(".")[0] for name in found}


def _opening(path: Path) -> str:
    """The first paragraph of a module's docstring, in one line."""
    return " ".join((ast.get_docstring(TREES[path]) or "").partition("\n\n")[0].split())


def test_modules_open_with_a_sentence() -> None:
    """A module's docstring starts with one sentence that says what the module does, in at most two lines."""
    openings = {_name(path): _opening(path) for path in MODULES}
    odd = {name: text for name, text in openings.items() if not re.fullmatch(r"[A-Z`l].{10,220}[.?:]", text)}
    assert odd == {}


def _first_line(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Where a function begins: its first line, or the first of its body if it is a command."""
    return node.body[0].lineno if path.parent.name == "commands" else node.lineno


def test_functions_are_short() -> None:
    """No function is longer than a screen; the signature of a command, which is its options, aside."""
    lengths = {
        f"{_name(path)}:{node.name}": (node.end_lineno or 0) - _first_line(path, node) + 1
        for path in MODULES
        for node in _nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_nothing_evaluates_starts_or_connects() -> None:
    """No module runs text as code, starts a process, unpickles, or opens a connection.

    The one exception runs git, which alone knows what it ignores and how its objects are packed. It
    starts no other program, uses no shell, and tests restrict the commands that it may run. A worker
    process may wait for its parent.
    """
    found = {}
    for path in MODULES:
        calls = {node.func.id for node in _nodes(path, ast.Call) if isinstance(node.func, ast.Name)}
        found[_name(path)] = (calls & FORBIDDEN_CALLS) | (_imports(path) & FORBIDDEN_MODULES)
    assert {name: what for name, what in found.items() if what} == {
        "launchcheck/git.py": {"subprocess"},
        "launchcheck/parallel.py": {"multiprocessing"},
    }


def test_the_clone_is_self_contained() -> None:
    """No file of the project refers to a folder beside the clone."""
    beside = re.compile(r"""\.\./shared\b|/ ["']shared["']""")
    folders = (".ci", "benchmarks", "checklists", "ci", "docs", "examples", "launchcheck", "tests")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    kinds = {".md", ".py", ".sh", ".toml", ".yaml", ".yml", ""}
    texts = [path for path in (*files, *ROOT.glob("*.*")) if path.suffix in kinds and path.is_file()]
    own = Path(__file__).resolve()
    found = [
        _name(path) for path in texts if path != own and beside.search(path.read_text("utf-8", "replace"))
    ]
    assert found == []
    assert len(texts) > 300


def _dotted(path: Path) -> str:
    """The name that imports know a module by."""
    return _name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_no_imports_form_a_circle() -> None:
    """Not even those that only types need: such modules could only be understood together."""
    names = {_dotted(path): path for path in MODULES}
    graph = {
        name: {
            inner if (inner := f"{node.module}.{alias.name}") in names else node.module
            for node in _nodes(path, ast.ImportFrom)
            for alias in node.names
        }
        & names.keys() - {name, "launchcheck"}
        for name, path in names.items()
    }
    assert len(graph["launchcheck.validate"]) > 5
    TopologicalSorter(graph).prepare()  # raises an error that names the circle


def test_only_source_imports_yaml() -> None:
    """One package reads YAML, so that all YAML is read the same way."""
    found = [_name(path) for path in MODULES if "yaml" in _imports(path)]
    assert found == ["launchcheck/source/build.py", "launchcheck/source/nodes.py"]


def test_contributing_shows_the_layers() -> None:
    """CONTRIBUTING.md lists the layers that the import linter enforces."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    shown = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("```text\n")[1].partition("```")[0]
    layers = [re.split(r" {2,}", line)[0] for line in shown.splitlines()]
    assert layers == contract["contracts"][0]["layers"]


def test_each_kind_of_check_is_a_module() -> None:
    """Each kind is one module of the same name, and each such module is one kind."""
    modules = {path.stem for path in (PACKAGE / "checks").glob("*.py")} - NOT_KINDS
    kinds = {
        kind.__module__.rpartition(".")[2]: get_args(kind.model_fields["kind"].annotation) for kind in KINDS
    }
    assert kinds == {name: (name,) for name in modules}


def test_annotations_of_models_are_not_text() -> None:
    """No module with a model makes text of its annotations: pydantic would compile each at start-up."""
    bases = {"BaseModel", "Check", "EntryCheck", "Part", "Section"}
    with_models = {
        path
        for path in MODULES
        for node in _nodes(path, ast.ClassDef)
        if not bases.isdisjoint(getattr(base, "id", "") for base in node.bases)
    }
    assert len(with_models) > 60
    assert [_name(path) for path in sorted(with_models) if "__future__" in _imports(path)] == []


def test_no_option_is_named_like_its_kind() -> None:
    """An option of the same name would hide where an error in the options of a check is."""
    for kind in (*KINDS, All):
        (name,) = get_args(kind.model_fields["kind"].annotation)
        assert name not in {field.alias or key for key, field in kind.model_fields.items()}


def test_each_area_has_its_number_of_items() -> None:
    """The envelope has eleven items, and each of the six areas has between seven and twelve."""
    counts = Counter(item.area for item in ITEMS.values())
    expected = {
        "launch": 11,
        "product": 12,
        "audience": 7,
        "goals": 8,
        "campaigns": 9,
        "sales": 9,
        "customer_success": 9,
    }
    assert counts == expected
    assert [area.id for area in catalog.built_in().areas] == list(expected)


def test_items_say_everything() -> None:
    """An item is called after its area, and has a question, a reason, a fix and an example."""
    for item in ITEMS.values():
        assert item.id.startswith(f"{item.area}.")
        assert "?" in item.question
        assert item.why.endswith(".")
        assert item.fix.endswith(".")
        assert item.example.strip()


def test_items_have_their_severities_and_due_dates() -> None:
    """Each item has the severities and the due date of the table, in its order."""
    letters = {"blocker": "B", "warning": "W"}
    actual = {}
    for item in ITEMS.values():
        found = (item.severity.get(tier) for tier in (1, 2, 3))
        severity = "/".join(letters[each.value] if each else "-" for each in found)
        actual[item.id] = (severity, item.due.text)
    rows = [line.split() for line in EXPECTED.splitlines() if line]
    expected = {id: (severity, due) for id, severity, due in rows}
    assert actual == expected
    assert list(actual) == list(expected)


def test_items_that_can_never_be_waived() -> None:
    """Only the items that block at every tier can never be waived."""
    assert {item.id for item in ITEMS.values() if not item.waivable} == NEVER_WAIVABLE
    for id in NEVER_WAIVABLE:
        assert [severity.value for severity in ITEMS[id].severity.values()] == ["blocker"] * 3


def test_each_link_of_a_plan_is_read() -> None:
    """An item reads each link of the format; otherwise a missing file would go unnoticed."""
    asked = (item for name in catalog.names() for item in catalog.built_in(name).items)
    read = {path.text for item in asked for path in item.reads()}
    assert [path.text for path in links() if path.text not in read] == []


def _polled(plan: Plan, record: str, today: date) -> Board:
    """The board after a go from every owner and from the decider."""
    at = datetime.combine(today, time(9), UTC)
    asked = catalog.built_in()
    for area in board.polled_areas(asked):
        if area != "launch":
            votes.vote(record, plan, asked, area=area, vote="go", by=getattr(plan.owners, area), at=at)
    votes.decide(record, plan, decision="go", by=plan.launch.decider or "", at=at)
    return votes.board_of(votes.read(record), plan, asked, today)


def _examples() -> dict[str, Any]:
    """All examples as one plan: of each fact the longest, below the keys that every plan has."""
    facts: dict[str, Any] = {"launchcheck": 1, "launch": {"name": "Orbit", "date": "2027-02-16", "tier": 1}}
    known = fields(Plan)
    for item in catalog.built_in().items:
        for section, value in Source.parse(item.example).data.items() if item.example else ():
            is_whole = known[section].many or not isinstance(value, dict)
            within = facts if is_whole else facts.setdefault(section, {})
            for key, fact in {section: value}.items() if is_whole else value.items():
                within[key] = max(within.get(key, ""), fact, key=lambda each: len(str(each)))
    return facts


def test_examples_together_make_a_plan_that_is_ready(tmp_path: Path) -> None:
    """A plan with all examples, voted on, has nothing open before its launch."""
    source = Source.parse(json.dumps(_examples()), "launch.yaml")
    plan = parse.read(source, Plan)
    facts = Facts.gather(plan, source, date(2027, 2, 15), None)
    votes = _polled(plan, str(tmp_path / "launch.votes.jsonl"), facts.today)
    facts = Facts(facts.today, facts.locate, facts.source, facts.absent, votes)
    report = validate(plan, catalog.built_in(), facts)
    open_ = [result for result in report.results if result.is_open]
    assert {result.item.id: [finding.message for finding in result.findings] for result in open_} == {}
    assert report.verdict is Verdict.READY
    others = [result for result in report.results if result.status is not Status.PASSED]
    assert [(result.item.id, result.reason) for result in others] == [("launch.dated", "the date is a day")]
