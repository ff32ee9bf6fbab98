"""Interview files on disk to transcripts: one module per format.

A format that states who speaks gives turns; one that only has text gives the text and hints (bold runs,
headings, pages), from which turns are recognised elsewhere. Files come from strangers: `guard` stands first.
"""

from qualcode.readers.read_file import SUFFIXES, read
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.table_rows import read_rows

__all__ = ["SUFFIXES", "ReadOptions", "read", "read_rows"]
