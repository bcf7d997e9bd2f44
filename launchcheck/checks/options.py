"""The types of a check's options: paths, days, thresholds by tier, and tests of a value."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import PydanticCustomError, core_schema

from launchcheck.checks.base import MISSING, SCHEDULED, WRONG, Context, Moment, as_day, given
from launchcheck.dates import day
from launchcheck.errors import LaunchcheckError
from launchcheck.plan.paths import EACH, Found, PlanPath
from launchcheck.text import listed, quote, show

if TYPE_CHECKING:
    from collections.abc import Mapping


Scalar: TypeAlias = str | int | float | bool
TIERS = (1, 2, 3)


def malformed(message: str, hint: str = "") -> PydanticCustomError:
    """An error in our own words, for a validator to raise."""
    return PydanticCustomError("launchcheck", "{message}", {"message": message, "hint": hint})


class Parsed:
    """Pydantic's way from what YAML holds to a value of ours: a schema, then a function."""

    def __init__(
        self, schema: Callable[[], core_schema.CoreSchema], parse: Callable[[Any], Any], json: dict[str, Any]
    ) -> None:
        self.schema, self.parse, self.json = schema, parse, json

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        """Validate with the schema, then parse."""
        return core_schema.no_info_after_validator_function(self._own_words, self.schema())

    def __get_pydantic_json_schema__(self, _schema: Any, _handler: Any) -> dict[str, Any]:
        """What an editor is told."""
        return self.json

    def _own_words(self, value: Any) -> Any:
        """Parse, with expected errors as pydantic wants them."""
        try:
            return self.parse(value)
        except LaunchcheckError as error:
            raise malformed(error.message, error.hint) from None


def _plan_path(text: str) -> PlanPath:
    """A path that starts at the top of a plan, and that the plan format knows."""
    from launchcheck.plan import Plan

    path = PlanPath.of(text)
    path.check(Plan)
    return path


def _moment(text: str) -> Moment:
    """A moment whose path, where it has one, the plan format knows."""
    try:
        moment = Moment(text)
    except (LaunchcheckError, ValueError):
        raise LaunchcheckError(
            f"{quote(text)} is not a day that a check knows",
            hint="write today, T, T-14, first_public, a path like launch.release_date, or .field of an entry",
        ) from None
    if moment.path and EACH in moment.path.steps:
        raise LaunchcheckError(f"{quote(text)} is many days; one is needed", hint="write a path without []")
    if moment.base == "plan" and moment.path:
        _plan_path(moment.path.text)
        if not _leads_to_day(moment.path):
            raise LaunchcheckError(
                f"{quote(text)} is no day", hint="write a path to a day, like launch.release_date"
            )
    return moment


def _leads_to_day(path: PlanPath) -> bool:
    """Whether a day can stand at a path that the plan format knows."""
    from launchcheck.plan import Plan, fields

    section = PlanPath.of(".".join(path.steps[:-1])).check(Plan) if len(path.steps) > 1 else Plan
    return section is None or fields(section)[path.steps[-1]].day


def _one_fact(text: str) -> PlanPath:
    """A path from the top of the plan to one fact."""
    path = _plan_path(text)
    if EACH in path.steps:
        raise LaunchcheckError(f"{quote(text)} is many facts; one is needed", hint="write a path without []")
    return path


def by_tier(value: int | Mapping[int, int]) -> dict[int, int]:
    """A threshold for every tier: one number for all, or one for each."""
    if isinstance(value, int):
        return dict.fromkeys(TIERS, value)
    return dict(value)


def _tier(word: str) -> int:
    """The tier that the key of a map by tier names."""
    if word not in {str(tier) for tier in TIERS}:
        raise malformed(f"{quote(word)} is not a tier", "tiers are 1, 2 and 3")
    return int(word)


TIER = core_schema.no_info_after_validator_function(_tier, core_schema.str_schema())
"""The key of a map by tier."""

_NUMBER = core_schema.int_schema(strict=True)
_TEXT = {"type": "string"}
_PATH_JSON = {
    **_TEXT,
    "description": "A path into the plan, like campaigns[].claims",
    "examples": ["sales.touches"],
}
_FIELD_JSON = {**_TEXT, "description": "A field of each entry of `of`; of the plan where `of` is left out"}
_MOMENT_JSON = {**_TEXT, "examples": ["today", "T-14", "first_public", "launch.release_date", ".by"]}
_BY_TIER_JSON = {
    "anyOf": [
        {"type": "integer"},
        {
            "type": "object",
            "propertyNames": {"enum": ["1", "2", "3"]},
            "additionalProperties": {"type": "integer"},
        },
    ],
    "description": "One number, or one for each tier: {1: 7, 2: 5, 3: 2}; a tier left out is not held to any",
}


