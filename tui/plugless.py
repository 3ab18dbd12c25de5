"""pydantic without its search for plug-ins.

Nobody plugs anything into this program. What the search is made with (the metadata of all packages installed, and the
parser of mail that reads them) takes longer to load than a design takes to be read.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_SEARCH = "pydantic.plugin._loader"


class _NoSearch(ModuleType):
    """Stands where pydantic keeps the search, and finds nothing. Whatever else is asked of it, the search answers."""

    def get_plugins(self) -> tuple[()]:
        return ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system looks for in every module
            raise AttributeError(name)
        sys.modules.pop(_SEARCH, None)
        return getattr(import_module(_SEARCH), name)


def without_plugins() -> None:
    """Keeps pydantic from looking for plug-ins; to be called before the first model is built."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.modules.setdefault(_SEARCH, _NoSearch(_SEARCH))
