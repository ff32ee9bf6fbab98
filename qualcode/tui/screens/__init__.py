"""The screens: the coding screen itself, and what opens over it."""