def _by_tier_schema() -> core_schema.CoreSchema:
    """A whole number, or a map of them by tier; told apart by what is there, for plain errors."""
    return core_schema.tagged_union_schema(
        {"number": _NUMBER, "tiers": core_schema.dict_schema(TIER, _NUMBER)},
        lambda value: "tiers" if isinstance(value, dict) else "number",
    )


Path: TypeAlias = Annotated[PlanPath, Parsed(core_schema.str_schema, _plan_path, _PATH_JSON)]
"""A path from the top of the plan."""

Fact: TypeAlias = Annotated[PlanPath, Parsed(core_schema.str_schema, _one_fact, _PATH_JSON)]
"""A path from the top of the plan that leads to one fact: it has no `[]`."""

FieldPath: TypeAlias = Annotated[PlanPath, Parsed(core_schema.str_schema, PlanPath.of, _FIELD_JSON)]
"""A path from an entry of the list that a check goes through."""

Day: TypeAlias = Annotated[Moment, Parsed(core_schema.str_schema, _moment, _MOMENT_JSON)]
"""A day that a plan fixes: see `Moment`."""

ByTier: TypeAlias = Annotated[dict[int, int], Parsed(_by_tier_schema, by_tier, _BY_TIER_JSON)]
"""A threshold for each tier."""


