"""Speakers: list them, change their names and roles, and cut sources into turns anew."""
