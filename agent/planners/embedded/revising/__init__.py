"""Follow-ups: what is said about a design that stands, as typed edits of it.

Owns what a message asks for (its wishes), what is asked for now (the requirements after them), and how the difference
between what was composed and what would be composed now is carried over to the design that stands, so that what was
changed by hand stays. Refuses to guess: what it does not understand it says. Refuses to take anything back (the
conversation does) and to accept findings (people do).
"""

from __future__ import annotations
