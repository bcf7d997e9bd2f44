"""What all sections of a plan are made of: ids, references, days, links and numbers."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cache
from itertools import islice
from math import isfinite
from typing import Annotated, Any, Literal, NamedTuple, Protocol, Self, TypeAlias, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, PydanticKnownError, core_schema

from launchcheck.dates import FIRST_YEAR, LAST_YEAR
from launchcheck.text import listed, quote, suggest

JsonSchema: TypeAlias = dict[str, Any]


class Section(BaseModel):
    """A part of a plan: known keys only, nothing converted, never changed once read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


def problem(message: str, hint: str = "") -> PydanticCustomError:
    """An error in our own words, which shows braces as they are."""
    return PydanticCustomError("launchcheck", "{message}", {"hint": hint, "message": message})


def wrong_at(loc: tuple[str | int, ...], value: object, message: str, hint: str = "") -> ValidationError:
    """An error below the value that is being read: `loc` leads there."""
    detail = InitErrorDetails(type=problem(message, hint), loc=loc, input=value)
    return ValidationError.from_exception_data("plan", [detail])


class Kind:
    """How a value is read, and how JSON Schema says it: what an annotated type carries.

    A core schema with a `ref` is built once, however many fields have it.
    """

    def __init__(self, schema: CoreSchema, json: JsonSchema) -> None:
        """Read values by `schema`, and say it by `json`."""
        self.schema = schema
        self.json = json

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        """Read the value this way, whatever the annotated type would do."""
        return self.schema

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: object) -> JsonSchema:
        """Say it this way."""
        return dict(self.json)


def read_by(read: Callable[[Any], Any], name: str, **json: Any) -> Kind:
    """A kind that one function reads; it raises `problem` for what it refuses."""
    return Kind(core_schema.no_info_plain_validator_function(read, ref=name), json)


class NullIs:
    """That nothing after the colon is a default, as if the key were absent."""

    def __init__(self, default: object) -> None:
        """Put `default` in place of nothing."""
        self.default = default

    def __get_pydantic_core_schema__(
        self, source: object, handler: Callable[[Any], CoreSchema]
    ) -> CoreSchema:
        """Put the default in place of nothing, then read it."""
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def read(self, value: object) -> object:
        """The value, or the default."""
        return self.default if value is None else value

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Allow nothing, too."""
        return {"anyOf": [handler(schema), {"type": "null"}]}


# -- text --------------------------------------------------------------------------------------

Text: TypeAlias = Annotated[
    str,
    Kind(
        core_schema.str_schema(strict=True, strip_whitespace=True, min_length=1, ref="Text"),
        {"type": "string", "minLength": 1},
    ),
]
"""Text that says something: blanks around it are dropped, and empty text is refused."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _id(value: object) -> str:
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise problem(f"{quote(value)} is not an id", "an id is 1 to 64 letters, digits, - or _")


Id: TypeAlias = Annotated[str, read_by(_id, "Id", type="string", pattern=f"^{_ID.pattern}$")]
"""What others call a thing by: letters, digits, `-` and `_`, at most 64."""

# -- days --------------------------------------------------------------------------------------

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise problem(f"{quote(value)} is not a date", "a date is written YYYY-MM-DD, like 2027-02-16")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise problem(f"there is no day {quote(value)} in the calendar") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise problem(f"the year of {quote(value)} does not lie between {FIRST_YEAR} and {LAST_YEAR}")
    return day


Day: TypeAlias = Annotated[date, read_by(_day, "Day", type="string", format="date")]
"""A day, written `YYYY-MM-DD`."""

# -- numbers -----------------------------------------------------------------------------------


def _number(least: float | None = None, most: float | None = None) -> Callable[[object], float]:
    """A reader of numbers, whole or not, that keeps whole ones whole."""

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
    """One of a few whole numbers; a Literal would take `true` and `1.0` for 1."""

    def read(value: object) -> object:
        if type(value) is int and value in numbers:
            return value
        raise PydanticKnownError("literal_error", {"expected": listed(numbers, "or")})

    return read_by(read, name, type="integer", enum=list(numbers))


Number: TypeAlias = Annotated[float, read_by(_number(), "Number", type="number")]
"""A number, whole or not, below zero or not."""

