"""Rules about failure: nothing gets lost, nothing happens twice, nothing hangs on one thread."""
