"""Retrieval from a project: quotes, keywords in context, and the sources that they are read from."""
