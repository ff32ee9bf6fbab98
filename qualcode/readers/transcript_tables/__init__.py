"""Transcripts as tables, from CSV, Excel and JSON: find the columns, read the cells."""
