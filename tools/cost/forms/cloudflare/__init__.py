"""Usage forms of Cloudflare: one file for each service of the price book."""
