"""Find checklists, built-in by name and custom by path, and layer one on top of the other."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from launchcheck import parse
from launchcheck.checklist import AreaOf, Checklist, Item, ItemOverride, Layer, Made, Off, WaiverRules
from launchcheck.checks.trusted import Maker
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.panels import PanelOf
from launchcheck.plan import AREAS, PACKS, POLLED
from launchcheck.source import Source, Where
from launchcheck.text import listed, quote, suggest

BUILT_IN = "launch"
MOST_EXTENDS = 8
"""The longest chain of checklists that extend each other."""

_HERE = Path(__file__).parent
# In a wheel the checklists are inside the package, in a checkout next to it.
_FOLDER = next((each for each in (_HERE / "checklists", _HERE.parent / "checklists") if each.is_dir()), _HERE)


_OWNERS = f"set `owner:` to one of {listed(('launch', *AREAS), 'or')}"


class _Read(NamedTuple):
    """A checklist file as it was read."""

    key: str
    layer: Layer
    source: Source
    path: str


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The names of the built-in checklists."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


@lru_cache(maxsize=64)
def built_in(*wanted: str) -> Checklist:
    """Built-in checklists by name, read once; `launch` if none is named."""
    return _stacked(wanted or (BUILT_IN,))


def find(
    wanted: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (BUILT_IN,),
    opened: Callable[[str], Source] = Source.read,
) -> Checklist:
    """Combine checklists by name or path, later ones on top of earlier ones; one name is one checklist.

    A checklist that others extend is read once, below all of them. `opened` reads those that are not
    built in.

    Raises:
        LaunchcheckError: an unknown name, an unreadable or malformed file, a cycle of `extends`,
            or a change to an item that does not exist; located.
        TypeError: what is wanted is neither a name or path nor a series of them.

    """
    several = [wanted] if isinstance(wanted, str | os.PathLike) else wanted
    paths = tuple([os.fspath(each) for each in several])
    return built_in(*paths) if set(paths) <= set(names()) else _stacked(paths, opened)


def _stacked(wanted: Iterable[str], opened: Callable[[str], Source] = Source.read) -> Checklist:
    """Combine checklists with all that they extend, each once, the lowest first."""
    layers: dict[str, _Read] = {}
    for name in wanted:
        _add(layers, opened, name, "", ())
    return _combined(list(layers.values()))


def with_packs(checklist: Checklist, packs: Iterable[str]) -> Checklist:
    """The same checklist with some packs on, below everything but `launch`; settings are applied again.

    A checklist that was put together by hand is returned as it is.

    Raises:
        LaunchcheckError: what a checklist changes in a pack does not fit it; located.

    """
    made = checklist.made
    if made is None:
        return checklist
    there = {read.key for read in made.layers}
    wanted = [pack for pack in packs if pack not in there]
    if not wanted:
        return checklist
    layers: dict[str, _Read] = {}
    for name in (BUILT_IN, *wanted):
        _add(layers, Source.read, name, "", ())
    combined = _combined([*layers.values(), *(read for read in made.layers if read.key not in layers)])
    return made.settle(combined) if made.settle else combined


def files_of(checklist: Checklist) -> tuple[str, ...]:
    """The files that a checklist was made from, without the built-in ones."""
    made = checklist.made
    layers: tuple[_Read, ...] = made.layers if made else ()
    return tuple(read.path for read in layers if read.key not in names())


def pack(name: str) -> Layer:
    """The file of a pack: its question, what it is for, and its items."""
    made = built_in(name).made
    layers: dict[str, Layer] = {read.key: read.layer for read in made.layers} if made else {}
    return layers[name]


def item_of_pack(id: str) -> Item | None:
    """An item of a built-in pack by its id, whether or not the pack is on."""
    pack = id.partition(".")[0]
    items = built_in(pack).items if pack in PACKS else ()
    return next((item for item in items if item.id == id), None)


def is_built_in(id: str) -> bool:
    """Whether an item comes with launchcheck, in a pack or not."""
    return item_of_pack(id) is not None or any(item.id == id for item in built_in().items)


def _add(
    layers: dict[str, _Read],
    opened: Callable[[str], Source],
    name: str,
    folder: str,
    above: tuple[str, ...],
) -> None:
    """Add a checklist, and below it those that it extends; none is read twice."""
    key, path = _found(name, folder)
    if key in layers:
        return
    is_ours = key in names()
    source = Source.read(path) if is_ours else opened(path)
    read = _Read(key, _ours(source) if is_ours else parse.read(source, Layer), source, path)
    for index, below in enumerate(read.layer.extends):
        _add_below(layers, opened, read, below, index, (*above, key))
    layers[key] = read


def _ours(source: Source) -> Layer:
    """A checklist of ours, which tests validate. If it was changed since, validation says what is wrong."""
    try:
        return Maker().part(Layer, source.data)
    except Exception:  # noqa: BLE001  # whatever the change broke
        return parse.read(source, Layer)


def _add_below(
    layers: dict[str, _Read],
    opened: Callable[[str], Source],
    read: _Read,
    wanted: str,
    index: int,
    above: tuple[str, ...],
) -> None:
    """Add one of the checklists that another extends; errors are located at its `extends:`."""
    folder = os.path.dirname(read.path)
    try:
        circle = _found(wanted, folder)[0] in above
        if not circle and len(above) < MOST_EXTENDS:
            _add(layers, opened, wanted, folder, above)
            return
    except LaunchcheckError as error:
        if error.parts or any(location.line for location in error.locations):
            raise
        cannot = f"cannot extend {quote(wanted)}: " if error.locations else ""
        message, hint = f"{cannot}{error.message}", error.hint
    else:
        what = "extends itself" if circle else f"is more than {MOST_EXTENDS} checklists deep"
        message, hint = (
            f"the checklist {quote(wanted)} {what}",
            "the lowest one must extend launch, or nothing",
        )
    where: Where = ("extends", index) if isinstance(read.source.data["extends"], list) else ("extends",)
    raise LaunchcheckError(message, hint=hint, locations=(read.source.locate(where),))


def _found(name: str, folder: str) -> tuple[str, str]:
    """The key and file of a checklist: a built-in name, or a path relative to `folder`."""
    if os.sep in name or "/" in name or name.endswith((".yaml", ".yml")):
        path = os.path.normpath(os.path.join(folder, name))
        return os.path.abspath(path), path
    if name in names():
        return name, str(_FOLDER / f"{name}.yaml")
    hint = suggest(name, names())
    ours = "built in: launch, and the packs that `launchcheck checks --packs` lists"
    own = f"a file of your own needs its path: {quote(f'./{name}.yaml')}"
    raise LaunchcheckError(
        f"no checklist called {quote(name)}",
        hint=f"{hint} {ours}; {own}".lstrip(),
    )


def _combined(layers: list[_Read]) -> Checklist:
    """Merge all layers, each on top of those before it."""
    items: dict[str, Item] = {}
    raw: dict[str, dict[str, Any]] = {}
    areas: dict[str, AreaOf] = {}
    panels: dict[str, PanelOf] = {}
    off: dict[str, Off] = {}
    wrong: list[LaunchcheckError] = []
    for read in layers:
        wrong += _unknown(read, items, areas)
        areas.update({area.id: area for area in read.layer.areas})
        wrong += _unowned(read)
        for id in read.layer.off:
            items.pop(id, None)
            if id in areas:
                off[id] = Off(f"turned off by the checklist {quote(read.layer.name)}", "checklist")
        for id, change in read.layer.change.items():
            if id in items:
                try:
                    items[id] = _changed(items[id], raw, change, read.source)
                except LaunchcheckError as error:
                    wrong.append(error)
        for index, item in enumerate(read.layer.items):
            wrong += _misplaced(read, index, item, items, areas)
            items.setdefault(item.id, item)
            raw[item.id] = read.source.data["items"][index]["check"]
        wrong += _undrawable(read, items)
        panels.update({panel.id: panel for panel in read.layer.panels})
    if wrong:
        parts = tuple(part for error in wrong for part in error.parts or (error,))
        raise LaunchcheckError("the checklist is malformed", parts=parts)
    ordered = sorted(items.values(), key=lambda item: [*areas].index(item.area))
    rules = [read.layer.waivers for read in layers if read.layer.waivers]
    # All parts are already validated; validating again would rebuild their schemas.
    found = Checklist.model_construct(
        names=tuple(read.layer.name for read in layers),
        areas=tuple(areas.values()),
        items=tuple(ordered),
        waivers=rules[-1] if rules else WaiverRules.model_construct(),
        panels=tuple(panels.values()),
        off=off,
    )
    return found.made_from(Made(tuple(layers)))


def _unknown(read: _Read, items: dict[str, Item], areas: dict[str, AreaOf]) -> Iterator[LaunchcheckError]:
    """Items and areas that are turned off or changed, but do not exist below this checklist."""
    places: list[tuple[str, Where]] = [(id, ("off", index)) for index, id in enumerate(read.layer.off)]
    places += [(id, ("change", id)) for id in read.layer.change]
    for id, where in places:
        known = areas if "." not in id else items
        if id not in known and id not in PACKS and not item_of_pack(id):
            what = "area" if known is areas else "item"
            hint = suggest(
                id,
                known,
                f"areas: {listed(areas)}" if known is areas else "`launchcheck checks` lists the items",
            )
            place = read.source.locate(where, key=where[0] == "change")
            yield LaunchcheckError(f"no {what} {quote(id)} to change", hint=hint, locations=(place,))


def _misplaced(
    read: _Read, index: int, item: Item, items: dict[str, Item], areas: dict[str, AreaOf]
) -> Iterator[LaunchcheckError]:
    """The errors in the id, area and owner of an item."""

    def error(field: str, message: str, hint: str) -> LaunchcheckError:
        return LaunchcheckError(message, hint=hint, locations=(read.source.locate(("items", index, field)),))

    if item.id in items:
        yield error(
            "id",
            f"the item {quote(item.id)} already exists",
            "change it under `change:`, or choose another id",
        )
    if item.area not in areas:
        yield error(
            "area",
            f"no area {quote(item.area)}",
            suggest(item.area, areas, f"areas: {listed(areas)}; add it under `areas:`"),
        )
    answers = item.owner or item.area
    is_owned = not item.owner and item.area in areas and bool(areas[item.area].owner)
    if answers not in POLLED and not is_owned:
        field = "owner" if item.owner else "area"
        yield error(field, f"{quote(answers)} has no owner in a plan", _OWNERS)


def _unowned(read: _Read) -> Iterator[LaunchcheckError]:
    """Errors about areas that are given to the owner of an area that has none."""
    for index, area in enumerate(read.layer.areas):
        if area.owner and area.owner not in POLLED:
            place = read.source.locate(("areas", index, "owner"))
            message = f"{quote(area.owner)} has no owner in a plan"
            yield LaunchcheckError(message, hint=_OWNERS, locations=(place,))


def _undrawable(read: _Read, items: dict[str, Item]) -> Iterator[LaunchcheckError]:
    """Panels that are declared twice, or whose marks are counted by no item."""
    ids: set[str] = set()
    for index, panel in enumerate(read.layer.panels):
        if panel.id in ids:
            place = read.source.locate(("panels", index, "id"))
            hint = "give each panel in a file a different id"
            yield LaunchcheckError(
                f"the panel {quote(panel.id)} appears twice", hint=hint, locations=(place,)
            )
        ids.add(panel.id)
        if panel.shape != "timeline" or not panel.needed:
            continue
        needed = panel.needed
        place = read.source.locate(("panels", index, "needed"))
        if needed not in items:
            hint = suggest(needed, items, "`launchcheck checks` lists the items")
            yield LaunchcheckError(f"no item {quote(needed)}", hint=hint, locations=(place,))
        elif panel.counted_by(items[needed]) is None:
            message = f"the item {quote(needed)} does not count {panel.of}"
            hint = "name an item whose check is a count of this list"
            yield LaunchcheckError(message, hint=hint, locations=(place,))


def _changed(item: Item, raw: dict[str, dict[str, Any]], change: ItemOverride, source: Source) -> Item:
    """Apply the change of another checklist to an item."""
    fields = (
        *("severity", "due", "opens", "when", "question", "why", "fix"),
        *("waivable", "waived_one_by_one", "core"),
    )
    update = {name: getattr(change, name) for name in fields if getattr(change, name) is not None}
    if change.when is not None:
        update["otherwise"] = None
    if change.options:
        where = ("change", item.id, "options")
        merged, unknown = _with_options(raw[item.id], change.options)
        if unknown:
            places = [(name, source.locate((*where, name), key=True)) for name in unknown]
            wrong = tuple(_unknown_option(raw[item.id], name, place) for name, place in places)
            raise LaunchcheckError("unknown options", parts=wrong)
        update["check"] = parse.read(_Options(source, where, merged), type(item.check))
        raw[item.id] = merged
    return item.model_copy(update=update)


class _Options(NamedTuple):
    """A check with options set in another file: its data, and the location of the options."""

    source: Source
    where: Where
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """The file that sets the options."""
        return self.source.name

    def locate(self, where: Where, *, key: bool = False) -> Location:
        """The location of the option where it is set."""
        return self.source.locate(self._below(where), key=key)

    def typed(self, where: Where) -> str | None:
        """The option's value as written."""
        return self.source.typed(self._below(where))

    def as_written(self, where: Where) -> Where | None:
        """The path itself, since a checklist has no placeholders; None if it is not in the file."""
        return where if self.source.as_written(self._below(where)) is not None else None

    def _below(self, where: Where) -> Where:
        """The place of an option; those of one check among several are set with or without its index."""
        if where[:1] != ("checks",) or len(where) < 3:
            return (*self.where, *where)
        one = f"checks.{where[1]}.{where[2]}"
        written = self.source.as_written((*self.where, one))
        return (*self.where, *((one, *where[3:]) if written is not None else where[2:]))


