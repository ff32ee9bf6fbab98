"""A study as numpy arrays, and the joins, overlaps and counts on them."""
