"""Rules about APIs, identity and the edge."""
