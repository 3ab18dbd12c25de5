"""Rules about tables, databases, buckets and what else keeps data."""
