"""Records of a source's text: turns, their versions and roles, and how far each coder has read and coded."""
