"""Which facts the options of a check read, declared once in annotations."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, ClassVar, NamedTuple, Self, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import core_schema

from launchcheck.checks.days import Moment
from launchcheck.checks.formula import Formula
from launchcheck.errors import LaunchcheckError
from launchcheck.plan.paths import PlanPath

Option: TypeAlias = tuple[str | int, ...]
"""The location of an option within its part of the checklist."""

_KEY = "[key]"
"""How pydantic marks the location of a key, as opposed to its value."""


class Reads(NamedTuple):
    """Marks an option that names facts its check reads.

    Without `below` the option is a path from the top of the plan. With it, the option is a path
    from each entry of the list that the option called `below` names, or from the top of the plan
    if that option is not set. `fields` are paths from each entry of the list that this option
    names, which its check always reads; with `ids` it reads which entries exist.
    """

    below: str = ""
    fields: tuple[str, ...] = ()
    ids: bool = False

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe for editors which list the field belongs to."""
        json = dict(handler(schema))
        if self.below:
            left_out = "; of the plan if `of` is not set" if self.below == "of" else ""
            json["description"] = f"A field of each entry of `{self.below}`{left_out}"
        return json


class Declared(NamedTuple):
    """A path that an option declares: the option's location, the path, and the list it starts from."""

    option: Option
    path: PlanPath
    below: PlanPath | None = None

    @property
    def read(self) -> PlanPath:
        """The path from the top of the plan."""
        return self.path.under(self.below)


class Naming:
    """The options of one model that may name facts, found from their types when they are first asked for."""

    def __init__(self) -> None:
        self._found: tuple[tuple[str, str, Any], ...] | None = None

    def __get__(self, _part: object, model: "type[Part]") -> tuple[tuple[str, str, Any], ...]:
        if self._found is None:
            self._found = tuple(
                (name, field.alias or name, annotated(field))
                for name, field in model.model_fields.items()
                if _may_name(field.annotation)
            )
        return self._found


class Part(BaseModel):
    """A part of a checklist: known keys only, and options that may name facts.

    `always_reads` are facts that it reads regardless of its options.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    always_reads: ClassVar[tuple[PlanPath, ...]] = ()

    naming: ClassVar[Naming] = Naming()
    """The options that may name facts: attribute, name in YAML, and annotation."""

    @classmethod
    def written_out(cls, data: Any) -> Any:
        """The data of the part, its short forms written out."""
        return data

    def narrowed(self, areas: frozenset[str]) -> Self | None:  # noqa: ARG002  # few need it
        """The part without some areas that its options name other than by paths; None if nothing is left."""
        return self

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """Let the options that may name facts be found when they are first asked for."""
        super().__pydantic_init_subclass__(**options)
        cls.naming = Naming()


def declared(part: Part) -> Iterator[Declared]:
    """Every path that a part of a checklist declares, with the parts within it."""
    for path in part.always_reads:
        yield Declared((), path)
    for attribute, name, annotation in part.naming:
        value = getattr(part, attribute)
        if value is not None:
            yield from walk((name,), value, annotation, part)


def unknown(part: Part, plan: type[BaseModel]) -> Iterator[tuple[Option, LaunchcheckError]]:
    """The options that name a field which the entries of their list do not have."""
    for option, path, below in declared(part):
        model = below.each.check(plan) if below else plan
        if model is None:  # under `custom` any field may exist
            continue
        try:
            path.check(model)
        except LaunchcheckError as error:
            if below:
                error.message = error.message.replace("a plan has", f"an entry of {below} has", 1)
            yield option, error


def walk(at: Option, value: Any, annotation: Any, part: Part) -> Iterator[Declared]:
    """What one value of an option declares."""
    if isinstance(value, PlanPath):
        for mark in unwrapped(annotation)[1]:
            if isinstance(mark, Reads):
                yield from _marked(at, value, mark, part)
    elif isinstance(value, Part):
        for each in declared(value):
            yield each._replace(option=(*at, *each.option))
    elif isinstance(value, Moment):
        yield from (Declared(at, path) for path in value.reads)
        if value.base == "entry" and value.path:
            yield Declared(at, value.path, getattr(part, "of", None))
    elif isinstance(value, Formula):
        yield from (Declared(at, path) for path in value.reads)
    elif isinstance(value, (list, dict)):
        yield from _walk_each(at, value, get_args(unwrapped(annotation)[0]), part)


def _walk_each(at: Option, value: Any, held: tuple[Any, ...], part: Part) -> Iterator[Declared]:
    """What each entry of a list, or each key and value of a map, declares."""
    for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(key, PlanPath):
            yield from walk((*at, key.text, _KEY), key, held[0], part)
        yield from walk((*at, key if isinstance(key, int) else str(key)), entry, held[-1], part)


def _marked(at: Option, path: PlanPath, mark: Reads, part: Part) -> Iterator[Declared]:
    """What a path declares by one mark of its annotation."""
    if mark.ids:
        yield from _ids(at, path)
    elif mark.fields:
        yield from (Declared(at, PlanPath.of(field), path) for field in mark.fields)
    else:
        yield Declared(at, path, getattr(part, mark.below) if mark.below else None)


def _ids(at: Option, path: PlanPath) -> Iterator[Declared]:
    """Which entries a list has; for maps of people the reference itself is enough."""
    from launchcheck.plan import Plan, fields

    model = path.each.check(Plan)
    if model is None:
        yield Declared(at, path)
    elif "id" in fields(model):
        yield Declared(at, PlanPath.of("id"), path)


def annotated(field: FieldInfo) -> Any:
    """The annotation of an option with its marks, as written in the class."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def _may_name(annotation: Any) -> bool:
    """Whether values of a type may hold a path or a date."""
    if isinstance(annotation, type) and issubclass(annotation, (PlanPath, Moment, Formula, Part)):
        return True
    return any(_may_name(part) for part in get_args(annotation))


def unwrapped(annotation: Any) -> tuple[Any, list[Any]]:
    """An annotation without `| None` and `Annotated`, and the marks that it carries."""
    marks: list[Any] = []
    while True:
        origin = get_origin(annotation)
        if origin in {Union, UnionType}:
            annotation = next(each for each in get_args(annotation) if each is not type(None))
        elif origin is Annotated:
            annotation, *found = get_args(annotation)
            marks += found
        else:
            return annotation, marks
