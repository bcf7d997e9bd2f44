"""The types of check options: paths, dates and thresholds by tier, each with what it reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic_core import PydanticCustomError, core_schema

from launchcheck.checks.days import Moment
from launchcheck.checks.reads import Reads
from launchcheck.errors import LaunchcheckError
from launchcheck.plan.paths import EACH, PlanPath
from launchcheck.schedule import Due
from launchcheck.text import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

TIERS = (1, 2, 3)


def malformed(message: str, hint: str = "") -> PydanticCustomError:
    """An error with our own message, for a validator to raise."""
    return PydanticCustomError("launchcheck", "{message}", {"message": message, "hint": hint})


class Parsed:
    """Annotation that validates with a pydantic schema, then parses with a function.

    `known` parses what is known to be valid, where that takes less time.
    """

    def __init__(
        self,
        schema: Callable[[], core_schema.CoreSchema],
        parse: Callable[[Any], Any],
        json: dict[str, Any],
        known: Callable[[Any], Any] | None = None,
    ) -> None:
        self.schema, self.parse, self.json, self.known = schema, parse, json, known or parse

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        """Validate with the schema, then parse."""
        return core_schema.no_info_after_validator_function(self._own_words, self.schema())

    def __get_pydantic_json_schema__(self, _schema: Any, _handler: Any) -> dict[str, Any]:
        """Return the JSON schema for editors."""
        return self.json

    def _own_words(self, value: Any) -> Any:
        """Parse; turn expected errors into pydantic's."""
        try:
            return self.parse(value)
        except LaunchcheckError as error:
            raise malformed(error.message, error.hint) from None


def _plan_path(text: str) -> PlanPath:
    """A path from the top of the plan that exists in the plan format."""
    from launchcheck.plan import Plan

    path = PlanPath.of(text)
    path.check(Plan)
    return path


def _one_fact(text: str) -> PlanPath:
    """A path from the top of the plan to one fact."""
    path = _plan_path(text)
    if EACH in path.steps:
        raise LaunchcheckError(
            f"{quote(text)} refers to many facts; one is needed", hint="write a path without []"
        )
    return path


def _list_path(text: str) -> PlanPath:
    """A path from the top of the plan to a list, or to one list in each entry of another."""
    from launchcheck.plan import Plan

    path = _plan_path(text)
    path.each.check(Plan)
    return path


def _one_list(text: str) -> PlanPath:
    """A path from the top of the plan to one list."""
    _one_fact(text)
    return _list_path(text)


def _moment(text: str) -> Moment:
    """A moment whose path, if any, exists in the plan format."""
    try:
        moment = Moment(text)
    except (LaunchcheckError, ValueError):
        raise LaunchcheckError(
            f"{quote(text)} is not a date that a check understands",
            hint="write today, T, T-14, F, release, first_public, a path like launch.release_date,"
            " first or last of a path to many dates, or .field of an entry",
        ) from None
    if moment.path and moment.path.many and not moment.which:
        raise LaunchcheckError(
            f"{quote(text)} refers to many dates; one is needed",
            hint="write first or last before it, or a path without []",
        )
    if moment.path and moment.which and not moment.path.many:
        raise LaunchcheckError(
            f"{quote(text)} refers to one date", hint=f"remove {moment.which}, or write [] after a list"
        )
    if moment.base == "plan" and moment.path:
        _plan_path(moment.path.text)
        if not _leads_to_day(moment.path):
            raise LaunchcheckError(
                f"{quote(text)} is not a date field", hint="write a path to a date, like launch.release_date"
            )
    return moment


def _leads_to_day(path: PlanPath) -> bool:
    """Whether a path that exists in the plan format leads to a date."""
    from launchcheck.plan import Plan, fields

    path = path.above if path.above and path.last == EACH else path
    section = path.above.check(Plan) if path.above else Plan
    return section is None or fields(section)[path.last].day


def _due(text: str) -> Due:
    """A due date, in days from the launch, the first customers, or the announcement or end of a sunset."""
    try:
        return Due.read(text)
    except ValueError as error:
        hint = "write T-14 for two weeks before the launch, F-7 for a week before the first customers"
        raise LaunchcheckError(str(error), hint=hint) from None


