"""Dialogs over the coding screen, each drawn by itself; `dialog` has what they share."""