Amount: TypeAlias = Annotated[float, read_by(_number(0), "Amount", type="number", minimum=0)]
"""A number, whole or not, that is not below 0."""

Percent: TypeAlias = Annotated[
    float, read_by(_number(0, 100), "Percent", type="number", minimum=0, maximum=100)
]
"""A number from 0 to 100."""

Count: TypeAlias = Annotated[
    int, Kind(core_schema.int_schema(strict=True, ge=0, ref="Count"), {"type": "integer", "minimum": 0})
]
"""A whole number that is not below 0."""

Rank: TypeAlias = Annotated[
    int, Kind(core_schema.int_schema(strict=True, ge=1, ref="Rank"), {"type": "integer", "minimum": 1})
]
"""A whole number from 1 on."""

Flag: TypeAlias = bool
"""`true` or `false`."""

# -- links -------------------------------------------------------------------------------------

LONGEST_LINK = 1000
_URL = re.compile(r"https?://", re.IGNORECASE)
# Links of plain characters, in which nothing can be wrong: nearly all of them.
_PLAIN_LINK = re.compile(
    r"https?://[A-Za-z0-9.-]+(?:[/?#][!-\[\]-~]*)?|[A-Za-z0-9_.][A-Za-z0-9_./#-]*", re.ASCII
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LINK_HINT = "write an http(s) URL, or a path relative to the plan's folder"


def is_local(link: str) -> bool:
    """Whether a link is a path, not a URL."""
    return not _URL.match(link)


def _wrong_with_url(url: str) -> str:
    host = re.split(r"[/?#\\]", _URL.sub("", url, count=1), maxsplit=1)[0]
    if "@" in host:
        return "a URL must not hold a user name or a password"
    shown = quote(url)
    if re.search(r"\s", url):
        return f"{shown} has blanks, which a URL has not"
    if "\\" in url:
        return f"{shown} has a backslash, which a URL has not"
    return f"{shown} names no host" if not host or host.startswith(":") else ""


_BAD_PATHS = (
    (r"-", "begins with a dash, like an option"),
    (r"~", "is a path in somebody's home"),
    (r"/|[A-Za-z]:[/\\]", "is an absolute path"),
    (r".*\\", "has a backslash"),
    (r"[A-Za-z][A-Za-z0-9+.-]*:", "is neither a path nor an http(s) URL"),
)


def _wrong_with_path(path: str) -> str:
    for pattern, wrong in _BAD_PATHS:
        if re.match(pattern, path, re.IGNORECASE):
            return f"{quote(path)} {wrong}"
    plain = path.lower().replace("%2e", ".").replace("%2f", "/")
    hidden = plain.split("/").count("..") > path.split("/").count("..")
    return f"{quote(path)} hides '..' behind percent signs" if hidden else ""


def _link(value: object) -> str:
    if not isinstance(value, str):
        raise problem("a link is text", _LINK_HINT)
    if not value.strip():
        raise problem("the link is empty", _LINK_HINT)
    if len(value) > LONGEST_LINK:
        raise problem(f"a link of {len(value)} characters is too long", f"at most {LONGEST_LINK}")
    if _PLAIN_LINK.fullmatch(value):
        return value
    if _CONTROL.search(value):
        wrong = "a link has no control characters"
    elif value != value.strip():
        wrong = f"{quote(value)} has blanks around it"
    else:
        wrong = _wrong_with_path(value) if is_local(value) else _wrong_with_url(value)
    if wrong:
        raise problem(wrong, _LINK_HINT)
    return value


Link: TypeAlias = Annotated[str, read_by(_link, "Link", type="string", minLength=1, maxLength=LONGEST_LINK)]
"""An `http(s)` URL, or a path relative to the plan's folder."""

# -- references --------------------------------------------------------------------------------

DECLARED = "declared"
"""The key of the validation context under which the `Declared` stand."""

_MOST_SUGGESTIONS = 20
_MOST_CANDIDATES = 1000


class Declared:
    """The ids that a plan declares, by what they are ids of; nothing where that cannot be told.

    Data of the wrong shape is passed over: others complain of it. After some wrong references
    none of them gets a suggestion any more, for searching takes its time.
    """

    def __init__(self, data: object) -> None:
        """Gather the ids from the raw data of a plan."""
        self.ids = {
            "person": _keys(_at(data, "people")),
            "segment": _ids(_at(data, "audience", "segments")),
            "goal": _ids(_at(data, "goals")),
            "feature": _ids(_at(data, "product", "features")),
            "caveat": _ids(_at(data, "product", "caveats")),
            "sales audience": _names(_at(data, "sales", "audiences")) or None,
        }
        self.words: dict[str, str] = {}
        self.suggestions = _MOST_SUGGESTIONS

    def unknown(self, what: str, where: str, name: str, known: Collection[str]) -> PydanticCustomError:
        """The error for the name of a `what` that is not among those that `where` declares."""
        hint = self.suggestion(name, known) or self.all_of(where, known)
        return problem(f"no {what} {quote(name)}", hint)

    def all_of(self, where: str, known: Collection[str]) -> str:
        """What `where` declares, put into words once."""
        if where not in self.words:
            names = listed(known) or "none"
            self.words[where] = f"known people: {names}" if where == "people" else f"{where} declares {names}"
        return self.words[where]

    def suggestion(self, word: str, known: Iterable[str]) -> str:
        """Ask for the known word that is closest, or say nothing."""
        self.suggestions -= 1
        return suggest(word, islice(known, _MOST_CANDIDATES)) if self.suggestions >= 0 else ""


def _at(data: Any, *keys: str) -> Any:
    """What stands at the keys; nothing below nothing."""
    for key in keys:
        if data is not None:
            data = data.get(key) if isinstance(data, dict) else ...
    return data


def _keys(people: Any) -> dict[Any, Any] | None:
    """The keys of a mapping; None if it is none."""
    if people is None:
        return {}
    return people if isinstance(people, dict) else None


def _ids(items: Any) -> dict[str, None] | None:
    """The ids in a list of things with ids; None if one of them has none."""
    if isinstance(items, list) and all(isinstance(item, dict) for item in items):
        return _names([item.get("id") for item in items])
    return _names(items)


def _names(items: Any) -> dict[str, None] | None:
    """The texts in a list, in their order; None if it is no list of texts."""
    if items is None or items == "none":
        return {}
    if not isinstance(items, list) or not all(isinstance(name, str) for name in items):
        return None
    return {name.strip(): None for name in items}


def _declared(info: ValidationInfo) -> Declared | None:
    """What the plan that is being read declares; nothing where a section is read by itself."""
    return info.context.get(DECLARED) if info.context else None


def _reference(what: str, where: str) -> Kind:
    """The id of a `what`, which must be among those that `where` declares."""

    def read(name: str, info: ValidationInfo) -> str:
        declared = _declared(info)
        if declared:
            known = declared.ids[what]
            if known is not None and name not in known:
                raise declared.unknown(what, where, name, known)
        return name

    text = core_schema.str_schema(strict=True, strip_whitespace=True)
    schema = core_schema.with_info_after_validator_function(read, text, ref=what)
    return Kind(schema, {"type": "string"})


PersonId: TypeAlias = Annotated[str, _reference("person", "people")]
"""The id of somebody under `people`."""

SegmentId: TypeAlias = Annotated[str, _reference("segment", "audience.segments")]
"""The id of a segment under `audience.segments`."""

GoalId: TypeAlias = Annotated[str, _reference("goal", "goals")]
"""The id of a goal under `goals`."""

FeatureId: TypeAlias = Annotated[str, _reference("feature", "product.features")]
"""The id of a feature under `product.features`."""

CaveatId: TypeAlias = Annotated[str, _reference("caveat", "product.caveats")]
"""The id of a caveat under `product.caveats`."""

SalesAudience: TypeAlias = Annotated[str, _reference("sales audience", "sales.audiences")]
"""One of `sales.audiences`, where they are given."""

# -- time zones --------------------------------------------------------------------------------


_OWN_ZONE = "localtime"  # on many systems a name for the machine's own zone: another on the next machine


def _time_zone(value: object, info: ValidationInfo) -> object:
    if value == "UTC":
        return value
    import zoneinfo

    hint = "write an IANA name, like Europe/London"
    try:
        zoneinfo.ZoneInfo(value)  # type: ignore[arg-type]
    except (KeyError, ValueError, OSError, TypeError):
        pass
    else:
        if value != _OWN_ZONE:
            return value
    if isinstance(value, str) and (declared := _declared(info)):
        hint = declared.suggestion(value, sorted(zoneinfo.available_timezones() - {_OWN_ZONE})) or hint
    raise problem(f"{quote(value)} is not a time zone", hint)


TimeZone: TypeAlias = Annotated[
    str,
    Kind(
        core_schema.with_info_plain_validator_function(_time_zone, ref="TimeZone"),
        {"type": "string", "minLength": 1},
    ),
]
"""The IANA name of a time zone, like `Europe/London`."""

# -- lists of things with ids ------------------------------------------------------------------


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


class Once:
    """That an id stands once in a list of things with ids."""

    def __init__(self, what: str) -> None:
        """Call the things `what` in messages."""
        self.what = what

    def __get_pydantic_core_schema__(
        self, source: object, handler: Callable[[Any], CoreSchema]
    ) -> CoreSchema:
        """Read the list, then its ids."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, items: list[_HasId]) -> list[_HasId]:
        """Refuse the second of two equal ids."""
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                raise wrong_at((index, "id"), item.id, f"{self.what} id {quote(item.id)} stands twice")
            seen.add(item.id)
        return items


# -- what several sections share ---------------------------------------------------------------

Function: TypeAlias = Literal[
    "product_management",
    "product_marketing",
    "lifecycle_marketing",
    "marketing",
    "sales",
    "sales_enablement",
    "customer_success",
    "support",
    "engineering",
    "design",
    "finance",
    "legal",
    "security",
    "executive",
    "partner",
    "other",
]
FUNCTIONS: tuple[str, ...] = get_args(Function)

Readiness: TypeAlias = Literal["draft", "staged", "live"]


class Article(Section):
    """A page that customers read: documentation or help."""

    title: Text | None = Field(default=None, description="The title of the page.")
    url: Link | None = Field(
        default=None,
        description="Where the page is: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://docs.example.com/sync"],
    )
    state: Readiness | None = Field(
        default=None, description="How far it is: draft, staged (ready, not yet public) or live."
    )


class Period(Section):
    """Some days, the first and the last included."""

    from_: Day | None = Field(
        default=None, alias="from", description="The first day.", examples=["2027-02-16"]
    )
    to: Day | None = Field(
        default=None, description="The last day, not before `from`.", examples=["2027-02-23"]
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.to and self.to < self.from_:
            raise wrong_at(("to",), str(self.to), f"'to' is {self.to}, before 'from', {self.from_}")
        return self


def not_above(section: Section, part: str, whole: str) -> None:
    """Refuse a part that is larger than its whole, at the part."""
    some, every = getattr(section, part), getattr(section, whole)
    if some is not None and every is not None and some > every:
        raise wrong_at((part,), some, f"{part} is {some}, but {whole} is only {every}")


# -- walking paths -----------------------------------------------------------------------------


class Known(NamedTuple):
    """What a key of a section holds: where its value is, and what stands below."""

    attribute: str
    model: type[Section] | None = None
    many: Literal["", "list", "map"] = ""
    link: bool = False
    day: bool = False
    free: bool = False


@cache
def fields(model: type[Section]) -> dict[str, Known]:
    """The keys that a section knows, as they are written in YAML."""
    known = {}
    for attribute, field in model.model_fields.items():
        parts = set(_unwrapped(field.annotation)) | set(field.metadata)
        models = [part for part in parts if isinstance(part, type) and issubclass(part, Section)]
        known[field.alias or attribute] = Known(
            attribute,
            model=models[0] if models else None,
            many="list" if list in parts else "map" if dict in parts else "",
            link=get_args(Link)[1] in parts,
            day=date in parts,
            free=Any in parts,
        )
    return known


def _unwrapped(annotation: Any) -> Iterable[Any]:
    """All that an annotation is made of: unions, lists and maps, and what they hold."""
    yield get_origin(annotation) or annotation
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _unwrapped(part)
