"""Meaning in numbers (extra `semantic`): vectors of segments, and of the codes that may fit them."""
