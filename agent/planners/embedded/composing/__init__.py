"""From decisions to a design: pattern fragments filled in with the brief's own names, merged, hardened and sized."""
