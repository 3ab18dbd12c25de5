"""When Python looks for garbage."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def kept_for_later() -> Generator[None]:
    """Puts off the search for circular garbage while a design is made.

    Nearly all it makes is kept to its end or goes by itself, and each search walks through what the whole process
    holds. Designs made side by side search as soon as the first of them ends, so that nothing piles up.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
