"""What a value in a plan may be: text, ids, dates, numbers and choices."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, PydanticKnownError, core_schema

from launchcheck.dates import FIRST_YEAR, LAST_YEAR
from launchcheck.key_hints import CALLED
from launchcheck.text import listed, quote
from launchcheck.windows import FORMS, PATTERN, Window

JsonSchema: TypeAlias = dict[str, Any]


class Section(BaseModel):
    """A part of a plan: unknown keys are refused, values are not converted, and it is immutable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


def problem(message: str, hint: str = "") -> PydanticCustomError:
    """Make a validation error with our own message and hint; braces in them are shown as they are."""
    return PydanticCustomError("launchcheck", "{message}", {"hint": hint, "message": message})


def wrong_at(loc: tuple[str | int, ...], value: object, message: str, hint: str = "") -> ValidationError:
    """Make an error for a place below the value that is being validated; `loc` is the path to it."""
    detail = InitErrorDetails(type=problem(message, hint), loc=loc, input=value)
    return ValidationError.from_exception_data("plan", [detail])


class Kind:
    """Metadata for an annotated type: how its value is validated, its JSON Schema, and what text must be.

    A core schema with a `ref` is built once, however many fields use it.
    """

    def __init__(self, schema: CoreSchema, json: JsonSchema, meant: str = "") -> None:
        """Validate values with `schema`, and describe them with `json`; `meant` says what text must be."""
        self.schema = schema
        self.json = json
        self.meant = meant

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        """Replace the validation of the annotated type."""
        return self.schema

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: object) -> JsonSchema:
        """Replace the JSON Schema of the annotated type."""
        return dict(self.json)


def read_by(read: Callable[[Any], Any], name: str, *, meant: str = "", **json: Any) -> Kind:
    """Make a kind from one function, which raises `problem` for a value that it refuses."""
    return Kind(core_schema.no_info_plain_validator_function(read, ref=name), json, meant)


class NullIs:
    """A key without a value gets a default, as if the key were absent."""

    def __init__(self, default: object) -> None:
        """Use `default` in place of null."""
        self.default = default

    def __get_pydantic_core_schema__(
        self, source: object, handler: Callable[[Any], CoreSchema]
    ) -> CoreSchema:
        """Replace null before the value is validated."""
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def read(self, value: object) -> object:
        """Return the value, or the default in place of null."""
        return self.default if value is None else value

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Allow null, too."""
        return {"anyOf": [handler(schema), {"type": "null"}]}


# -- text --------------------------------------------------------------------------------------

Text: TypeAlias = Annotated[
    str,
    Kind(
        core_schema.str_schema(strict=True, strip_whitespace=True, min_length=1, ref="Text"),
        {"type": "string", "minLength": 1},
    ),
]
"""Text that is not empty; spaces around it are removed."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _id(value: object) -> str:
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise problem(f"{quote(value)} is not an id", "an id is 1 to 64 letters, digits, - or _")


