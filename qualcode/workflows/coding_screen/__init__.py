"""State and actions of the coding screen and of reviews, independent of any terminal."""
