"""How the check of an item differs from what it was, option by option."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from launchcheck.checks.all import All
from launchcheck.text import listed, show

if TYPE_CHECKING:
    from launchcheck.checks.check import Check


def differences(before: Check, after: Check) -> Iterator[tuple[str, Any, Any]]:
    """The options that differ, each as it was and as it is."""
    if type(before) is not type(after):
        yield "kind", getattr(before, "kind", None), getattr(after, "kind", None)
    elif isinstance(before, All) and isinstance(after, All) and len(before.checks) == len(after.checks):
        for pair in zip(before.checks, after.checks, strict=True):
            yield from differences(*pair)
    else:
        for name in type(before).model_fields:
            was, now = getattr(before, name), getattr(after, name)
            if was != now:
                yield name, was, now


def asks_more(option: str, was: Any, now: Any) -> bool:
    """Whether an option only asks for more than it did: a higher `at_least`, a lower `at_most`."""
    sign = {"at_least": 1, "at_most": -1}.get(option)
    if not sign or now is None:
        return False
    if not isinstance(now, dict):
        return was is None or sign * now >= sign * was
    return all(tier in now and sign * now[tier] >= sign * least for tier, least in (was or {}).items())


def words(value: Any) -> str:
    """The value of an option in words."""
    if value is None:
        return "not set"
    if isinstance(value, dict):
        return ", ".join(f"{show(key, 40)}: {words(each)}" for key, each in value.items()) or "none"
    if isinstance(value, (list, tuple)):
        return listed(value) or "none"
    return show(value, 80)
