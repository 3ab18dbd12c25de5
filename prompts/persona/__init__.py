"""Who a model is told to be: one coherent architect, in parts.

Owns the words that stand before every talk with a model, the budget of each part, and which rules hold a design to what
those words promise. Refuses anything that differs from call to call: the text is the same bytes always, so that it can
be cached, and takes no values.
"""

from prompts.persona.assembly import MOST_TOKENS, Part, PersonaError, parts, render
from prompts.persona.constraints import CONSTRAINTS, Constraint

__all__ = ["CONSTRAINTS", "MOST_TOKENS", "Constraint", "Part", "PersonaError", "parts", "render"]
