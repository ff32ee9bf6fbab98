"""Codings to tables, and tables to files."""
