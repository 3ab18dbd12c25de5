"""Rules about keys, secrets and what looks like one."""
