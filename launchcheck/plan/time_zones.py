"""Time zones, by their IANA names."""

from typing import Annotated, TypeAlias

from pydantic import ValidationInfo
from pydantic_core import core_schema

from launchcheck.plan.references import declared_in
from launchcheck.plan.types import Kind, problem
from launchcheck.text import quote

_OWN_ZONE = "localtime"  # on many systems the name of the machine's own zone, which differs between machines


def _time_zone(value: object, info: ValidationInfo) -> object:
    if value == "UTC":
        return value
    import zoneinfo

    hint = "write an IANA name, like Europe/London"
    try:
        zoneinfo.ZoneInfo(value)  # type: ignore[arg-type]
    except (KeyError, ValueError, OSError, TypeError):
        pass
    else:
        if value != _OWN_ZONE:
            return value
    if isinstance(value, str) and (declared := declared_in(info)):
        hint = declared.suggestion(value, sorted(zoneinfo.available_timezones() - {_OWN_ZONE})) or hint
    raise problem(f"{quote(value)} is not a time zone", hint)


TimeZone: TypeAlias = Annotated[
    str,
    Kind(
        core_schema.with_info_plain_validator_function(_time_zone, ref="TimeZone"),
        {"type": "string", "minLength": 1},
        "time zone",
    ),
]
"""The IANA name of a time zone, like `Europe/London`."""
