"""Segments and a codebook to suggestions: one module per method."""
