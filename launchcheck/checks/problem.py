"""The answer of a check: problems, progress, and the wording of both."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from launchcheck.findings import MISSING, WRONG
from launchcheck.plan.paths import Found, facts_of
from launchcheck.text import listed, quote, show

if TYPE_CHECKING:
    from launchcheck.source import Where

LABELS = (
    *("id", "name", "title", "question", "objection", "text", "account", "role", "metric", "check"),
    *(
        "place",
        "who",
        "plan",
        "customer",
        "function",
        "segment",
        "store",
        "caveat",
        "language",
        "campaign",
        "person",
    ),
)
"""The facts by which messages call an entry, the best first."""


class Problem(NamedTuple):
    """One thing that keeps an item from passing.

    `where` is the wrong fact, or where a missing fact belongs; `related` are the other places of a
    join. `kind` is MISSING (not in the plan), WRONG (facts contradict each other, or what is asked,
    and time alone cannot heal it), UNDER_WAY (not so far yet: a state not reached, too few entries)
    or SCHEDULED (planned for a later date). A rule does not know due dates: once it has passed,
    `validate` turns the last two into LATE. `wants` are the places of the facts that would fix it,
    in the order to ask for them; it is empty if no fact would, or only time. `due` is its own due
    date, and `owner` the id of its own owner, if it has them apart from the item's.
    """

    where: "Where"
    message: str
    kind: str = WRONG
    related: "tuple[Where, ...]" = ()
    wants: "tuple[Where, ...]" = ()
    due: date | None = None
    owner: str = ""


class Progress(NamedTuple):
    """How far an item has come: `done` of `needed`, and how many more are scheduled."""

    done: int
    needed: int
    scheduled: int = 0


class Unfinished(NamedTuple):
    """The counts of several checks: a report shows the first incomplete one."""

    counts: "tuple[Counted, ...]"


Counted: TypeAlias = "Progress | Found | Unfinished | None"
"""What a check counted: a figure, or entries, of which those without a problem are done."""


class Answer(NamedTuple):
    """What a check finds in a plan: every problem, and how far the plan has come.

    `note` says what it could not look at; empty if it looked at everything. `reason` says why there
    is nothing to ask of this plan; the item is then not applicable.
    """

    problems: Sequence[Problem] = ()
    counted: Counted = None
    note: str = ""
    reason: str = ""


def progress_of(counted: Counted, problems: Sequence[Problem]) -> Progress | None:
    """How far a plan has come, given every problem of the item."""
    if counted is None or isinstance(counted, Progress):
        return counted
    if isinstance(counted, Unfinished):
        for each in counted.counts:
            found = progress_of(each, problems)
            if found and (not problems or found.done < found.needed):
                return found
        return None
    if not counted:
        return None
    return Progress(len(counted) - _faulty(counted, problems), len(counted))


def _faulty(entries: Found, problems: Sequence[Problem]) -> int:
    """How many entries have a problem of their own or below them."""
    if not problems:
        return 0
    places = {where for where, _ in entries}
    depths = {len(where) for where in places}
    return len(places & {problem.where[:depth] for problem in problems for depth in depths})


def dotted(where: "Where") -> str:
    """A place in the plan as a person reads it: `campaigns[2].claims[0].proof`."""
    text = "".join([f"[{step}]" if type(step) is int else f".{step}" for step in where])
    return show(text[1:] if text[:1] == "." else text)


def missing(where: "Where", *, empty: bool = False) -> Problem:
    """The problem of a missing fact."""
    words = f"{dotted(where)} {'is empty' if empty else 'is missing'}"
    return Problem(where, words, MISSING, wants=(where,))


def label(where: "Where", entry: Any) -> str:
    """What to call an entry of a list: its id, name or title, else its place in the plan."""
    if type(entry) is str:
        return quote(entry)
    if len(where) > 1 and type(where[-1]) is str:
        return quote(where[-1])
    facts = facts_of(entry)
    for attribute in LABELS:
        name = facts.get(attribute)
        if name:
            return quote(name)
    return dotted(where)


def name_of(what: str, where: "Where", entry: Any) -> str:
    """An entry with what it is: `feature 'two-way-sync'`, or `touches[3]` for one without a name."""
    named = label(where, entry)
    return f"{what} {named}" if named.startswith("'") else named


def unfit(where: "Where", value: Any, wanted: str, name: str = "") -> Problem:
    """The problem of a fact that is missing, or is not what is `wanted`: a date, a number.

    The plan format rejects such values; facts under `custom` may be anything.
    """
    name = name or dotted(where)
    if value is None:
        return Problem(where, f"{name} is missing", MISSING, wants=(where,))
    found = "a list" if type(value) is list else "a map" if type(value) is dict else quote(value)
    return Problem(where, f"{name} is {found}; it must be {wanted}", wants=(where,))


def gathered(missing_at: "Iterable[Where]", empty: "Sequence[Where]" = ()) -> Iterator[Problem]:
    """One problem for each section with missing facts, naming all of them.

    A missing section is one problem, however many of its facts are required. Places in `empty`
    exist, but hold nothing.
    """
    by_section: dict[Where, list[Where]] = {}
    for where in dict.fromkeys(missing_at):
        by_section.setdefault(where[:-1], []).append(where)
    for section, places in by_section.items():
        if len(places) == 1:
            yield missing(places[0], empty=places[0] in empty)
        else:
            words = f"{dotted(section) or 'the plan'} is missing {listed([place[-1] for place in places])}"
            yield Problem(places[0], words, MISSING, wants=tuple(places))
