"""Permissions: one table of what a kind of part may do to another for a kind of link, and the roles that follow from
it.

Owns every action a printed role allows. Refuses wildcards in actions; a statement on any resource carries the reason
why the action cannot be narrowed.
"""
