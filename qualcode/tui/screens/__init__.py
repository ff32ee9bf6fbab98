"""The coding screen, and the commands that open dialogs over it."""
