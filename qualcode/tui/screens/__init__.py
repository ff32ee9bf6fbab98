"""The coding screen, and the dialogs that open over it."""