class Test(BaseModel):
    """What a value must be.

    In a checklist a plain value stands for `{is: [value]}` and a list for `{is: [values]}`.
    """

    __test__ = False  # its name is not a call to pytest

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    is_: list[Scalar] | None = Field(None, alias="is", description="It is one of these")
    not_: list[Scalar] | None = Field(None, alias="not", description="It is none of these")
    given: bool | None = Field(None, description="It is given, or (false) it is not")
    by: Day | None = Field(None, description="It is a day not after this one")
    from_: Day | None = Field(None, alias="from", description="It is a day not before this one")
    at_least: float | None = Field(None, description="It is a number not below this one")
    at_most: float | None = Field(None, description="It is a number not above this one")
    same_as: Fact | None = Field(None, description="It is what stands at this path")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Allow the short forms, too."""
        plain = {"type": ["string", "number", "boolean"]}
        return {"anyOf": [handler(schema), plain, {"type": "array", "items": plain}]}

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: Any) -> Any:
        """Read a plain value or a list of them as what the value may be."""
        if isinstance(value, list):
            return {"is": value}
        return value if isinstance(value, dict) else {"is": [value]}

    @cached_property
    def meaning(self) -> tuple[object, ...]:
        """All that the test says: two tests that mean the same are equal in it."""
        lists = (each and tuple((type(word), word) for word in each) for each in (self.is_, self.not_))
        return (*lists, self.given, self.by, self.from_, self.at_least, self.at_most, self.same_as)

    @cached_property
    def _takes(self) -> Callable[[object], bool] | None:
        """Whether a word is meant, of a test that only compares words, which most are; None for any other."""
        listed = [*(self.is_ or ()), *(self.not_ or ())]
        if not self.model_fields_set <= {"is_", "not_"}:
            return None
        if any(type(each) is not str or as_day(each) for each in listed):
            return None
        refused = frozenset(self.not_ or ())
        if self.is_ is None:
            return partial(_is_no_member, refused)
        return (frozenset(self.is_) - refused).__contains__

    @cached_property
    def _fits_nothing(self) -> bool:
        """Whether an entry that does not say the value is meant."""
        return self.given is False or self.model_fields_set == {"not_"}

    def fits(self, value: Any, context: Context) -> bool:
        """Whether an entry with this value is meant; a value not given is none of any list."""
        if type(value) is str and (takes := self._takes):
            return takes(value)
        if value is None:
            return self._fits_nothing
        return not self.verdict(value, context)

    def verdict(self, value: Any, context: Context) -> str:
        """Nothing where the value holds, else MISSING, WRONG or SCHEDULED."""
        if type(value) is str and (takes := self._takes):
            return "" if takes(value) else WRONG
        needs, rules = self._rules
        if needs is False:
            return WRONG if given(value) else ""
        if value is None or (needs and not given(value)):
            return MISSING
        for rule in rules:
            verdict = rule(value, context)
            if verdict:
                return verdict
        return ""

    @cached_property
    def _rules(self) -> tuple[bool | None, list[Callable[[Any, Context], str]]]:
        """Whether a value must be given, and what it is held to then: nothing where it holds, or why not."""
        rules = (
            (self._listed, self.is_ is not None or self.not_ is not None),
            (self._same, self.same_as is not None),
            (self._in_bounds, self.at_least is not None or self.at_most is not None),
            (self._in_time, self.by is not None or self.from_ is not None),
        )
        return self.given, [rule for rule, is_asked in rules if is_asked]

    def _listed(self, value: Any, _context: Context) -> str:
        """Whether a value is one that the lists allow."""
        allowed = self.is_ is None or _among(value, self.is_)
        return "" if allowed and not (self.not_ is not None and _among(value, self.not_)) else WRONG

    def _same(self, value: Any, context: Context) -> str:
        """Whether a value is what stands at another place."""
        other = context.value(self.same_as) if self.same_as else None
        if other is None:
            return MISSING
        return "" if _among(value, [other]) else WRONG

    def _in_bounds(self, value: Any, _context: Context) -> str:
        """Whether a value is a number within the bounds."""
        too_low = self.at_least is not None and _number(value) and value < self.at_least
        too_high = self.at_most is not None and _number(value) and value > self.at_most
        return "" if _number(value) and not too_low and not too_high else WRONG

    def _in_time(self, value: Any, context: Context) -> str:
        """Whether a day lies where it must; a later day than today's is scheduled, not wrong."""
        actual = as_day(value)
        if actual is None:
            return WRONG
        for moment in self._bounds:
            _, bound = moment.on(context)
            if bound is None:
                return MISSING
            if actual < bound and moment is self.from_:
                return WRONG
            if actual > bound and moment is self.by:
                return SCHEDULED if moment.base == "today" else WRONG
        return ""

    @cached_property
    def _bounds(self) -> list[Moment]:
        """The days before and after which a day may not lie."""
        return [moment for moment in (self.from_, self.by) if moment]

    def needs(self) -> list[PlanPath]:
        """Other facts of the plan that the test compares with."""
        moments = [moment.path for moment in (self.by, self.from_) if moment and moment.base == "plan"]
        return [path for path in (self.same_as, *moments) if path]

    def words(self, context: Context) -> str:
        """What the value must be, in words."""
        return self._said if self._takes else self._in_words(context)

    @cached_property
    def _said(self) -> str:
        """The words of a test that says the same of every plan."""
        return self._in_words(None)

    def _in_words(self, context: Context | None) -> str:
        """What the value must be, in words; days and other facts need a plan."""
        parts = ["left out"] if self.given is False else []
        if self.is_ is not None:
            parts.append(listed([show_scalar(each) for each in self.is_], "or"))
        if self.not_ is not None:
            parts.append(f"other than {listed([show_scalar(each) for each in self.not_], 'or')}")
        if self.at_least is not None:
            parts.append(f"at least {self.at_least:g}")
        if self.at_most is not None:
            parts.append(f"at most {self.at_most:g}")
        if context:
            parts += self._compared(context)
        return " and ".join(parts) or "given"

    def _compared(self, context: Context) -> Iterator[str]:
        """What the value must be beside other facts of the plan, in words."""
        if self.same_as is not None:
            yield f"{show_scalar(context.value(self.same_as))} ({self.same_as})"
        bounds = []
        for word, moment in (("from", self.from_), ("to" if self.from_ else "by", self.by)):
            bound = moment.on(context)[1] if moment else None
            if moment and bound:
                bounds.append(f"{word} {moment.says(bound, context)}")
        if bounds:
            yield " ".join(bounds)


Conditions: TypeAlias = dict[FieldPath, Test]
"""Fields of an entry, each with what its value must be."""


def show_scalar(value: Any) -> str:
    """A value as YAML writes it and as a person reads it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    actual = as_day(value)
    return day(actual) if actual else show(value, 60)


def _among(value: Any, others: list[Any]) -> bool:
    """Whether a value is one of others; a day is the same day as text, and true is not 1."""
    day_of = as_day(value)
    for other in others:
        if value == other and isinstance(value, bool) == isinstance(other, bool):
            return True
        if day_of is not None and day_of == as_day(other):
            return True
    return False


def _is_no_member(words: Container[object], word: object) -> bool:
    """Whether a word is none of some."""
    return word not in words


def _number(value: Any) -> bool:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def fitting(conditions: Mapping[PlanPath, Test], entries: Found, context: Context) -> Found:
    """The entries that fit every condition; one with many values fits where any of them does."""
    for path, test in conditions.items():
        fits = test.fits
        if path.many:
            entries = [
                (where, entry)
                for where, entry in entries
                if any(fits(value, context) for _, value in path.select(entry, where))
            ]
        else:
            value_of = path.value
            entries = [pair for pair in entries if fits(value_of(pair[1]), context)]
    return entries
