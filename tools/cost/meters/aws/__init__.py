"""Meters of Amazon Web Services, by the published billing rules of each service."""