def _unknown_option(raw: dict[str, Any], name: str, place: Location) -> LaunchcheckError:
    """The error for an option that the item's check does not use."""
    checks, one = raw.get("checks", ()), _OF_ONE.fullmatch(name)
    if one and int(one[1]) < len(checks):
        known = [f"checks.{one[1]}.{each}" for each in sorted(checks[int(one[1])]) if each != "kind"]
    else:
        known = sorted({name for check in (raw, *checks) for name in check} - {"kind", "checks"})
    hint = suggest(name, known, f"options in use: {listed(known, most=20)}")
    return LaunchcheckError(f"this check has no option {quote(name)}", hint=hint, locations=(place,))


_OF_ONE = re.compile(r"checks\.(\d{1,3})\.(\w+)", re.ASCII)
"""The name of an option of one check among several."""


def _with_options(raw: dict[str, Any], options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Set options in a check's data; also return the options that it does not use.

    If the check combines several, each one that uses the option gets it. Where they test different
    fields, each gets the new tests of its own fields, and keeps the others. `checks.2.within` is the
    option of one of them, counted from 0.
    """
    if raw["kind"] != "all":
        return {**raw, **options}, []
    checks = raw["checks"]
    of_one = {name: (int(found[1]), found[2]) for name in options if (found := _OF_ONE.fullmatch(name))}
    of_all = {name: value for name, value in options.items() if name not in of_one}
    used = {name for check in checks for name in check}
    shared = {name: value for name, value in of_all.items() if _tests_known_fields(checks, name, value)}
    changed = [{**check, **_options_of(check, of_all, shared)} for check in checks]
    unknown = [name for name in of_all if name not in used]
    for name, (index, option) in of_one.items():
        if index < len(changed) and option in changed[index] and option != "kind":
            changed[index][option] = options[name]
        else:
            unknown.append(name)
    return {**raw, "checks": changed}, unknown


def _tests_known_fields(checks: list[dict[str, Any]], name: str, value: Any) -> bool:
    """Whether an option tests fields, and one of some checks already tests each of them."""
    known = {field for check in checks if name in check for field in check[name]} if name == "is" else set()
    return isinstance(value, dict) and bool(value) and known >= value.keys()


def _options_of(check: dict[str, Any], options: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """What one check among several takes of some options; of `shared` ones, the tests of its own fields."""
    taken = {name: value for name, value in options.items() if name in check and name != "kind"}
    for name in shared.keys() & taken.keys():
        own = {field: test for field, test in shared[name].items() if field in check[name]}
        taken[name] = {**check[name], **own}
    return taken
