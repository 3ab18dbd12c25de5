"""LangGraph, told before its first import that what it reads back may call nothing. Imported first by whoever needs it.

It looks at the environment once, when this module of it is loaded, and by default builds whatever stored state names.
"""

from __future__ import annotations

import os

os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"

from langgraph.checkpoint.serde import _msgpack as serialiser

__all__ = ["serialiser"]
