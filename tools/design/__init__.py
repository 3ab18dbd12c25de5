"""The language: one frozen value that is the whole truth about a system.

Owns what a requirement, a component, a link, an event, a workflow and a decision is, how they are read, written,
queried, edited and compared. Refuses anything particular to one cloud, any figure that ages, any judgement of quality.
"""
