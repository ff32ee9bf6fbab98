"""Codebooks in other formats: publish as documents and tables, read tables and outlines."""
