"""Usage forms of Amazon Web Services: one file for each service of the price book."""
