"""Rules about running it: logs, protection, waivers."""
