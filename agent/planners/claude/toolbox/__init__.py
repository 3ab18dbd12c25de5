"""The tools that the model has, one file each.

Owns what each takes and answers. Refuses everything beyond the design on the bench: no tool reads a file, opens a
connection, looks at the clock or changes what was asked without the person's own words.
"""
