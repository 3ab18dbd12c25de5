"""How what joins components is printed: rules, timers, subscriptions, pipes."""
