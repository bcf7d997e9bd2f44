"""Parts of a checklist, made of data that is known to be valid without the time to validate it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast, get_args, get_origin

from pydantic.fields import FieldInfo

from launchcheck.checks.check import Check
from launchcheck.checks.kinds import OneOf, kind
from launchcheck.checks.options import Parsed
from launchcheck.checks.reads import Part, annotated, unwrapped

P = TypeVar("P", bound=Part)
Make: TypeAlias = Callable[[Any], Any]
"""Makes the value of an option of what a checklist says."""


class _Keys(NamedTuple):
    """The keys of a part, by name.

    `attributes` hold their values, and `makes` makes those, or is None where they are what is written. A part
    needs the keys that are `required`, and `blank` is one without any: it has the defaults.
    """

    attributes: dict[str, str]
    makes: dict[str, Make | None]
    required: frozenset[str]
    blank: Part


class Maker:
    """Makes parts of the data of our own checklists, which tests validate.

    To build pydantic's validators of a checklist takes longer than to check a plan. A maker needs none, and
    what it makes equals what they would make.
    """

    def __init__(self) -> None:
        self._known: dict[type[Part], _Keys] = {}

    def part(self, model: type[P], written: Any) -> P:
        """Make a part.

        Raises:
            ValueError: it has a key that it does not know, or is missing one that it needs.

        """
        keys = self._keys(model)
        data = model.written_out(written)
        if not keys.required <= data.keys() <= keys.attributes.keys():
            raise ValueError(f"{model.__name__} has other keys")
        values = {}
        for key, value in data.items():
            make = keys.makes[key]
            values[keys.attributes[key]] = make(value) if make and value is not None else value
        return cast("P", keys.blank.model_copy(update=values))

    def _keys(self, model: type[Part]) -> _Keys:
        """The keys of a model, described once."""
        known = self._known.get(model)
        if known is None:
            fields = {field.alias or name: (name, field) for name, field in model.model_fields.items()}
            makes = {key: self._make(annotated(field)) for key, (_, field) in fields.items()}
            defaults = {
                key: make(field.default)
                for key, (_, field) in fields.items()
                if field.validate_default and (make := makes[key])
            }
            known = self._known[model] = _Keys(
                {key: name for key, (name, _) in fields.items()},
                makes,
                frozenset(key for key, (_, field) in fields.items() if field.is_required()),
                model.model_construct(set(), **defaults),
            )
        return known

    def _make(self, annotation: Any) -> Make | None:
        """What makes the values of a type."""
        plain, marks = unwrapped(annotation)
        for mark in marks:
            if isinstance(mark, Parsed):
                return mark.known
            if isinstance(mark, OneOf):
                return self._check
            if isinstance(mark, FieldInfo) and mark.discriminator:
                return self._one_of(str(mark.discriminator), get_args(get_args(annotation)[0]))
        if isinstance(plain, type) and issubclass(plain, Part):
            return partial(self.part, plain)
        if get_origin(plain) in {list, dict}:
            return self._each([self._make(each) for each in get_args(plain)])
        return float if plain is float else None

    def _check(self, written: Mapping[str, Any]) -> Check:
        """Make a check of its kind."""
        return self.part(kind(written["kind"]), written)

    def _one_of(self, key: str, models: tuple[type[Part], ...]) -> Make:
        """What makes a part of one of several models, named by one of its keys."""
        named = {get_args(model.model_fields[key].annotation)[0]: model for model in models}
        return lambda written: self.part(named[written[key]], written)

    def _each(self, makes: list[Make | None]) -> Make | None:
        """What makes a list, or a map of keys and values."""
        if not any(makes):
            return None
        make_key, make_value = makes[0] or _as_written, makes[-1] or _as_written

        def make(values: Any) -> Any:
            if isinstance(values, dict):
                return {make_key(key): make_value(value) for key, value in values.items()}
            return [make_value(value) for value in values]

        return make


def _as_written(value: Any) -> Any:
    return value
