"""The model of a checklist: what to ask, why, how to fix it, how much it matters, and when it is due."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Self, TypeAlias, get_args

from pydantic import Field, PrivateAttr, field_validator
from pydantic_core import core_schema

from launchcheck.checks import AnyCheck
from launchcheck.checks.all import All
from launchcheck.checks.options import TIER, TIERS, ByTier, DueDay, Parsed, Path, malformed
from launchcheck.checks.predicates import Test
from launchcheck.checks.reads import Part, declared
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.panels import PanelOf
from launchcheck.text import quote

if TYPE_CHECKING:
    from launchcheck.checks.kinds import OneCheck
    from launchcheck.plan.paths import PlanPath

FORMAT = 1
"""The version of the checklist format that this launchcheck knows."""

MOST_EXPRESSIONS = 64
"""How many expressions the items of one file may have; each is evaluated for each plan."""


class Severity(StrEnum):
    """How much an open item matters: a blocker closes the gate, a warning does not."""

    BLOCKER = "blocker"
    WARNING = "warning"


def _by_tier(value: Any) -> dict[int, Severity]:
    """A severity for each tier that asks; a single word means every tier."""
    if isinstance(value, str):
        return dict.fromkeys(TIERS, Severity(value))
    return {int(tier): Severity(word) for tier, word in value.items()}


_WORDS = [severity.value for severity in Severity]
_SEVERITY_JSON = {
    "anyOf": [
        {"enum": _WORDS},
        {
            "type": "object",
            "propertyNames": {"enum": ["1", "2", "3"]},
            "additionalProperties": {"enum": _WORDS},
        },
    ],
    "description": "blocker or warning, for all tiers or by tier: {1: blocker, 3: warning}; "
    "the item is not asked at a tier that is left out",
}


def _severity_schema() -> core_schema.CoreSchema:
    """A word, or a map of words by tier."""
    word = core_schema.literal_schema(_WORDS)
    tiers = core_schema.dict_schema(TIER, word)
    return core_schema.tagged_union_schema(
        {"word": word, "tiers": tiers}, lambda value: "tiers" if isinstance(value, dict) else "word"
    )


SeverityByTier: TypeAlias = Annotated[dict[int, Severity], Parsed(_severity_schema, _by_tier, _SEVERITY_JSON)]
_AREA = r"[a-z0-9_-]{1,40}"
_ITEM = rf"{_AREA}(?:\.{_AREA})+"


def _item_id(text: str) -> str:
    """An item's id: the area, a dot and a name."""
    if not re.fullmatch(_ITEM, text, re.ASCII) or len(text) > _LONGEST_ID:
        hint = "an id is the area, a dot and a name, in lowercase letters, digits, - and _: sales.seven-times"
        raise LaunchcheckError(f"{quote(text)} is not the id of an item", hint=hint)
    return text


def _area_id(text: str) -> str:
    """An area's id: one word."""
    if not re.fullmatch(_AREA, text, re.ASCII):
        hint = "an area is one word of lowercase letters, digits, - and _: customer_success"
        raise LaunchcheckError(f"{quote(text)} is not the id of an area", hint=hint)
    return text


_LONGEST_ID = 80
ItemId: TypeAlias = Annotated[
    str, Parsed(core_schema.str_schema, _item_id, {"type": "string", "pattern": f"^{_ITEM}$"})
]
AreaId: TypeAlias = Annotated[
    str, Parsed(core_schema.str_schema, _area_id, {"type": "string", "pattern": f"^{_AREA}$"})
]
OffId: TypeAlias = Annotated[
    str,
    Parsed(
        core_schema.str_schema,
        lambda text: _item_id(text) if "." in text else _area_id(text),
        {"type": "string", "pattern": rf"^{_AREA}(?:\.{_AREA})*$"},
    ),
]
Words: TypeAlias = Annotated[str, Field(min_length=1)]


