"""Hears what a clause asks for: one file for each sort of wish.

Each hearer takes a clause and the design it is said about, and gives the wishes it finds with their places. What one
has heard is blanked before the next one listens; what is left over is read like a brief.
"""

from __future__ import annotations
