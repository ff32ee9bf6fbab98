"""Erasing sources and cases for good, with every trace of them in the history."""
