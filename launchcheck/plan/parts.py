"""Parts that several sections of a plan share."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, Self, TypeAlias, get_args

from pydantic import Field, GetJsonSchemaHandler, ValidationError, model_validator
from pydantic_core import CoreSchema, InitErrorDetails, core_schema

from launchcheck.plan.links import Link
from launchcheck.plan.references import PersonId
from launchcheck.plan.types import Day, JsonSchema, Section, Text, problem, read_by, wrong_at
from launchcheck.text import listed, quote

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


def _functions(value: object) -> object:
    """Read one function, or a list of them in which none appears twice."""
    words = value if isinstance(value, list) else [value]
    if not words:
        raise problem("the list is empty", "remove the key, or write one function or more")
    wrong: list[InitErrorDetails] = [
        InitErrorDetails(
            type="literal_error",
            loc=(index,) if isinstance(value, list) else (),
            input=word,
            ctx={"expected": listed(map(quote, FUNCTIONS), "or", most=len(FUNCTIONS))},
        )
        for index, word in enumerate(words)
        if word not in FUNCTIONS
    ]
    if wrong:
        raise ValidationError.from_exception_data("plan", wrong)
    for index, word in enumerate(words):
        if word in words[:index]:
            raise wrong_at((index,), word, f"{quote(word)} appears twice")
    return value


_WORD = {"type": "string", "enum": [*FUNCTIONS]}
Functions: TypeAlias = Annotated[
    Function | list[Function],
    read_by(
        _functions,
        "Functions",
        anyOf=[_WORD, {"type": "array", "items": _WORD, "minItems": 1, "uniqueItems": True}],
    ),
]
"""A person's function in the company, or several of them."""

Readiness: TypeAlias = Literal["draft", "staged", "live"]


class Article(Section):
    """A page for customers: documentation or help."""

    title: Text | None = Field(default=None, description="The title of the page.")
    url: Link | None = Field(
        default=None,
        description="Where to find the page: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://docs.example.com/sync"],
    )
    state: Readiness | None = Field(
        default=None, description="The state of the page: draft, staged (ready, not yet public) or live."
    )


class Period(Section):
    """A range of dates, the first and the last included."""

    from_: Day | None = Field(
        default=None, alias="from", description="The first date.", examples=["2027-02-16"]
    )
    to: Day | None = Field(
        default=None, description="The last date, not before `from`.", examples=["2027-02-23"]
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.to and self.to < self.from_:
            raise wrong_at(("to",), str(self.to), f"'to' is {self.to}, before 'from', {self.from_}")
        return self


class OrNone:
    """Metadata for a list that may also be the word `none`, which says that someone looked."""

    def __init__(self, name: str, entries: str = "") -> None:
        """Call the list `name` in messages, and what it lists `entries`: by default the same."""
        self.message = f"{name} must be a list of {entries or name}, or the word none"

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], CoreSchema]) -> CoreSchema:
        """Validate the word or the list; a union would report its errors twice."""
        items = handler(get_args(source)[0])
        written = core_schema.wrap_serializer_function_ser_schema(self.read)
        return core_schema.no_info_wrap_validator_function(self.read, items, serialization=written)

    def read(self, value: object, listed: Callable[[object], object]) -> object:
        """Return the word as it is; validate a list as a list."""
        if value == "none":
            return value
        if not isinstance(value, list):
            raise problem(self.message)
        return listed(value)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Allow either."""
        return {"anyOf": [handler(schema), {"const": "none"}]}


class Confirmation(Section):
    """Who confirmed a list, or that there is nothing to list, and when."""

    by: PersonId | None = Field(
        default=None, description="Who confirmed it: the id of a person, not a date.", examples=["priya"]
    )
    date: Day | None = Field(
        default=None, description="The date of the confirmation.", examples=["2027-01-26"]
    )


class Agreement(Section):
    """Who agreed, for a function, and when."""

    by: PersonId | None = Field(
        default=None, description="Who agreed: the id of a person, not a date.", examples=["priya"]
    )
    date: Day | None = Field(
        default=None, description="The date on which they agreed.", examples=["2027-01-18"]
    )
