"""The commands that bring studies in and out."""
