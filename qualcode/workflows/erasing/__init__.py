"""Erase sources and cases for good, for participants who withdraw."""
