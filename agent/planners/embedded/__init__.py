"""The planner that needs no key and no network.

It reads a brief into requirements, decides by tables whose numbers it shows, and composes from the patterns' fragments.
"""
