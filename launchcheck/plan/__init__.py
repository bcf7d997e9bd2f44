"""The plan format, version 1: the model of a launch plan."""

from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias

from pydantic import Field, PrivateAttr

from launchcheck.plan.audience import Audience, Messaging
from launchcheck.plan.campaigns import Campaign
from launchcheck.plan.customer_success import CustomerSuccess
from launchcheck.plan.git_addresses import Apart
from launchcheck.plan.goals import Goal
from launchcheck.plan.known import fields
from launchcheck.plan.launch import Launch, Owners, Person
from launchcheck.plan.not_applicable import NotApplicable
from launchcheck.plan.product import Product
from launchcheck.plan.references import DECLARED, Declared, Once
from launchcheck.plan.sales import Sales
from launchcheck.plan.sections import AREAS, OWNED, PACKS, POLLED, PackName, described_as_in, with_later
from launchcheck.plan.types import Id, JsonSchema, Section, Text, problem, read_by
from launchcheck.plan.waivers import Waiver
from launchcheck.text import show
from launchcheck.windows import Window

__all__ = ["AREAS", "OWNED", "PACKS", "POLLED", "VERSION", "Plan", "Section", "fields"]

VERSION = 1
"""The version of the plan format."""


def _version(value: object) -> object:
    if type(value) is int and value == VERSION:
        return value
    message = f"unknown format version {show(value, 60)}; this launchcheck supports version {VERSION}"
    raise problem(message, f"write launchcheck: {VERSION}")


_Version: TypeAlias = Annotated[Literal[1], read_by(_version, "Version", type="integer", const=VERSION)]


@with_later
class Plan(Section):
    """A launch plan: the facts from which launchcheck decides whether a launch is ready."""

    takes_placeholders: ClassVar[bool] = True

    launchcheck: _Version = Field(description="The version of the plan format.", examples=[1])
    packs: list[PackName] | None = Field(
        default=None,
        description=(
            "Packs to ask about, too: optional areas, each a section of the same name. Settings may"
            " turn on more."
        ),
        examples=[["operations"]],
    )
    launch: Launch = Field(description="The launch: its name, date, tier and decider.")
    people: Annotated[dict[Id, Person], Apart()] | None = Field(
        default=None,
        description="Who takes part, by id (letters, digits, - and _).",
        examples=[{"priya": {"name": "Priya Nair", "function": "product_management", "backup": "ben"}}],
    )
    owners: Owners | None = Field(default=None, description="The one person who owns each area.")
    product: Product | None = Field(
        default=None, description="Is the product ready to be launched? Any caveats?"
    )
    audience: Audience | None = Field(default=None, description="Who is the buyer and the audience?")
    messaging: Messaging | None = Field(
        default=None, description="The message, its version, and when it last changed."
    )
    goals: Annotated[list[Goal], Once("goal")] | None = Field(
        default=None, description="What are the launch goals? No id may appear twice."
    )
    campaigns: Annotated[list[Campaign], Once("campaign")] | None = Field(
        default=None,
        description=(
            "What are the launch campaigns? Do they set appropriate expectations? No id may appear twice;"
            " an empty list means that there are none."
        ),
    )
    sales: Sales | None = Field(default=None, description="Has sales been told seven times in seven ways?")
    customer_success: CustomerSuccess | None = Field(
        default=None, description="Are customer success managers ready to field questions?"
    )
    not_applicable: dict[Text, NotApplicable] | None = Field(
        default=None,
        description="Areas and items that do not apply to this launch, by id: why, and who says so.",
        examples=[{"sales": {"reason": "An internal tool; nobody sells it.", "by": "grace"}}],
    )
    waivers: list[Waiver] | None = Field(
        default=None, description="Open items that are accepted, by whom, and until when."
    )
    custom: dict[str, Any] | None = Field(
        default=None, description="A company's own facts, for its own checklist; any keys are allowed."
    )

    _wave: str = PrivateAttr("")
    _name: str = PrivateAttr("")

    @property
    def wave(self) -> str:
        """The id of the wave that sees the plan; empty for the launch as a whole."""
        return self._wave

    @property
    def name(self) -> str:
        """The name of the launch as a whole, whichever wave sees it."""
        return self._name or self.launch.name

    @property
    def turned_on(self) -> tuple[str, ...]:
        """The packs that the plan turns on, each once, in the order of the sections."""
        return tuple(pack for pack in PACKS if pack in self.packs) if self.packs else ()

    @classmethod
    def model_validate(cls, obj: Any, *, context: Any = None, **options: Any) -> Self:
        """Validate plain data as a plan.

        References are checked against the ids that the data declares; a wrong one is reported in
        the same error as everything else.

        Raises:
            pydantic.ValidationError: the data is not a plan; lists everything that is wrong.

        """
        context = {DECLARED: Declared(obj), **(context or {})}
        return super().model_validate(obj, context=context, **options)

    def moved_to(self, date: Window) -> Self:
        """Return the same plan with another launch date."""
        launch = self.launch.model_copy(update={"date": date})
        return self.model_copy(update={"launch": launch})

    def as_seen_by(self, wave: str, name: str) -> Self:
        """Return the same plan, marked as that of one wave of the launch of this name."""
        seen = self.model_copy()
        seen._wave, seen._name = wave, name  # noqa: SLF001  # its own
        return seen

    @classmethod
    def json_schema_for(cls, data: object) -> JsonSchema:
        """Return a JSON Schema that does not describe later sections that the raw data does not have."""
        return described_as_in(cls, data)
