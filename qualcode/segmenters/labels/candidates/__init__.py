"""Possible labels of speakers: on lines in each style, in rows of tables, by name, by recurrence."""
