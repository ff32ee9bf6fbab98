"""Lint rules: valid but inadvisable content of a codebook."""
