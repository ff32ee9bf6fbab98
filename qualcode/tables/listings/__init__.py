"""Tables with one row per coding, turn, source or code."""
