"""Lint rules: what is allowed in a codebook but unwise."""
