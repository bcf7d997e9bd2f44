"""Facts with a placeholder for every value: what they look like, from the JSON Schema of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeAlias

from launchcheck.plan import AREAS, POLLED, Plan, Section, fields
from launchcheck.plan.references import REFERS_TO
from launchcheck.plan.sections import SECTIONS
from launchcheck.source import PLACEHOLDER

if TYPE_CHECKING:
    from launchcheck.plan.known import Known

Facts: TypeAlias = Any
"""Plain data of a plan, in which a `Blank` stands for a value that is not known yet."""

_KINDS = {"boolean": "true|false", "integer": "number", "number": "number", "string": "text"}


class Blank(str):
    """A placeholder; `words` are the allowed ones where they are too many for it."""

    __slots__ = ("words",)

    words: tuple[str, ...]

    def __new__(cls, meaning: str, words: tuple[str, ...] = ()) -> Self:
        """Make `<meaning>`."""
        made = super().__new__(cls, f"<{meaning}>")
        made.words = words
        return made


class Blanks:
    """Placeholders for the facts of a plan."""

    def __init__(self) -> None:
        """Describe the format."""
        self.schema = Plan.json_schema_for(dict.fromkeys(entry.key for entry in SECTIONS))

    def at(self, place: tuple[str, ...], value: Any) -> Facts:
        """Put placeholders for the value at a place in the plan.

        Ids of a map become one placeholder; of a list, only entries that have keys of their own are left.
        """
        for key in reversed(place):
            value = {key: value}
        facts = self.section(value, Plan, self.schema)
        for key in place:
            facts = facts[key]
        return facts

    def section(
        self, facts: dict[str, Any], model: type[Section], schema: dict[str, Any]
    ) -> dict[str, Facts]:
        """Put placeholders for the values of a section."""
        known = fields(model)
        return {
            key: self.value(key, value, known[key], self.resolved(schema["properties"][key]))
            for key, value in facts.items()
        }

    def value(self, key: str, value: Any, known: Known, schema: dict[str, Any]) -> Facts:
        """Put placeholders for the value of a key."""
        if isinstance(value, list):
            inner = self.resolved(schema["items"])
            # An empty list of the example is a list that may be filled, too.
            return without_repeats([self.one(key, entry, known, inner) for entry in value or ("",)])
        if isinstance(value, dict) and known.many == "map":
            inner = self.resolved(next(iter(schema["patternProperties"].values())))
            entries = {each for entry in value.values() for each in entry}
            longest = max(value.values(), key=len) if entries else {}
            return {Blank("id"): self.one(key, longest, known, inner)}
        return self.one(key, value, known, schema)

    def one(self, key: str, value: Any, known: Known, schema: dict[str, Any]) -> Facts:
        """Put placeholders for one value, or for one entry of several."""
        if isinstance(value, dict) and known.model:
            return self.section(value, known.model, schema)
        return blank(key, known, schema)

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The first alternative of a schema."""
        while "$ref" in schema or "anyOf" in schema:
            name = schema.get("$ref", "").rpartition("/")[2]
            schema = self.schema["$defs"][name] if name else schema["anyOf"][0]
        return schema


def blank(key: str, known: Known, schema: dict[str, Any]) -> Blank:
    """Make the placeholder for a value that is neither a list nor a section."""
    if known.link:
        return Blank("link")
    if schema.get("format") == "date":
        return Blank("YYYY-MM-DD")
    if REFERS_TO in schema:
        return Blank(schema[REFERS_TO].replace("_", " "))
    if known.meant:
        return Blank(known.meant)
    if schema.get("type") == "array":  # the example has the word that stands for an empty list
        return Blank("none or a list")
    words = tuple(map(str, schema.get("enum", ())))
    if words == POLLED:
        words = ("launch", *AREAS)  # a first plan has no packs
    meaning = "|".join(words) or _KINDS[schema["type"]]
    return Blank(meaning) if PLACEHOLDER.fullmatch(f"<{meaning}>") else Blank(key, words)


def without_repeats(entries: list[Facts]) -> list[Facts]:
    """Leave out entries whose keys another entry has, too."""
    kept: list[Facts] = []
    for entry in sorted(entries, key=len, reverse=True):
        keys = set(entry) if isinstance(entry, dict) else {entry}
        if not any(keys <= (set(other) if isinstance(other, dict) else {other}) for other in kept):
            kept.append(entry)
    return [entry for entry in entries if any(entry is other for other in kept)]
