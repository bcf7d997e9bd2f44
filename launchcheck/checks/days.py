"""Dates relative to the plan: `T-28`, `F`, `first_public`, a date of the plan, a date of an entry."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.checks.problem import Problem, label, missing, unfit
from launchcheck.checks.values import A_DAY, as_day, show_scalar
from launchcheck.dates import day, days
from launchcheck.findings import MISSING
from launchcheck.plan.paths import EACH, PlanPath
from launchcheck.schedule import SWITCHED_OFF, Due
from launchcheck.windows import Window

if TYPE_CHECKING:
    from launchcheck.checks.view import View
    from launchcheck.source import Where

    Placed = tuple[Where, date]

_CAMPAIGNS = PlanPath.of("campaigns[]")


class _Known(NamedTuple):
    """A named date: the facts it depends on, how to find it, and what messages call it.

    `detail` is what messages say in parentheses instead of the date alone.
    """

    reads: tuple[PlanPath, ...]
    find: "Callable[[View], Placed]"
    name: "Callable[[View], str]"
    detail: "Callable[[View], str] | None" = None


def in_words(value: Any, view: "View") -> str:
    """A date as messages say it: of a period that it is the last day, of `T-3` also what was written."""
    found = view.day_of(value)
    if found is None or as_day(value):
        return show_scalar(value)
    return f"{day(found)} ({value})"


def _first_public(view: "View") -> "Placed":
    """The date on which the first public campaign goes live; else the launch date.

    A campaign without `public` counts as public: the cautious reading.
    """
    live = [
        (campaign.goes_live, (*where, "goes_live"))
        for where, campaign in view.select(_CAMPAIGNS)
        if campaign and campaign.goes_live and campaign.public is not False
    ]
    first, place = min(live, default=(view.launch_date, ("launch", "date")))
    return place, first


def _first_public_name(view: "View") -> str:
    place, _ = _first_public(view)
    if place == ("launch", "date"):
        return "the launch"
    return f"the first public campaign, {label(place[:-1], dict(view.select(_CAMPAIGNS))[place[:-1]])}"


def _first_customers(view: "View") -> "Placed":
    """The first day on which customers have it."""
    first = view.schedule.first_customers
    return first.where, first.date


def _switched_off(view: "View") -> "Placed":
    """The day on which a sunset is complete; else the launch date."""
    sunset = getattr(view.plan, "sunset", None)
    for index, stage in enumerate((sunset and sunset.stages) or ()):
        if stage.stage == SWITCHED_OFF and stage.date:
            return ("sunset", "stages", index, "date"), stage.date
    return ("launch", "date"), view.launch_date


def _period_words(value: Any) -> str:
    """A period, with the last day that counts; empty for a date."""
    return value.words if type(value) is Window and not value.is_day else ""


def _release(view: "View") -> "Placed":
    """The release date; where it is left out, the release is on the launch date."""
    released = view.plan.launch.release_day
    return (("launch", "release_date"), released) if released else (("launch", "date"), view.launch_date)


FIRST_CUSTOMERS = tuple(
    PlanPath.of(text)
    for text in (
        "product.rollout.steps[].date",
        "product.rollout.steps[].percent",
        "product.rollout.steps[].customers",
        "launch.release_date",
        "launch.date",
    )
)
"""The facts that the first day on which customers have it depends on."""

_KNOWN = {
    "today": _Known((), lambda view: (("launch",), view.today), lambda _: "today"),
    "T": _Known(
        (PlanPath.of("launch.date"),),
        lambda view: (("launch", "date"), view.launch_date),
        lambda _: "the launch",
    ),
    "F": _Known(
        FIRST_CUSTOMERS,
        _first_customers,
        lambda _: "first customers",
        lambda view: view.schedule.first_customers.text,
    ),
    "S": _Known(
        tuple(PlanPath.of(text) for text in ("sunset.stages[].stage", "sunset.stages[].date", "launch.date")),
        _switched_off,
        lambda view: "the launch" if _switched_off(view)[0] == ("launch", "date") else "it is switched off",
    ),
    "release": _Known(
        (PlanPath.of("launch.release_date"), PlanPath.of("launch.date")),
        _release,
        lambda view: "launch.release_date" if view.plan.launch.release_date else "the launch",
        lambda view: _period_words(view.plan.launch.release_date),
    ),
    "first_public": _Known(
        tuple(PlanPath.of(text) for text in ("campaigns[].goes_live", "campaigns[].public", "launch.date")),
        _first_public,
        _first_public_name,
    ),
}
"""The dates that checklists know by name."""


_WHICH: dict[str, Callable[..., Any]] = {"first": min, "last": max}
"""The words that choose one of many dates."""


class Moment:
    """A date that depends on the plan.

    `today`, `T` (the launch), `F` (the first customers), `S` (the end of a sunset, or else the launch),
    `release` (the release, or else the launch), `first_public` (the first public campaign), each with
    days added or taken (`T-28`, `today-365`); a path to a date (`launch.release_date`); the `first` or
    `last` of the dates at a path to many (`first sales.touches[].date`); or, after a dot, a field of the
    entry in question (`.by`).
    """

    __slots__ = ("_days", "_known", "_later", "base", "path", "text", "which")

    def __init__(self, text: str) -> None:
        self.text = text
        self.path: PlanPath | None = None
        self.which = ""
        head, sign, rest = _split(text)
        self._known = _KNOWN.get(head)
        self._days = Due.read(f"T{sign}{rest}").days if self._known and sign else 0
        self._later = timedelta(self._days)
        if self._known:
            self.base = head
        else:
            self.base = "entry" if text.startswith(".") else "plan"
            word, _, rest = text.partition(" ")
            self.which = word if word in _WHICH else ""
            self.path = PlanPath.of(rest if self.which else text.removeprefix("."))

    @property
    def reads(self) -> tuple[PlanPath, ...]:
        """The plan facts it depends on; a field of an entry is declared by the check that uses it."""
        if self._known:
            return self._known.reads
        return (self.path,) if self.path and self.base == "plan" else ()

    def on(self, view: "View", where: "Where" = (), entry: Any = None) -> "tuple[Where, date | None]":
        """The date, and where the plan sets it."""
        if self._known:
            place, found = self._known.find(view)
            return place, found + self._later if self._days else found
        place, value = self._written(view, where, entry)
        return place, view.day_of(value)

    @property
    def needs(self) -> PlanPath | None:
        """The fact of the plan that must be set: of dates at a path to many, their list."""
        if self.base != "plan" or self.path is None:
            return None
        return self.path.outermost if self.which else self.path

    def is_set(self, view: "View") -> bool:
        """Whether the plan sets it, be it a date or not."""
        return self._known is not None or self._written(view, (), None)[1] is not None

    def unfit(self, view: "View", where: "Where" = (), entry: Any = None) -> Problem:
        """The problem of a date that is missing or is not a date."""
        place, value = self._written(view, where, entry)
        if value is None and self.which and self.path:
            entries = view.value(self.path.outermost)
            if not entries:
                return missing(place, empty=entries is not None)
            words = f"{self.path.last} is missing in every entry of {self.path.outermost}"
            return Problem(place, words, MISSING, wants=(place,))
        return unfit(place, value, A_DAY)

    def says(self, value: date, view: "View") -> str:
        """The date in words: `the launch (Tue 16 Feb 2027)`."""
        name = self._known.name(view) if self._known else self._name
        detail = self._detail(view)
        if self._days:
            name = f"{days(abs(self._days))} {'after' if self._days > 0 else 'before'} {name}"
            detail = f"{day(value)}; {detail}" if detail else ""
        return f"{name} ({detail or day(value)})"

    @property
    def _name(self) -> str:
        """What messages call a date of the plan or an entry."""
        if self.path and self.path.above and self.which:
            last = "" if self.path.last == EACH else f" {self.path.last}"
            return f"the {self.which}{last} of {self.path.above.text.removesuffix(EACH)}"
        return str(self.path)

    def shown(self, view: "View", where: "Where", entry: Any, value: date) -> str:
        """The date of an entry in words; of a period, that it is its last day."""
        return _period_words(self._written(view, where, entry)[1]) or day(value)

    def _detail(self, view: "View") -> str:
        """What to say instead of the bare date: the step of a rollout, or a period; else empty."""
        if self._known:
            return self._known.detail(view) if self._known.detail else ""
        return _period_words(view.fact(self.path)[1]) if self.path and self.base == "plan" else ""

    def _written(self, view: "View", where: "Where", entry: Any) -> "tuple[Where, Any]":
        """The place and raw value of the date in the plan or the entry."""
        if self.path is None:
            return ("launch",), None
        if self.which:
            return self._one_of_many(self.path, view)
        return self.path.read(entry, where) if self.base == "entry" else view.fact(self.path)

    def _one_of_many(self, path: PlanPath, view: "View") -> "tuple[Where, Any]":
        """The place and raw value of the first or last date; where there is none, of what is not one."""
        found = view.select(path)
        dated = [(day, place, value) for place, value in found if (day := view.day_of(value))]
        if dated:
            _, place, value = _WHICH[self.which](dated, key=lambda each: each[0])
            return place, value
        written = [(place, value) for place, value in found if value is not None]
        return (written or found or [(path.outermost.steps, None)])[0]

    def __repr__(self) -> str:
        return f"Moment({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[object, ...]:
        return Moment, (self.text,)


def _split(text: str) -> tuple[str, str, str]:
    """A moment's text as its name, sign and days."""
    for sign in "+-":
        head, found, rest = text.partition(sign)
        if found and rest.isdigit():
            return head, sign, rest
    return text, "", ""
