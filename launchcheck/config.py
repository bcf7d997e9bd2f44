"""Team settings from `.launchcheck.yaml` and from environment variables, each with its origin."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, NamedTuple, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from launchcheck import catalog, parse
from launchcheck.checklist import Checklist, ItemId, Lowered, Made, Off, Severity, SeverityByTier, is_lower
from launchcheck.checks.options import TIERS
from launchcheck.errors import EmptyFileError, LaunchcheckError, Location
from launchcheck.plan.sections import PACKS, PackName
from launchcheck.plan.time_zones import TimeZone
from launchcheck.report import FailOn
from launchcheck.source import Source, Where
from launchcheck.text import closest, quote, suggest

PREFIX = "LAUNCHCHECK_"
_NAMES = "|".join(FailOn)
VERSION = 1
"""The version in the name of the JSON Schema; new keys do not change it."""


class _Model(BaseModel):
    """A part of the file: known keys only."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


def _rules(given: object) -> object:
    """The rules of a gate as one text, whether written as a text or as a list."""
    if isinstance(given, list) and given and all(isinstance(each, str) for each in given):
        given = ",".join(given)
    if not isinstance(given, str):
        raise PydanticCustomError("launchcheck", "fail_on must be a rule such as overdue, or a list of rules")
    try:
        return ",".join(FailOn.several(given))
    except ValueError as error:
        wrong = next((name for name in map(str.strip, given.split(",")) if name not in list(FailOn)), "")
        found = {"said": f"fail_on: {error}", "hint": suggest(wrong, FailOn)}
        raise PydanticCustomError("launchcheck", "{said}", found) from None


Rules: TypeAlias = Annotated[
    str,
    BeforeValidator(_rules),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": f"^({_NAMES})( *, *({_NAMES}))*$"},
                {"type": "array", "minItems": 1, "items": {"enum": [*FailOn]}},
            ]
        }
    ),
]


_AGE = re.compile(r"(\d{1,4})([dw])", re.ASCII)


def _age(given: object) -> int:
    """A number of days that facts may be old: `2d`, `1w`."""
    found = _AGE.fullmatch(given) if isinstance(given, str) else None
    if not found:
        said = {"said": f"{quote(given)} is not a number of days or weeks", "hint": "write 2d or 1w"}
        raise PydanticCustomError("launchcheck", "{said}", said)
    return int(found[1]) * (7 if found[2] == "w" else 1)


MaxAge: TypeAlias = Annotated[
    int, BeforeValidator(_age), WithJsonSchema({"type": "string", "pattern": f"^{_AGE.pattern}$"})
]


_ADDRESS = re.compile(r"https?://[^\s<>\"'`]+")


def _address(given: object) -> str:
    """Where pages are served: an http(s) address."""
    if not isinstance(given, str) or not _ADDRESS.fullmatch(given):
        said = {
            "said": f"{quote(given) if isinstance(given, str) else 'docs'} is not an http(s) address",
            "hint": "write where the pages of launchcheck's docs are, such as https://docs.example.com/launchcheck",
        }
        raise PydanticCustomError("launchcheck", "{said}", said)
    return given


Address: TypeAlias = Annotated[
    str, BeforeValidator(_address), WithJsonSchema({"type": "string", "pattern": f"^{_ADDRESS.pattern}$"})
]


def _lines(given: object) -> str:
    """Where a code host shows a line of a file: an http(s) address with both."""
    if isinstance(given, str) and _ADDRESS.fullmatch(given) and "{path}" in given and "{line}" in given:
        return given
    what = quote(given) if isinstance(given, str) else "lines"
    said = {
        "said": f"{what} is not an address with {{path}} and {{line}}",
        "hint": "for example: https://git.example.com/acme/launches/blob/main/{path}#L{line}",
    }
    raise PydanticCustomError("launchcheck", "{said}", said)


Lines: TypeAlias = Annotated[
    str,
    BeforeValidator(_lines),
    WithJsonSchema({"type": "string", "pattern": f"^(?=.*\\{{path}})(?=.*\\{{line}}){_ADDRESS.pattern}$"}),
]


class Waivers(_Model):
    """The team's rules for waivers."""

    approvers: list[str] = Field(
        [], description="Ids of the people who can approve waivers; default: the checklist's"
    )