class Item(Part):
    """One question of a checklist, and the check that answers it."""

    id: ItemId = Field(
        description="The area and a name: sales.seven-times", examples=["acme.security-review"]
    )
    area: AreaId = Field(description="The area that it belongs to")
    question: Words = Field(description="What is asked, in one sentence")
    why: Words = Field(description="The failure that the item prevents")
    fix: Words = Field(description="What to write in the plan so that it passes")
    example: str = Field("", description="YAML to paste into a plan")
    severity: SeverityByTier
    due: DueDay
    opens: DueDay | None = Field(
        None,
        description="The first day on which it is asked, such as T+1 for what only comes after the launch;"
        " before that it does not apply",
    )
    owner: AreaId = Field(
        "", description="The area whose owner is responsible; by default its own area, or that area's `owner`"
    )
    waivable: bool = Field(True, description="Whether a waiver may accept it")
    waived_one_by_one: bool = Field(
        False,
        description="Whether a waiver must name in `where` what it accepts, and never accepts all of it",
    )
    core: bool = Field(
        False,
        description="Whether it is one of the few blockers that stop launches: a report names them first",
    )
    when: dict[Path, Test] = Field({}, description="Ask the item only where these facts of the plan match")
    otherwise: Words | None = Field(
        None, description="What a report says where these facts do not match, instead of naming them"
    )
    check: AnyCheck = Field(description="The check that decides it from facts of the plan")
    evidence: list[Path] = Field(
        [], description="Links that the item relies on, beyond the facts that its check reads"
    )

    @property
    def checks(self) -> "tuple[OneCheck, ...]":
        """The checks that decide it, one by one."""
        return tuple(self.check.checks) if isinstance(self.check, All) else (self.check,)

    def reads(self) -> "tuple[PlanPath, ...]":
        """Every fact that decides the item."""
        return tuple(dict.fromkeys(each.read for each in declared(self)))


class ItemOverride(Part):
    """What a checklist changes in an item of the checklist that it extends."""

    severity: SeverityByTier | None = None
    due: DueDay | None = None
    opens: DueDay | None = Field(None, description="The first day on which it is asked")
    when: dict[Path, Test] | None = Field(
        None, description="Ask the item only where these facts of the plan match"
    )
    question: Words | None = Field(None, description="What is asked, in one sentence")
    why: Words | None = Field(None, description="The failure that the item prevents")
    fix: Words | None = Field(None, description="What to write in the plan so that it passes")
    waivable: Literal[False] | None = Field(None, description="false: waivers may no longer accept it")
    waived_one_by_one: Literal[True] | None = Field(
        None, description="true: a waiver must now name in `where` what it accepts"
    )
    core: bool | None = Field(
        None, description="Whether it is one of the few blockers that a report names first"
    )
    options: dict[str, Any] = Field({}, description="Options of its check, such as at_least")


class AreaOf(Part):
    """An area of a checklist, and the question that it answers as a whole."""

    id: AreaId = Field(description="The id that items refer to")
    question: Words = Field(description="The heading of the area in a report")
    owner: AreaId = Field(
        "",
        description="The area whose owner is responsible where the plan names none for this one",
        examples=["product"],
    )

    @property
    def answers(self) -> tuple[str, ...]:
        """The areas whose owner may answer for its items: the first that has one in a plan."""
        return (self.id, self.owner) if self.owner else (self.id,)


Group: TypeAlias = Literal["plan", "clear", "run", "end"]
GROUPS: tuple[str, ...] = get_args(Group)
"""What packs are about, in the order of a launch: to plan it, to clear it, to run it, to end it."""


class PackOf(Part):
    """What a pack is for, as `launchcheck checks --packs` lists it."""

    group: Group = Field(
        description="What it is about: to plan a launch, to clear it, to run it, or to end it"
    )
    recommended: Words = Field(
        description="Which launches should turn it on, in a few words that follow the word recommended",
        examples=["where the product runs as a service"],
    )


class WaiverRules(Part):
    """Who may accept open items, how many, and for how long."""

    approvers: list[str] = Field(
        [], description="Ids of the people who may approve; by default anyone but the owner"
    )
    most: ByTier | None = Field(None, description="The maximum number of waivers in a plan, by tier")
    days_after_launch: int = Field(
        30, description="The latest date on which a waiver may expire, in days after the launch", ge=0
    )


def is_lower(severity: str, than: str) -> bool:
    """Whether a severity is lower than another; empty means that the item is not asked."""
    order = ("", Severity.WARNING.value, Severity.BLOCKER.value)
    return order.index(severity) < order.index(than)


