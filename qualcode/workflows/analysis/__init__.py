"""Analyses of a study: what they count, the study they read, and what becomes of their tables.

`analyses/` has a module for each analysis; the command line, the report and Python share them.
"""
