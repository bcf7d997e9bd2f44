"""The registry of single checks: each kind is one file and one name in this list."""

from functools import partial, reduce
from importlib import import_module
from operator import or_
from typing import Annotated, Any, TypeAlias

from pydantic import Field, GetJsonSchemaHandler, TypeAdapter, ValidationInfo
from pydantic_core import core_schema

from launchcheck.checks.check import Check
from launchcheck.checks.predicates import Test

KINDS = (
    "ascending",
    "attendance",
    "balance",
    "clear_of",
    "conditions_met",
    "count",
    "covers",
    "dated",
    "declared",
    "delivered",
    "depends",
    "different",
    "each",
    "exits_met",
    "expression",
    "first_step",
    "glossary",
    "go_live",
    "guarded",
    "happened",
    "matches",
    "milestones",
    "order",
    "polled",
    "present",
    "ranked",
    "ratio",
    "reached",
    "reaches",
    "refers",
    "spacing",
    "spans",
    "step",
    "unique",
    "wording",
)
"""Every kind of a single check: `clear_of` is the class `ClearOf` in `launchcheck/checks/clear_of.py`."""


def kind(name: str) -> type[Check]:
    """The model of a kind of check; its module is imported when it is first asked for."""
    module = import_module(f"launchcheck.checks.{name}")
    found: type[Check] = getattr(module, name.title().replace("_", ""))
    return found


class OneOf:
    """Annotation of a check that is of one of several kinds.

    A kind is imported, and its model built, when the first check of it is read: most checklists use
    few of them, and each takes about a millisecond. Errors and JSON Schema are those of a union.
    """

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        """Choose by `kind`, as pydantic does in a union of models that are all there."""
        Test.model_rebuild()  # once, not in the model of each kind
        choices: dict[Any, core_schema.CoreSchema] = {
            name: core_schema.with_info_plain_validator_function(partial(_read, name)) for name in self.kinds
        }
        return core_schema.tagged_union_schema(choices, "kind", strict=False, from_attributes=True)

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the union of all kinds."""
        union: Any = reduce(or_, map(kind, self.kinds))
        return handler(TypeAdapter(Annotated[union, Field(discriminator="kind")]).core_schema)


def _read(name: str, value: Any, info: ValidationInfo) -> Check:
    """Read a check of a kind."""
    return kind(name).model_validate(value, context=info.context)


OneCheck: TypeAlias = Annotated[Check, OneOf(*KINDS)]
"""A check of a single kind."""
