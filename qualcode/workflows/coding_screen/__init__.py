"""The state of the coding screen and of reviews, without any terminal."""
