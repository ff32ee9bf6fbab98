"""Suggestions: running a suggester, deciding, trying it on one's own codings, what to read next."""
