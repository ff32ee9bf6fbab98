"""Tables with one row for each coding, turn, source, code, day or speaker."""