def by_tier(value: int | Mapping[int, int]) -> dict[int, int]:
    """A threshold for every tier: one number for all, or one for each."""
    if isinstance(value, int):
        return dict.fromkeys(TIERS, value)
    return {int(tier): number for tier, number in value.items()}


def _tier(word: str) -> int:
    """Parse the key of a map by tier."""
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
_MOMENT_JSON = {
    **_TEXT,
    "examples": [
        *("today", "T-14", "F", "first_public", "launch.release_date"),
        *("first sales.touches[].date", ".by"),
    ],
}
_DUE_JSON = {
    **_TEXT,
    "pattern": r"^[TFAS]([+-]\d{1,3})?$",
    "examples": ["T-14", "F-7"],
    "description": "The due date, in days from the launch (T), the first customers (F), the announcement"
    " of a sunset (A) or the day it is switched off (S)",
}
_BY_TIER_JSON: dict[str, Any] = {
    "anyOf": [
        {"type": "integer"},
        {
            "type": "object",
            "propertyNames": {"enum": ["1", "2", "3"]},
            "additionalProperties": {"type": "integer"},
        },
    ],
    "description": "One number, or one for each tier: {1: 7, 2: 5, 3: 2}; other tiers have no limit",
}


def _by_tier_schema(number: core_schema.CoreSchema = _NUMBER) -> core_schema.CoreSchema:
    """A whole number, or a map of them by tier; tagged by type, so that error messages stay plain."""
    return core_schema.tagged_union_schema(
        {"number": number, "tiers": core_schema.dict_schema(TIER, number)},
        lambda value: "tiers" if isinstance(value, dict) else "number",
    )


Path: TypeAlias = Annotated[
    PlanPath, Parsed(core_schema.str_schema, _plan_path, _PATH_JSON, PlanPath.of), Reads()
]
"""A path from the top of the plan."""

Fact: TypeAlias = Annotated[
    PlanPath, Parsed(core_schema.str_schema, _one_fact, _PATH_JSON, PlanPath.of), Reads()
]
"""A path from the top of the plan to one fact: it has no `[]`."""

ListPath: TypeAlias = Annotated[PlanPath, Parsed(core_schema.str_schema, _list_path, _PATH_JSON, PlanPath.of)]
"""A path from the top of the plan to a list; a check that reads it whole adds `Reads()`."""

OneList: TypeAlias = Annotated[
    PlanPath, Parsed(core_schema.str_schema, _one_list, _PATH_JSON, PlanPath.of), Reads()
]
"""A path from the top of the plan to one list."""

FieldPath: TypeAlias = Annotated[
    PlanPath, Parsed(core_schema.str_schema, PlanPath.of, _TEXT), Reads(below="of")
]
"""A path from each entry of `of`."""

TargetPath: TypeAlias = Annotated[
    PlanPath, Parsed(core_schema.str_schema, PlanPath.of, _TEXT), Reads(below="to")
]
"""A path from the entry of `to` that a reference leads to."""

ListedWordPath: TypeAlias = Annotated[
    PlanPath, Parsed(core_schema.str_schema, PlanPath.of, _TEXT), Reads(below="words")
]
"""A path from each entry of `words`."""

ResultPath: TypeAlias = Annotated[
    PlanPath, Parsed(core_schema.str_schema, PlanPath.of, _TEXT), Reads(below="results")
]
"""A path from each entry of `results`."""

MomentOption: TypeAlias = Annotated[Moment, Parsed(core_schema.str_schema, _moment, _MOMENT_JSON, Moment)]
"""A date that depends on the plan: see `Moment`."""

DueDay: TypeAlias = Annotated[Due, Parsed(core_schema.str_schema, _due, _DUE_JSON)]
"""A due date, in days from the launch, the first customers, or the announcement or end of a sunset."""

ByTier: TypeAlias = Annotated[dict[int, int], Parsed(_by_tier_schema, by_tier, _BY_TIER_JSON)]
"""A threshold for each tier."""

DaysByTier: TypeAlias = Annotated[
    dict[int, int],
    Parsed(
        lambda: _by_tier_schema(core_schema.int_schema(strict=True, ge=0)),
        by_tier,
        {
            **_BY_TIER_JSON,
            "description": "Days, or days for each tier: {1: 45, 2: 30}; other tiers have 0",
        },
    ),
]
"""A number of days for each tier; a tier that is left out has 0."""
