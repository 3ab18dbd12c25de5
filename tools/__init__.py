"""What we can prove: deterministic compilers and checks. No network, no clock, no environment, no randomness."""
