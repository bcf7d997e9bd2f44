"""Read the data of a file as a pydantic model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from launchcheck.errors import LaunchcheckError
from launchcheck.source import Source

if TYPE_CHECKING:
    from launchcheck.model_errors.scene import Readable

Model = TypeVar("Model", bound=BaseModel)


def read(source: Readable, model: type[Model], *, context: Any = None) -> Model:
    """Read the data of `source` as a `model`.

    Placeholders are dropped from the data first if the model sets `takes_placeholders`.

    Raises LaunchcheckError if it does not fit. Its `parts` are all errors, in the order of the
    file; beyond `model_errors.MOST_ERRORS` the last part says how many more there are.
    """
    if isinstance(source, Source):
        drop_placeholders(source, model)
    try:
        return model.model_validate(source.data, context=context)
    except ValidationError as problem:
        from launchcheck import model_errors

        parts = model_errors.explain(source, model, problem)
    raise LaunchcheckError("the file has errors", parts=parts)


def drop_placeholders(source: Source, model: type[BaseModel]) -> None:
    """Drop the placeholders from the data of `source` if the model sets `takes_placeholders`."""
    if getattr(model, "takes_placeholders", False):
        source.drop_placeholders([key for key, field in model.model_fields.items() if field.is_required()])
