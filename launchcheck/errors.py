"""The error that a user can fix, and its location in a file."""

from __future__ import annotations

from typing import NamedTuple

_PLACE = 5
"""How many leading fields identify a location; the text follows from them."""


class Location(NamedTuple):
    """A place in a file, counted as editors count: lines and columns from 1.

    `line` 0 means the file as a whole; `column` 0 the line as a whole. `end_line` and `end_column`
    point just past the last character, or are 0 if only the start is known. `text` is the line
    as written, for a caret to point into; comparisons ignore it.
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    text: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Location) and self[:_PLACE] == other[:_PLACE]

    def __hash__(self) -> int:
        return hash(self[:_PLACE])

    def __repr__(self) -> str:
        return f"Location({str(self)!r})"

    def __str__(self) -> str:
        return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])


class LaunchcheckError(Exception):
    """An error that the user can fix.

    `message` says what is wrong, `hint` what to do about it, `locations` where: the first is the
    place to fix, later ones belong to it (the first of two equal keys, say). If a file has several
    errors, `parts` holds them, each with its own place, in the order of the file.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        locations: tuple[Location, ...] = (),
        parts: tuple[LaunchcheckError, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.locations = locations
        self.parts = parts

    def __str__(self) -> str:
        if self.parts:
            return "\n".join(str(part) for part in self.parts)
        place = f"{self.locations[0]}: " if self.locations else ""
        return f"{place}{self.message}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.message, self.hint, self.locations, self.parts)


def _rebuild(
    message: str, hint: str, locations: tuple[Location, ...], parts: tuple[LaunchcheckError, ...]
) -> LaunchcheckError:
    """Unpickle an error: exceptions pickle their positional arguments only."""
    return LaunchcheckError(message, hint=hint, locations=locations, parts=parts)


class EmptyFileError(LaunchcheckError):
    """A YAML file with nothing in it, or with nothing but comments."""


class PlanGoneError(LaunchcheckError):
    """A plan that a commit has, and that the change has not; it closes the gate."""

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_gone, (self.message, self.hint, self.locations)


def _rebuild_gone(message: str, hint: str, locations: tuple[Location, ...]) -> PlanGoneError:
    return PlanGoneError(message, hint=hint, locations=locations)


class PlanBugError(LaunchcheckError):
    """A bug of launchcheck that one of several plans met; the others are checked all the same.

    `trace` is the traceback, to be reported.
    """

    def __init__(self, message: str, *, path: str, trace: str) -> None:
        super().__init__(message, hint="please report it, with the traceback", locations=(Location(path),))
        self.trace = trace

    @classmethod
    def of(cls, exception: Exception, path: str) -> PlanBugError:
        """The unexpected exception that a plan raised."""
        from traceback import format_exception

        message = f"this is a bug in launchcheck: {type(exception).__name__}"
        return cls(message, path=path, trace="".join(format_exception(exception)))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_bug, (self.message, self.locations[0].path, self.trace)


def _rebuild_bug(message: str, path: str, trace: str) -> PlanBugError:
    return PlanBugError(message, path=path, trace=trace)
