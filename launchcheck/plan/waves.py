"""Waves: a launch that reaches regions, segments or features one after the other."""

from collections.abc import Sequence
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from launchcheck.plan.references import (
    CampaignId,
    FeatureId,
    Once,
    PersonId,
    SegmentId,
    names_if_any,
    reference,
)
from launchcheck.plan.time_zones import TimeZone
from launchcheck.plan.types import Day, Id, PlannedDate, Section, Text, wrong_at
from launchcheck.text import quote

WaveId: TypeAlias = Annotated[str, reference("wave", "waves")]
"""The id of a wave under `waves`."""

Region: TypeAlias = Annotated[str, reference("region", "product.availability.regions", names_if_any)]
"""One of `product.availability.regions`; any name where that list is missing or empty."""


class Wave(Section):
    """A part of the launch with a day of its own."""

    id: Id = Field(description="The id of the wave, as in `validate --wave`.", examples=["emea"])
    name: Text | None = Field(
        default=None, description="What reports call the wave, after the launch.", examples=["Europe"]
    )
    date: PlannedDate | None = Field(
        default=None,
        description="The date of the wave, or the period it is in; of the first, the launch date.",
        examples=["2027-02-23"],
    )
    owner: PersonId | None = Field(
        default=None, description="Who runs the wave: the id of a person.", examples=["sam"]
    )
    regions: list[Region] | None = Field(
        default=None,
        description="The regions that it reaches, as in product.availability.regions.",
        examples=[["eu"]],
    )
    segments: list[SegmentId] | None = Field(
        default=None, description="The segments that it reaches: ids of segments.", examples=[["enterprise"]]
    )
    features: list[FeatureId] | None = Field(
        default=None, description="The features that it brings: ids of features.", examples=[["audit-log"]]
    )
    campaigns: list[CampaignId] | None = Field(
        default=None, description="Its campaigns: ids of campaigns.", examples=[["launch-email"]]
    )
    needs: list[WaveId] | None = Field(
        default=None, description="The waves that it waits for: ids of waves.", examples=[["americas"]]
    )
    support: list[TimeZone] | None = Field(
        default=None,
        description="The time zones in which support answers its customers.",
        examples=[["Europe/London"]],
    )
    exit: Text | None = Field(
        default=None,
        description="What must hold before the next wave begins.",
        examples=["Error rate below 0.5 % for five days"],
    )
    exit_met_on: Day | None = Field(
        default=None, description="The date on which that was met.", examples=["2027-02-22"]
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        for index, id in enumerate(self.needs or ()):
            if id == self.id:
                raise wrong_at(("needs", index), id, f"wave {quote(id)} needs itself")
        if self.exit_met_on and self.date and self.exit_met_on < self.date.first:
            message = f"'exit_met_on' is {self.exit_met_on}, before 'date', {self.date.text}"
            raise wrong_at(("exit_met_on",), str(self.exit_met_on), message)
        return self


def _apart(waves: list[Wave]) -> list[Wave]:
    """Refuse a region that two waves reach for the same segments and features."""
    for index, wave in enumerate(waves):
        for at, region in enumerate(wave.regions or ()):
            for other in waves[:index]:
                if region in (other.regions or ()) and _meet(wave, other):
                    message = f"wave {quote(wave.id)} reaches {quote(region)}, as wave {quote(other.id)} does"
                    hint = "name it in one of them, or give each other segments or features"
                    raise wrong_at((index, "regions", at), region, message, hint)
    return waves


def _meet(wave: Wave, other: Wave) -> bool:
    """Whether two waves reach the same segments with the same features."""
    return _overlap(wave.segments, other.segments) and _overlap(wave.features, other.features)


def _overlap(some: Sequence[str] | None, others: Sequence[str] | None) -> bool:
    """Whether two lists have something in common, or are both left out."""
    return not {*(some or ())}.isdisjoint(others or ()) or not (some or others)


Waves: TypeAlias = Annotated[list[Wave], Once("wave"), AfterValidator(_apart)]
"""Every wave of the launch."""
