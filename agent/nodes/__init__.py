"""The nodes of the graph, one file each: a node takes the state, does one thing, and gives back what changed."""
