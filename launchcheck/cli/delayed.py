"""Modules that pydantic imports in case it needs them, loaded where something of them is used."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

_DELAYED = {"importlib.metadata": ("entry_points",), "secrets": ()}
"""Each module, with the functions that pydantic imports from it by name.

The first looks for plugins, which are off here, and loads a parser of email; the other loads OpenSSL.
"""


class _StandIn(ModuleType):
    """Stands where a module would, and loads it when something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python looks whether it is a package
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)

    def _call(self, function: str, *given: Any, **named: Any) -> Any:
        return self.__getattr__(function)(*given, **named)


def delay() -> None:
    """Let these modules be loaded where they are used; together they are a tenth of a start."""
    for name, functions in _DELAYED.items():
        if name in sys.modules:
            continue
        stand_in = sys.modules[name] = _StandIn(name)
        vars(stand_in).update({each: partial(stand_in._call, each) for each in functions})  # noqa: SLF001  # ours
        package, _, last = name.rpartition(".")
        if package:
            vars(import_module(package))[last] = stand_in
