"""Decision tables: the rows that were asked, the one that fired with its numbers, and what would make another fire."""
