"""Decides: the graph, the planners and the use cases that every face calls."""

import os

os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"
"""LangGraph looks once, when it is first imported, whether what it reads back may call what it names."""
