"""Interview files to transcripts: one module per format.

A format that states who speaks gives turns; one that only has text gives the text and hints (bold runs,
headings, pages), from which `segmenters` recognises turns. Files are untrusted: `untrusted` checks their
bytes before a format's library parses them.
"""

from qualcode.readers.read_file import SUFFIXES, parse, read_bytes
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.table_documents import TableDocument, split_documents
from qualcode.readers.table_rows import parse_rows, read_rows

__all__ = [
    "SUFFIXES",
    "ReadOptions",
    "TableDocument",
    "parse",
    "parse_rows",
    "read_bytes",
    "read_rows",
    "split_documents",
]
