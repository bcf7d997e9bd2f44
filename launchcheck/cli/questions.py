"""What an interview about a plan asks: the facts that open items miss, the most urgent first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck import edit
from launchcheck.checks.problem import dotted, label
from launchcheck.cli.typed_facts import place
from launchcheck.errors import LaunchcheckError
from launchcheck.new_ids import id_of_words
from launchcheck.plan import fields
from launchcheck.plan.dictionary import Field
from launchcheck.plan.paths import EACH, PlanPath
from launchcheck.text import show

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from launchcheck.plan import Section
    from launchcheck.report import Report
    from launchcheck.results import Finding, Result
    from launchcheck.source import Where


class Question(NamedTuple):
    """One fact to ask for: its place, the field, and the finding of an open item that wants it."""

    where: Where
    field: Field
    result: Result
    finding: Finding

    @property
    def is_list_of_entries(self) -> bool:
        """Whether an answer adds an entry with several facts."""
        return self.field.known.many == "list" and self.field.known.model is not None

    @property
    def path(self) -> str:
        """The place as a person reads it: `product.rollback.tested_on`."""
        return dotted(self.where)


def questions(report: Report, data: object, only: Collection[str] = ()) -> list[Question]:
    """The questions about a plan: overdue blockers first, then by due date; each fact once.

    A fact that several items want is asked for a blocker among them, at the place of the first.
    `only` are ids of items; without any, every open item counts.
    """
    open_ = [each for each in report.shown if each.is_open and (not only or each.item.id in only)]
    open_.sort(key=lambda each: (not (each.blocks and each.is_overdue), each.due, not each.blocks))
    found: dict[Where, Question] = {}
    for result in open_:
        for finding in result.findings:
            if finding.waived:
                continue
            for where in finding.wants:
                for asked, field in _facts(where, data):
                    first = found.get(asked)
                    if first is None or (result.blocks and not first.result.blocks):
                        found[asked] = Question(asked, field, result, finding)
    return list(found.values())


def _facts(where: Where, data: object) -> Iterator[tuple[Where, Field]]:
    """The facts to ask for at a place: itself, or for a section those that it must have."""
    field = field_at(where, data)
    if field is None:
        return
    known = field.known
    is_entry = isinstance(where[-1], int) or known.many == "map"
    if known.model is None or (known.many == "list" and not is_entry):
        yield where, field
        return
    if known.many == "map":
        return
    present = edit.at(data, where)
    for key, below in fields(known.model).items():
        if below.model is None and not (isinstance(present, dict) and key in present):
            yield from _facts((*where, key), data)


def field_at(where: Where, data: object) -> Field | None:
    """The field of the plan format at a place; None for facts of a company's own."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f'."{step}"' for step in where).lstrip(".")
    try:
        return place(text, data).field
    except LaunchcheckError:
        return None


def keys_of(field: Field, item: Result, *, every: bool) -> list[Field]:
    """The facts of an entry to ask for: its name, what it must have and what an item reads; or all."""
    found = _keys_of(field, item, every=every)
    return found if every or any(each.key != "id" for each in found) else _keys_of(field, item, every=True)


def _keys_of(field: Field, item: Result, *, every: bool) -> list[Field]:
    """The same, even if only the id is left."""
    model = field.known.model
    above = f"{field.path.text}{EACH if field.known.many else ''}"
    read = {path.text for path in item.item.reads()}
    found: list[Field] = []
    for key, known in fields(model).items() if model else ():
        below = Field(PlanPath.of(f"{above}.{key}"), key, _section(model))
        is_simple = known.model is None and not known.free
        is_name = key in _NAMES and not any(each.key in _NAMES for each in found)
        if is_simple and (every or is_name or below.is_required or below.path.text in read):
            found.append(below)
    return found


_NAMES = ("name", "title", "text", "what", "question", "metric")
"""The facts that name an entry: one of them is asked for, even if no item reads it."""


def new_id_of(question: Question, entry: dict[str, Any], data: Any) -> str:
    """An id for a new entry, made from its name, and not yet taken."""
    there = edit.at(data, question.where)
    entries = there if isinstance(there, list) else []
    taken = [each["id"] for each in entries if isinstance(each, dict) and "id" in each]
    name = next((entry[key] for key in _NAMES if key in entry), "")
    return id_of_words(name or question.field.key.rstrip("s").replace("_", "-"), taken)


def decided(question: Question) -> dict[str, Any]:
    """The facts of a new entry that its item decides: a guardrail, where one is asked for."""
    facts: dict[str, Any] = {}
    for check in question.result.item.checks:
        of, tests = getattr(check, "of", None), getattr(check, "where", {})
        if of is None or of.text != question.field.path.text:
            continue
        for path, test in tests.items():
            if len(path.steps) == 1 and test.is_ is not None and len(test.is_) == 1:
                facts[path.text] = test.is_[0]
    return facts


def titled(where: Where, data: Any) -> str:
    """A place with the names of its entries: `goal 'weekly-use' › owner`, `people › Dana Reyes › backup`."""
    words = []
    for count, step in enumerate(where):
        above = where[:count]
        field = field_at(above, data) if above else None
        is_entry = isinstance(step, int) or (field is not None and field.known.many == "map")
        entry = edit.at(data, where[: count + 1]) if is_entry else None
        name = entry.get("name") if isinstance(entry, dict) else None
        named = label(where[: count + 1], entry).strip("'") if is_entry else ""
        words.append(show(name, 60) if isinstance(name, str) else named or str(step).replace("_", " "))
    return " › ".join(words)


def plain_meaning(field: Field) -> str:
    """What a field is for, without what only those need to know who write YAML."""
    first, *_ = _SENTENCE.split(field.meaning, maxsplit=1)
    return _FOR_YAML.sub("", first)


_SENTENCE = re.compile(r"(?<=[.?!]) ")
_FOR_YAML = re.compile(r": (the ids? of [^.;]*|an http\(s\) URL[^.;]*)|, in `\w+`")
"""What a description says about how to write a fact."""


def _section(model: type[Section] | None) -> type[Section]:
    """The section of a field that has one."""
    assert model is not None  # noqa: S101  # the field holds entries
    return model
