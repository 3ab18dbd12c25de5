"""Usage forms of Google Cloud: one file for each service of the price book."""
