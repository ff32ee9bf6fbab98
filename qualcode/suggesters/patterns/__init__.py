"""Suggestions from the codebook alone: patterns matched by spaCy."""
