"""Usage forms of Microsoft Azure: one file for each service of the price book."""
