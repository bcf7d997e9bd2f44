"""What the plan of the last launch gives the next one: people, owners and structure, but no facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from launchcheck.plan import Plan, fields
from launchcheck.plan.references import REFERS_TO
from launchcheck.template.blanks import Blank, Blanks, blank, without_repeats

if TYPE_CHECKING:
    from launchcheck.plan import Section
    from launchcheck.plan.known import Known
    from launchcheck.template.blanks import Facts

_KEPT = {
    "people": ("name", "function", "email", "git"),
    "launch": ("timezone", "hold.how"),
    "audience": ("segments.id", "segments.name", "users.role", "buyer.role"),
    "goals": ("id", "kind", "metric", "unit", "function"),
    "campaigns": ("id", "name", "channel", "language", "assets.name"),
    "sales": ("audiences", "touches.way", "touches.way_note", "questions.channel"),
    "customer_success": ("escalation.level", "escalation.contact"),
    "tasks": ("id", "what", "area", "due", "blocks_launch", "kind", "needs", "phase", "topic", "deliverable"),
    "approvals": ("id", "what", "from", "due", "blocks_launch"),
}
KEPT = frozenset(f"{section}.{key}" for section, keys in _KEPT.items() for key in keys)
"""What launches of one company have in common; whatever else a plan says was true of one launch."""

_REFERENCES = {"segment", "goal", "sales_audience"}
"""What the next launch has, too: references to it are kept."""

_OWNING = {
    "owner",
    "decider",
    "backup",
    "on_call",
    "responder",
    "who",
    "people",
    "responsible",
    "consulted",
    "informed",
}
"""Keys of people who have a task on every launch; others say who did something for one launch."""

_LEFT_OUT = {"launchcheck", "waivers", "not_applicable"}
_ANSWERED = {"name", "date", "tier", "planned_on", "status"}
"""Facts of a launch that every plan begins with anew."""


def carried(data: dict[str, Any]) -> dict[str, Facts]:
    """The facts that the next plan begins with; dates, states, figures and links become placeholders."""
    blanks = Blanks()
    facts = {key: value for key, value in data.items() if key not in _LEFT_OUT and value}
    facts["launch"] = {key: value for key, value in data["launch"].items() if key not in _ANSWERED}
    return _Carried(blanks).section(facts, Plan, blanks.schema, "")


class _Carried:
    """A walk through the plan of the last launch."""

    def __init__(self, blanks: Blanks) -> None:
        self.blanks = blanks

    def section(
        self, facts: dict[str, Any], model: type[Section], schema: dict[str, Any], path: str
    ) -> dict[str, Facts]:
        """Keep of a section what launches have in common."""
        known = fields(model)
        return {
            key: self.value(key, value, known[key], schema["properties"][key], f"{path}{key}")
            for key, value in facts.items()
            if not self.says_nothing(value, schema["properties"][key])
        }

    def says_nothing(self, value: Any, schema: dict[str, Any]) -> bool:
        """Whether a value is empty, or says that there is none of something: true of one launch."""
        is_list = self.blanks.resolved(schema).get("type") == "array"
        return value in (None, [], {}) or (is_list and not isinstance(value, list))

    def value(self, key: str, value: Any, known: Known, schema: dict[str, Any], path: str) -> Facts:
        """Keep of a value what launches have in common."""
        if known.free:
            return _emptied(value)
        schema = self.blanks.resolved(schema)
        if isinstance(value, list) and "items" in schema:
            return self.entries([self.entry(key, each, known, schema["items"], path) for each in value])
        if isinstance(value, dict) and known.many == "map":
            inside = next(iter(schema["patternProperties"].values()))
            plain = known._replace(many="")
            return {id: self.value(key, each, plain, inside, path) for id, each in value.items()}
        if isinstance(value, dict) and known.model:
            return self.section(value, known.model, schema, f"{path}.")
        refers_to = schema.get(REFERS_TO)
        if key == "due" and str(value)[:1] not in {"T", "F"}:
            return Blank("YYYY-MM-DD")  # a date of that launch, not days from the launch
        is_kept = path in KEPT or refers_to in _REFERENCES or (refers_to == "person" and self.owns(key, path))
        return value if is_kept else blank(key, known, schema)

    def owns(self, key: str, path: str) -> bool:
        """Whether a key names a person for every launch."""
        return key in _OWNING or path.startswith("owners.")

    def entry(self, key: str, value: Any, known: Known, schema: dict[str, Any], path: str) -> Facts:
        """Keep of an entry of a list what launches have in common, if that says what it is."""
        found = self.value(key, value, known, schema, path)
        schema = self.blanks.resolved(schema)
        if not known.model or not isinstance(found, dict):
            return found
        names = {name for name, each in found.items() if not isinstance(each, Blank)}
        is_named = any(f"{path}.{name}" in KEPT for name in names)
        is_whole = is_named and names.issuperset(schema.get("required", ()))
        return found if is_whole else self.blanks.section(value, known.model, schema)

    def entries(self, found: list[Facts]) -> list[Facts]:
        """Leave out entries that are like others, now that they say less."""
        open_ = [entry for entry in found if not _is_known(entry)]
        known = [
            entry for index, entry in enumerate(found) if _is_known(entry) and entry not in found[:index]
        ]
        return known or without_repeats(open_)


def _is_known(facts: Facts) -> bool:
    """Whether a value is not a placeholder, or has one that is not inside it."""
    if isinstance(facts, dict):
        return any(map(_is_known, facts.values()))
    return any(map(_is_known, facts)) if isinstance(facts, list) else not isinstance(facts, Blank)


def _emptied(facts: Any) -> Facts:
    """Facts of any shape with a placeholder for every value."""
    if isinstance(facts, dict):
        return {key: _emptied(value) for key, value in facts.items()}
    if isinstance(facts, list):
        return [_emptied(value) for value in facts[:1]]
    return facts if isinstance(facts, Blank) else Blank("text")
