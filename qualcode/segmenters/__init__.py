"""A text to turns, sentences and segments."""
