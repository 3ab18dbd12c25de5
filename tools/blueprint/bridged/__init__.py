"""What languages share whose AWS provider is bridged from Terraform's: names, and programs before they are written.

Owns the other names of types and arguments, the order in which a program declares things, and which file each stands
in. Refuses to decide what is declared, which the resources say, and to write any language.
"""

from __future__ import annotations

from tools.blueprint.bridged.names import Token, token_of
from tools.blueprint.bridged.program import Declared, Program, program_of

__all__ = ["Declared", "Program", "Token", "program_of", "token_of"]