class File(_Model):
    """A `.launchcheck.yaml`: settings for every run in its repository. Every key is optional."""

    plans: list[str] = Field(
        [],
        description="The plans to check by default: files, folders and patterns, relative to this file",
        examples=[["launches", "products/*/launch.yaml"]],
    )
    exclude: list[str] = Field(
        [],
        description="Paths to skip (.gitignore syntax, relative to this file)",
        examples=[["launches/drafts/"]],
    )
    checklists: list[str] = Field(
        [],
        description="Checklists: built-in ones by name, others by path; later ones override earlier ones",
        examples=[["launch", "./acme.yaml"]],
    )
    packs: list[PackName] = Field(
        [], description="Packs to ask every plan about, too; a plan may add more", examples=[["operations"]]
    )
    fail_on: Rules | None = Field(
        None, description="What closes the gate: one rule or several", examples=["overdue,weakened"]
    )
    select: list[str] = Field([], description="Check only these items and areas", examples=[["sales"]])
    ignore: list[str] = Field([], description="Skip these items and areas", examples=[["campaigns.hold"]])
    severity: dict[ItemId, SeverityByTier] = Field({}, description="The severity of items, by id")
    facts: list[str] = Field(
        [],
        description="Facts files to merge below a plan, relative to this file; later ones override earlier"
        " ones",
        examples=[["ci/facts.yaml"]],
    )
    facts_max_age: MaxAge | None = Field(
        None,
        description="The age up to which facts count, in days or weeks; default: any",
        examples=["2d"],
    )
    timezone: TimeZone | None = Field(
        None, description="The time zone of plans that set none: an IANA name", examples=["Europe/London"]
    )
    docs: Address | None = Field(
        None,
        description="The address of the pages of docs/, for links from reports to items; {page} in it stands"
        " for the page, which else comes at its end",
        examples=["https://docs.example.com/launchcheck"],
    )
    lines: Lines | None = Field(
        None,
        description="The address at which a code host shows a line of a file, for links from the board;"
        " default: that of the pipeline on GitHub, GitLab and Azure",
        examples=["https://git.example.com/acme/launches/blob/main/{path}#L{line}"],
    )
    waivers: Waivers = Field(Waivers(), description="The team's rules for waivers")


class Setting(NamedTuple):
    """A value, its origin as text, the location and origin of each of its parts, and its file's folder."""

    value: Any
    origin: str
    places: tuple[Location, ...] = ()
    origins: tuple[str, ...] = ()
    folder: str = ""


Settings = dict[str, Setting]
"""Settings by key: the keys of the file, and `waivers.approvers`."""

OF_RUN = frozenset({"plans", "exclude", "fail_on", "docs", "lines"})
"""Settings of a run, from the files around the current folder; the others are from those around a plan."""

UNITED = frozenset({"packs", "severity"})
"""Settings whose parts come from every file, the nearer over the farther; else the nearest file decides."""

DEFAULTS: Settings = {
    "plans": Setting([], "default"),
    "exclude": Setting([], "default"),
    "checklists": Setting(["launch"], "default"),
    "packs": Setting([], "default"),
    "fail_on": Setting(FailOn.BLOCKER.value, "default"),
    "select": Setting([], "default"),
    "ignore": Setting([], "default"),
    "severity": Setting({}, "default"),
    "facts": Setting([], "default"),
    "facts_max_age": Setting(None, "default"),
    "timezone": Setting("UTC", "default"),
    "docs": Setting(None, "default"),
    "lines": Setting(None, "default"),
    "waivers.approvers": Setting([], "default"),
}
VARIABLES = {f"{PREFIX}{key.upper().replace('.', '_')}": key for key in DEFAULTS}
"""The setting of each variable. Lists are separated by commas; severities are written id=blocker."""

OTHERS = (f"{PREFIX}CONFIG", f"{PREFIX}POLICY_FROM")
"""Variables that are not settings: the path of the file, and the commit to read settings from."""


def read(
    files: Sequence[str],
    environment: Mapping[str, str],
    *,
    of_run: Sequence[str] | None = None,
    opened: Callable[[str], Source] = Source.read,
) -> Settings:
    """The settings of files and of variables, which override them; else the defaults.

    `files` are those around a plan, the nearest last, and `of_run` those around the current folder, by
    default the same. A nearer file overrides a farther one key by key, so that what it does not set
    stays in force. `opened` reads a file.

    Raises:
        LaunchcheckError: a file or a variable is malformed, located.

    """
    run = files if of_run is None else of_run
    given = {path: _of_file(path, opened) for path in dict.fromkeys([*files, *run])}
    settings = dict(DEFAULTS)
    for path in files:
        settings |= {
            key: _over(settings[key], each) if key in UNITED else each
            for key, each in given[path].items()
            if key not in OF_RUN
        }
    for path in run:
        settings |= {key: each for key, each in given[path].items() if key in OF_RUN}
    return settings | _of_variables(environment)


