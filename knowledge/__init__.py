"""What we know: patterns of serverless design, and their vector store."""
