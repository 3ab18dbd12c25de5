"""Rules about the parts as a whole: what is joined to what, and whether that makes sense."""
