"""Text that must match a pattern."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import SchemaError, SchemaValidator, core_schema

from launchcheck.checks.check import Check
from launchcheck.checks.options import Path, malformed
from launchcheck.checks.problem import Answer, Problem, missing
from launchcheck.checks.values import show_scalar
from launchcheck.text import quote

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View


def _compiles(pattern: str) -> str:
    """Accept only patterns for pydantic's Rust engine, which never backtracks, so no pattern is slow."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))
        # A pattern may be valid alone but not inside brackets, and the other way round.
        _whole(pattern)
    except SchemaError:
        raise malformed(
            f"{quote(pattern)} is not a regular expression that launchcheck can use",
            "look-around and back-references are not supported, since they can take forever",
        ) from None
    return pattern


class Matches(Check):
    """Every value at `path` matches the whole regular expression `pattern`."""

    kind: Literal["matches"]
    path: Path = Field(description="The text to check")
    pattern: Annotated[str, AfterValidator(_compiles)] = Field(
        description="A regular expression, without look-around and back-references",
        examples=["https://.*"],
        max_length=500,
    )

    def compile(self, _build: "Compiler") -> "Rule":
        """Report values that do not match."""
        whole = _whole(self.pattern)

        def rule(view: "View") -> Answer:
            problems = []
            for where, value in view.select(self.path):
                if value is None:
                    problems.append(missing(where))
                elif not whole.isinstance_python(_written(value)):
                    words = f"{show_scalar(value)} does not match {quote(self.pattern)}"
                    problems.append(Problem(where, words, wants=(where,)))
            return Answer(problems)

        return rule


def _written(value: Any) -> str:
    """A value as YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _whole(pattern: str) -> SchemaValidator:
    """A validator for text that matches the whole pattern."""
    return SchemaValidator(core_schema.str_schema(pattern=rf"\A(?:{pattern})\z", regex_engine="rust-regex"))