class Off(NamedTuple):
    """Why an area or item is off, and where that is set: `settings` or `checklist`."""

    reason: str
    source: str


class Lowered(NamedTuple):
    """The severity by tier that an item had before settings lowered it, and where they do."""

    before: dict[int, Severity]
    location: Location
    origin: str


def _extended(names: str | list[str]) -> tuple[str, ...]:
    """The checklists that a file extends, the lowest first."""
    return (names,) if isinstance(names, str) else tuple(names)


def _extended_schema() -> core_schema.CoreSchema:
    """A name, or a list of names."""
    name = core_schema.str_schema(min_length=1)
    several = core_schema.list_schema(name)
    return core_schema.tagged_union_schema(
        {"name": name, "several": several}, lambda value: "several" if isinstance(value, list) else "name"
    )


_NAME_JSON = {"type": "string", "minLength": 1}
Extended: TypeAlias = Annotated[
    tuple[str, ...],
    Parsed(_extended_schema, _extended, {"anyOf": [_NAME_JSON, {"type": "array", "items": _NAME_JSON}]}),
]


class Layer(Part):
    """A checklist file: its own items, on top of the checklist that it extends."""

    checklist: Literal[1] = Field(description="The version of the checklist format: 1")
    name: Words = Field(description="The name that reports show", examples=["acme"])
    extends: Extended = Field(
        (),
        description="Built-in checklists by name, or files next to this one; later ones come on top",
        examples=["launch", ["launch", "operations"]],
    )
    pack: PackOf | None = Field(None, description="What a pack is for; only built-in checklists need it")
    areas: list[AreaOf] = Field([], description="The areas, in the order of a report")
    off: list[OffId] = Field(
        [],
        description="Items and areas of the extended checklist to skip; nothing else asks for such an area",
    )
    change: dict[ItemId, ItemOverride] = Field(
        {}, description="Changes to items of the extended checklist, by id"
    )
    waivers: WaiverRules | None = Field(None, description="Rules for waivers")
    panels: list[PanelOf] = Field(
        [],
        description="What a report shows next to the items; a panel replaces one of the same id",
    )
    items: list[Item] = Field([], description="The checklist's own items")

    @field_validator("items")
    @classmethod
    def _few_expressions(cls, items: list[Item]) -> list[Item]:
        """Refuse more expressions than a plan can be checked against at once."""
        found = [check for item in items for check in item.checks if check.kind == "expression"]
        if len(found) > MOST_EXPRESSIONS:
            raise malformed(
                f"the items have {len(found)} expressions; at most {MOST_EXPRESSIONS} are allowed",
                "use other kinds of checks where they can say it",
            )
        return items


class Made:
    """What a checklist was made from: its files, the lowest first, and the settings applied on top.

    A plan that turns on packs is asked by a checklist that is made once more, with the packs below
    what was chosen. Checklists that ask the same are equal, whatever they were made from.
    """

    __slots__ = ("layers", "settle")

    def __init__(
        self, layers: tuple[Any, ...], settle: "Callable[[Checklist], Checklist] | None" = None
    ) -> None:
        self.layers = layers
        self.settle = settle

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Made)

    def __hash__(self) -> int:
        return hash(Made)


class Checklist(Part):
    """Everything that is asked, in the order of a report; items and areas that are off or skipped, by id."""

    names: tuple[str, ...]
    areas: tuple[AreaOf, ...]
    items: tuple[Item, ...]
    waivers: WaiverRules = Field(default_factory=WaiverRules)
    panels: tuple[PanelOf, ...] = ()
    off: dict[str, Off] = Field({})
    lowered: dict[str, Lowered] = Field({})
    skipped: dict[str, str] = Field({})
    _made: Made | None = PrivateAttr(None)

    @property
    def made(self) -> Made | None:
        """What it was made from; None for a checklist that was put together by hand."""
        return self._made

    def made_from(self, made: Made) -> Self:
        """The same checklist, which remembers what it was made from."""
        copy = self.model_copy()
        copy._made = made  # noqa: SLF001  # its own
        return copy

    def answers(self, item: Item) -> tuple[str, ...]:
        """The areas whose owner may answer for an item: the first that has one in a plan."""
        if item.owner:
            return (item.owner,)
        return next((area.answers for area in self.areas if area.id == item.area), (item.area,))