def _over(far: Setting, near: Setting) -> Setting:
    """The parts of a farther and of a nearer file; where both have one, that of the nearer."""
    kept = [index for index, name in enumerate(far.value) if name not in near.value]
    if not kept:
        return near
    names = [*far.value]
    rest = [names[index] for index in kept]
    value = {name: far.value[name] for name in rest} | near.value if isinstance(near.value, dict) else None
    return Setting(
        [*rest, *near.value] if value is None else value,
        f"{far.origin}, {near.origin}",
        (*(far.places[index] for index in kept), *near.places),
        (*(far.origins[index] for index in kept), *near.origins),
    )


def _of_file(path: str, opened: Callable[[str], Source]) -> Settings:
    """The settings of a file; its paths are relative to its folder."""
    try:
        source = opened(path)
    except EmptyFileError:
        return {}
    _refuse_own_guard(source)
    given = parse.read(source, File)
    folder = os.path.dirname(path)
    found: Settings = {}
    for key in DEFAULTS:
        where: Where = tuple(key.split("."))
        node: Any = source.data
        for step in where:
            node = node.get(step) if isinstance(node, dict) else None
        if node is None:
            continue
        value = given.waivers.approvers if key == "waivers.approvers" else getattr(given, key)
        if key in {"plans", "facts"}:
            value = [os.path.normpath(os.path.join(folder, each)) for each in value]
        elif key == "checklists":
            value = [_checklist(each, folder) for each in value]
        places, origin = tuple(_places(source, where, value)), str(source.locate(where, key=True))
        found[key] = Setting(value, origin, places, (origin,) * len(places), folder)
    return found


def _refuse_own_guard(source: Source) -> None:
    """Reject a file that says which commit it is read from: a change to it could say another."""
    for key in {"policy_from", "policy-from"}.intersection(source.data):
        raise LaunchcheckError(
            f"{quote(key)} cannot be set in a file that it protects",
            hint=f"use --policy-from REF or the variable {PREFIX}POLICY_FROM",
            locations=(source.locate((key,), key=True),),
        )


def _checklist(name: str, folder: str) -> str:
    """A checklist by name, or by a path relative to the current folder."""
    if "/" not in name and os.sep not in name and not name.endswith((".yaml", ".yml")):
        return name
    path = os.path.normpath(os.path.join(folder, name))
    return path if os.path.isabs(path) else os.path.join(os.curdir, path)


def _places(source: Source, where: Where, value: Any) -> Iterator[Location]:
    """The location of each part of a value."""
    if isinstance(value, dict):
        yield from (source.locate((*where, name), key=True) for name in value)
    elif isinstance(value, list):
        yield from (source.locate((*where, index)) for index in range(len(value)))


class _Variable(NamedTuple):
    """A variable as a source: errors are located at its name."""

    name: str
    data: dict[str, Any]
    text: str

    def locate(self, where: Where, *, key: bool = False) -> Location:  # noqa: ARG002  # it is one place
        """The variable."""
        return Location(self.name)

    def typed(self, where: Where) -> str | None:  # noqa: ARG002  # it is one place
        """The variable's value."""
        return self.text

    def as_written(self, where: Where) -> None:
        """Nothing: a variable has no paths."""


def _of_variables(environment: Mapping[str, str]) -> Settings:
    """The settings of variables; an empty variable is not set.

    Raises:
        LaunchcheckError: a variable with a misspelled name, or a wrong value.

    """
    found: Settings = {}
    for name in sorted(environment):
        text = environment[name].strip()
        if not name.startswith(PREFIX) or name in OTHERS or not text:
            continue
        if name not in VARIABLES:
            _refuse_misspelled(name)
            continue
        key = VARIABLES[name]
        value = _value(key, text, name)
        data = {"waivers": {"approvers": value}} if key == "waivers.approvers" else {key: value}
        given = parse.read(_Variable(name, data, text), File)
        read_back = given.waivers.approvers if key == "waivers.approvers" else getattr(given, key)
        parts = len(read_back) if isinstance(read_back, (list, dict)) else 0
        found[key] = Setting(read_back, name, (Location(name),) * parts, (name,) * parts)
    return found


def _value(key: str, text: str, variable: str) -> Any:
    """Parse the text of a variable into the value that a file would have."""
    if key in {"fail_on", "facts_max_age", "timezone", "docs", "lines"}:
        return text
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if key != "severity":
        return parts
    pairs = [part.partition("=") for part in parts]
    for id, sign, _ in pairs:
        if not sign:
            hint = "write id=blocker or id=warning, with commas between them"
            raise LaunchcheckError(f"{quote(id)} has no severity", hint=hint, locations=(Location(variable),))
    return {id.strip(): severity.strip() for id, _, severity in pairs}