Id: TypeAlias = Annotated[str, read_by(_id, "Id", meant="id", type="string", pattern=f"^{_ID.pattern}$")]
"""An id that references use: letters, digits, `-` and `_`, at most 64."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")


def _language(value: object) -> str:
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return value
    raise problem(f"{quote(value)} is not a language tag", "write a tag like en, de or pt-BR")


Language: TypeAlias = Annotated[
    str,
    read_by(_language, "Language", meant="language tag", type="string", pattern=f"^{_LANGUAGE.pattern}$"),
]
"""A language tag: `en`, `de`, `pt-BR`."""

# -- dates --------------------------------------------------------------------------------------

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise problem(f"{quote(value)} is not a date", "write dates as YYYY-MM-DD, like 2027-02-16")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise problem(f"{quote(value)} is not a valid date") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise problem(f"the year of {quote(value)} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return day


Day: TypeAlias = Annotated[date, read_by(_day, "Day", type="string", format="date")]
"""A date, written `YYYY-MM-DD`."""


def _planned(value: object) -> Window:
    text = str(value) if type(value) is int else value
    if not isinstance(text, str):
        raise problem(f"{quote(value)} is not a date", f"write {FORMS}")
    try:
        return Window.of(text)
    except ValueError as error:
        hint = "" if str(error).startswith("the year ") else f"write {FORMS}"
        raise problem(str(error), hint) from None


_PLANNED_JSON: list[JsonSchema] = [
    {"type": "string", "format": "date"},
    {"type": "string", "pattern": PATTERN},
    {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},  # a year, which YAML reads as a number
]
_PLANNED = core_schema.no_info_plain_validator_function(
    _planned, ref="PlannedDate", serialization=core_schema.to_string_ser_schema()
)
PlannedDate: TypeAlias = Annotated[Window, Kind(_PLANNED, {"anyOf": _PLANNED_JSON})]
"""A date to come: a day, or the week, month, quarter, half or year that it will be in."""

_RELATIVE = re.compile(r"[TF]([+-][0-9]{1,3})?")
_MEANT = r"([TFLD])(?:\s*([-+]|MINUS|PLUS)\s*([0-9]{1,3})\s*(?:D(?:AYS?)?)?)?"
_DUE_HINT = "write a date, a period like 2027-02, or days from the launch (T-3) or the first customers (F-1)"


def _due(value: object) -> Window | str:
    if isinstance(value, str):
        if _RELATIVE.fullmatch(value):
            return value
        found = re.fullmatch(_MEANT, re.sub("[–—−]", "-", value.upper()))
        if found:
            sign = {"MINUS": "-", "PLUS": "+"}.get(found[2], found[2] or "")
            days = f"{'F' if found[1] == 'F' else 'T'}{sign}{found[3] or ''}"
            raise problem(f"{quote(value)} is not a due day", f"write {days}")
    try:
        return _planned(value)
    except PydanticCustomError as error:
        message = error.message().replace(" is not a date", " is not a due day")
        raise problem(message, _DUE_HINT) from None


_DUE = core_schema.no_info_plain_validator_function(
    _due, ref="DueDay", serialization=core_schema.to_string_ser_schema()
)
DueDay: TypeAlias = Annotated[
    Window | str,
    Kind(_DUE, {"anyOf": [*_PLANNED_JSON, {"type": "string", "pattern": f"^{_RELATIVE.pattern}$"}]}),
]
"""When something is due: a date or a period, or, as text, days from the launch or the first customers."""

# -- numbers -----------------------------------------------------------------------------------


def _number(least: float | None = None, most: float | None = None) -> Callable[[object], float]:
    """Make a function that validates a number within bounds and leaves a whole number an int."""

    def read(value: object) -> float:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise PydanticKnownError("float_type")
        if not isfinite(value):
            raise PydanticKnownError("finite_number")
        if least is not None and value < least:
            raise PydanticKnownError("greater_than_equal", {"ge": least})
        if most is not None and value > most:
            raise PydanticKnownError("less_than_equal", {"le": most})
        return value

    return read


def choice(name: str, *numbers: int) -> Kind:
    """Make a kind for one of a few whole numbers; a Literal would accept `true` and `1.0` as 1."""

    def read(value: object) -> object:
        if type(value) is int and value in numbers:
            return value
        raise PydanticKnownError("literal_error", {"expected": listed(numbers, "or")})

    return read_by(read, name, type="integer", enum=list(numbers))


def one_of(name: str, *words: str, unlisted: Mapping[str, str]) -> Kind:
    """Make a kind for one of some words, where they are known only once this module has been imported.

    Messages do not list the words of `unlisted`, but what it calls them: a pack.
    """
    schema = core_schema.literal_schema([*words, *unlisted], ref=name)
    more = {CALLED: dict(unlisted)} if unlisted else {}
    return Kind(schema, {"type": "string", "enum": [*words, *unlisted], **more})


Number: TypeAlias = Annotated[float, read_by(_number(), "Number", type="number")]
"""Any number, whole or not, negative or not."""

Amount: TypeAlias = Annotated[float, read_by(_number(0), "Amount", type="number", minimum=0)]
"""A number of 0 or more, whole or not."""

Percent: TypeAlias = Annotated[
    float, read_by(_number(0, 100), "Percent", type="number", minimum=0, maximum=100)
]
"""A number from 0 to 100."""

Count: TypeAlias = Annotated[
    int, Kind(core_schema.int_schema(strict=True, ge=0, ref="Count"), {"type": "integer", "minimum": 0})
]
"""A whole number of 0 or more."""

Rank: TypeAlias = Annotated[
    int, Kind(core_schema.int_schema(strict=True, ge=1, ref="Rank"), {"type": "integer", "minimum": 1})
]
"""A whole number of 1 or more."""

Flag: TypeAlias = bool
"""`true` or `false`."""

# -- figures that depend on each other ------------------------------------------------------------


def not_above(section: Section, part: str, whole: str) -> None:
    """Refuse a part that is larger than its whole; the error is at the part."""
    some, every = getattr(section, part), getattr(section, whole)
    if some is not None and every is not None and some > every:
        raise wrong_at((part,), some, f"{part} is {some}, but {whole} is only {every}")


def not_before(section: Section, later: str, earlier: str) -> None:
    """Refuse a date that is before the one that it follows; the error is at the later one."""
    then, first = getattr(section, later), getattr(section, earlier)
    if then and first and then < first:
        raise wrong_at((later,), str(then), f"'{later}' is {then}, before '{earlier}', {first}")
