"""Copies of a study in several places: packs, reading other copies safely, merging rows and acts."""
