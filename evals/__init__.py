"""How good it is: batch evals over requirement texts, and benchmarks."""
