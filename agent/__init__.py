"""Decides: the graph, the planners and the use cases that every face calls."""
