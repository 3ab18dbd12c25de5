"""The bundle: everything that is computed from a design, as files, with the evidence for every figure.

Owns which files a user receives, what the architecture document and the report say, and how a bundle is written so
that an interrupted run leaves the old one whole. Refuses to compute: every number and picture comes from another room.
"""
