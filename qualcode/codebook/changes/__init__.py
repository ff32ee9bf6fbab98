"""Edits of the codebook's text, and the difference between two codebooks."""
