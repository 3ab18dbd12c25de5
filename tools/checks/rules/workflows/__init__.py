"""Rules about processes that outlive a request."""
