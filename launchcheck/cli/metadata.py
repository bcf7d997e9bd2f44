"""A stand-in for `importlib.metadata`, which pydantic imports to look for plugins that are off here."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_NAME = "importlib.metadata"


class _StandIn(ModuleType):
    """Loads the module when something of it is used. Only the name that pydantic imports is there before."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python looks whether it is a package
            raise AttributeError(name)
        if sys.modules.get(_NAME) is self:
            del sys.modules[_NAME]
        return getattr(importlib.import_module(_NAME), name)

    def entry_points(self, **chosen: Any) -> Any:
        """The entry points of all installed packages."""
        return self.__getattr__("entry_points")(**chosen)


def delay() -> None:
    """Load `importlib.metadata` when it is used: with all that it needs, it is a twentieth of a start."""
    if _NAME not in sys.modules:
        sys.modules[_NAME] = vars(importlib)["metadata"] = _StandIn(_NAME)
