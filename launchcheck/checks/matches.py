"""Text that must fit a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import SchemaError, SchemaValidator, core_schema

from launchcheck.checks.base import Check, Context, Problem, missing
from launchcheck.checks.options import Path, malformed, show_scalar
from launchcheck.plan.paths import PlanPath
from launchcheck.text import quote


def _compiles(pattern: str) -> str:
    """The pattern, where pydantic's own engine takes it; that one never backtracks, so no pattern is slow."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))
        _fitting(
            pattern
        )  # what is whole by itself may still not be between brackets, and the other way round
    except SchemaError:
        raise malformed(
            f"{quote(pattern)} is not a regular expression that launchcheck can use",
            "look-around and back-references are not supported, since they can take for ever",
        ) from None
    return pattern


class Matches(Check):
    """Every value at `path` fits the regular expression `pattern`, from its beginning to its end."""

    kind: Literal["matches"]
    path: Path = Field(description="The text to look at")
    pattern: Annotated[str, AfterValidator(_compiles)] = Field(
        description="A regular expression, without look-around and back-references",
        examples=["https://.*"],
        max_length=500,
    )

    def reads(self) -> Iterable[PlanPath]:
        """The path itself."""
        return (self.path,)

    def problems(self, context: Context) -> Iterator[Problem]:
        """Values that do not fit."""
        fitting = _fitting(self.pattern)
        for where, value in context.select(self.path):
            if value is None:
                yield missing(where)
            elif not fitting.isinstance_python(_written(value)):
                yield Problem(where, f"{show_scalar(value)} does not fit {quote(self.pattern)}")


def _written(value: Any) -> str:
    """A value as YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fitting(pattern: str) -> SchemaValidator:
    """A validator that takes what fits the whole pattern."""
    return SchemaValidator(core_schema.str_schema(pattern=rf"\A(?:{pattern})\z", regex_engine="rust-regex"))
