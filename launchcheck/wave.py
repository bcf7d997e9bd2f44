"""A launch plan as one of its waves sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from launchcheck.errors import LaunchcheckError
from launchcheck.text import listed, quote, suggest

if TYPE_CHECKING:
    from launchcheck.errors import Location
    from launchcheck.plan import Plan
    from launchcheck.source import Source

_BY_REGION = {"legal": "names", "localization": "languages"}
"""Sections with a list whose entries may name the regions that they are about."""


def waves_of(plan: Plan) -> tuple[str, ...]:
    """The ids of a plan's waves, in their order."""
    return tuple(wave.id for wave in getattr(plan, "waves", None) or ())


def seen_by(plan: Plan, id: str, source: Source) -> Plan:
    """The plan for one wave: its date is the launch date, and what it does not reach is left out.

    Entries that are left out become None in place, so that all others keep their place in the file.
    Priorities of segments count among those that it reaches.
    A launched plan is launched for its first wave and for those that met their exit; for others it
    is planned.

    Raises:
        LaunchcheckError: the plan has no such wave, or the wave has no date; located in `source`.

    """
    index, wave = _found(plan, id, source)
    if wave.date is None:
        raise LaunchcheckError(
            f"wave {quote(id)} has no date, so there is nothing to count from",
            hint="set date of the wave: a date, or a period such as 2027-Q2",
            locations=(source.locate(("waves", index)),),
        )
    launch = plan.launch
    is_out = wave.date.last <= launch.day or wave.exit_met_on is not None
    status = "planned" if launch.status == "launched" and not is_out else launch.status
    name = f"{launch.name}, {wave.name or wave.id}"
    found: dict[str, Any] = {
        "launch": launch.model_copy(update={"name": name, "date": wave.date, "status": status}),
        "packs": [pack for pack in plan.packs if pack != "waves"] if plan.packs else plan.packs,
        "waves": None,
        **_reached(plan, wave),
    }
    return plan.model_copy(update=found).as_seen_by(id, plan.name)


def _found(plan: Plan, id: str, source: Source) -> tuple[int, Any]:
    """A wave by its id, and its place in the list."""
    for index, wave in enumerate(getattr(plan, "waves", None) or ()):
        if wave.id == id:
            return index, wave
    known = waves_of(plan)
    hint = suggest(id, known, f"waves: {listed(known)}") if known else "list them under waves"
    words = f"no wave {quote(id)}" if known else "the plan has no waves"
    raise LaunchcheckError(words, hint=hint, locations=(_at(source),))


def _at(source: Source) -> Location:
    """The waves of a plan, or the deepest part of it that is there."""
    return source.locate(("waves",))


def _reached(plan: Plan, wave: Any) -> dict[str, Any]:
    """The sections of a plan that a wave changes, with only what it reaches."""
    changed: dict[str, Any] = {"campaigns": _by_id(plan.campaigns, wave.campaigns)}
    product, audience = plan.product, plan.audience
    if product:
        offer = product.availability
        regions = _only(offer.regions, wave.regions) if offer else None
        offered = offer and offer.model_copy(update={"regions": regions})
        features = _by_id(product.features, wave.features)
        changed["product"] = product.model_copy(update={"availability": offered, "features": features})
    if audience:
        segments = _counted_anew(_by_id(audience.segments, wave.segments))
        changed["audience"] = audience.model_copy(update={"segments": segments})
    return changed | _in_regions(plan, wave.regions)


def _in_regions(plan: Plan, regions: Collection[str] | None) -> dict[str, Any]:
    """The sections whose entries may name regions, without those for other regions only."""
    changed: dict[str, Any] = {}
    if not regions:
        return changed
    for key, attribute in _BY_REGION.items():
        section = getattr(plan, key, None)
        if section is not None:
            kept = _touching(getattr(section, attribute, None), regions)
            changed[key] = section.model_copy(update={attribute: kept})
    partners = getattr(plan, "partners", None)
    return changed | ({"partners": _touching(partners, regions)} if partners else {})


def _touching(entries: Any, regions: Collection[str]) -> Any:
    """A list without the entries that name other regions only; the word `none` as it is."""
    if not isinstance(entries, list):
        return entries
    named = [getattr(entry, "regions", None) for entry in entries]
    return [
        entry if not own or set(own) & set(regions) else None
        for entry, own in zip(entries, named, strict=True)
    ]


def _by_id(entries: Iterable[Any] | None, ids: Collection[str] | None) -> Any:
    """A list without the entries of other ids; all of it where no id is named."""
    if entries is None or not ids:
        return entries
    return [entry if entry.id in ids else None for entry in entries]


def _counted_anew(segments: Any) -> Any:
    """Segments with priorities that begin at 1: of those that a wave reaches, one comes first."""
    first = min((each.priority for each in segments or () if each and each.priority), default=1)
    if first == 1:
        return segments
    return [
        each.model_copy(update={"priority": each.priority - first + 1}) if each and each.priority else each
        for each in segments
    ]


def _only(names: Iterable[str] | None, kept: Collection[str] | None) -> Any:
    """A list without other names; all of it where none is named."""
    if names is None or not kept:
        return names
    return [name if name in kept else None for name in names]
