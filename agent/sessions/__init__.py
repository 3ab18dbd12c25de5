"""Conversations that survive anything: what was said is stored before it is acknowledged, and a turn goes on where it
stopped.

Owns the files of sessions (one SQLite file each, so that damage to one is no damage to another), the inbox of turns,
what they made by content hash, the lease that lets one writer at a time go on, and the graph of one turn. Refuses text
it could not give back as it came, files of a newer version, damaged or poisoned rows, and a database that would forget
what it acknowledged. The use cases are in `agent.conversation`.
"""
