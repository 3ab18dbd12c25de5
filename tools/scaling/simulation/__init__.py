"""Where a design breaks, second by second: its traffic sent through its parts, each with the limits of its service.

Owns two engines for one plan: `events` follows every request and is exact, `fluid` follows amounts and is fast; the
figures they come to, the breaking points with their fixes, the drills and their pictures. Refuses prices, findings, and
chance without a seed: the same design, traffic and seed give the same figures. Everything here loads numpy, so nothing
outside imports it before a simulation is asked for.
"""
