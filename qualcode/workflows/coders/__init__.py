"""Coders: what each has done, and two names that are one person."""