def _refuse_misspelled(name: str) -> None:
    """Reject a variable whose name is close to one of ours; others may share the prefix."""
    known = {each.removeprefix(PREFIX): each for each in (*VARIABLES, *OTHERS)}
    near = closest(name.removeprefix(PREFIX), known)
    if near:
        hint = f"did you mean {known[near]}?"
        raise LaunchcheckError("no setting uses this variable", hint=hint, locations=(Location(name),))


class Adjusted(NamedTuple):
    """A checklist with the settings applied, and the skipped items, each with the reason."""

    checklist: Checklist
    unasked: dict[str, str]


def adjust(checklist: Checklist, settings: Settings) -> Adjusted:
    """Apply the settings for packs, items, areas and waivers.

    They are applied again where a plan turns on more packs.

    Raises:
        LaunchcheckError: an id that is neither an item nor an area, or a lower severity of an item
            that can never be waived; located.

    """
    found = _settled(catalog.with_packs(checklist, settings["packs"].value), settings)
    if found.made:
        found = found.made_from(Made(found.made.layers, partial(_settled, settings=settings)))
    return Adjusted(found, found.skipped)


def _settled(checklist: Checklist, settings: Settings) -> Checklist:
    """A checklist with the settings applied."""
    wrong = list(_unknown(checklist, settings)) or list(_too_low(checklist, settings))
    if wrong:
        raise LaunchcheckError("the settings are malformed", parts=tuple(wrong))
    severity: dict[str, dict[int, Severity]] = settings["severity"].value
    update: dict[str, Any] = {}
    if severity:
        update["items"] = tuple(
            item.model_copy(update={"severity": severity[item.id]}) if item.id in severity else item
            for item in checklist.items
        )
        update["lowered"] = dict(_lowered(checklist, settings["severity"]))
    if settings["waivers.approvers"].value:
        rules = {"approvers": settings["waivers.approvers"].value}
        update["waivers"] = checklist.waivers.model_copy(update=rules)
    if settings["ignore"].value:
        reason = f"ignored by {settings['ignore'].origin}"
        update["off"] = checklist.off | dict.fromkeys(settings["ignore"].value, Off(reason, "settings"))
    update["skipped"] = dict(_skipped(checklist, settings))
    return checklist.model_copy(update=update)


def _unknown(checklist: Checklist, settings: Settings) -> Iterator[LaunchcheckError]:
    """Errors about ids that do not exist."""
    items = [item.id for item in checklist.items]
    areas = [area.id for area in checklist.areas]
    for key, known in (("select", [*areas, *items]), ("ignore", [*areas, *items]), ("severity", items)):
        value, origin, places, *_ = settings[key]
        for index, id in enumerate(value):
            if id not in known and id not in PACKS and not catalog.item_of_pack(id):
                hint = suggest(id, known, "`launchcheck checks` lists the items")
                what = "item" if key == "severity" else "item or area"
                named = "" if places else f" ({origin})"
                place = places[index : index + 1]
                yield LaunchcheckError(f"no {what} {quote(id)}{named}", hint=hint, locations=place)


def _too_low(checklist: Checklist, settings: Settings) -> Iterator[LaunchcheckError]:
    """Errors about severities that are lowered although nothing may accept the item."""
    lowered = dict(_lowered(checklist, settings["severity"]))
    for item in checklist.items:
        if item.id in lowered and not item.waivable:
            given = settings["severity"]
            named = "" if given.places else f" ({given.origin})"
            message = f"{quote(item.id)} can never be waived, so its severity cannot be lowered{named}"
            hint = "remove the line; `ignore` skips an item, and every report counts it"
            yield LaunchcheckError(message, hint=hint, locations=(lowered[item.id].location,))


def _lowered(checklist: Checklist, given: Setting) -> Iterator[tuple[str, Lowered]]:
    """The items whose severity the settings lower at any tier, in the order of the settings."""
    items = {item.id: item for item in checklist.items}
    for id, place, origin in zip(given.value, given.places, given.origins, strict=True):
        if id not in items:
            continue  # of a pack that is not on
        before, now = items[id].severity, given.value[id]
        if any(is_lower(now.get(tier, ""), before.get(tier, "")) for tier in TIERS):
            yield id, Lowered(dict(before), place, _COLUMN.sub(r"\1", origin))


_COLUMN = re.compile(r"(:\d+):\d+$")
"""The column of an origin, after its line."""


def _skipped(checklist: Checklist, settings: Settings) -> Iterator[tuple[str, str]]:
    """The items that are skipped, each with the reason."""
    select, ignore = settings["select"], settings["ignore"]
    for item in checklist.items:
        names = {item.id, item.area}
        if names & {*ignore.value}:
            yield item.id, f"ignored by {ignore.origin}"
        elif select.value and not names & {*select.value}:
            yield item.id, f"not selected by {select.origin}"
