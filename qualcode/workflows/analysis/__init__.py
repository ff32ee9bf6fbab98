"""Analyses of the whole study: tables, quotes, keywords in context, the framework matrix."""
