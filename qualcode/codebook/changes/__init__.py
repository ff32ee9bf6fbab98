"""Edits of a codebook file's text, and differences between two codebooks."""
