"""Codings to tables, and tables to files."""

from qualcode.tables.codings import codings_frame
from qualcode.tables.frequencies import frequencies
from qualcode.tables.indexing import index_source
from qualcode.tables.study import Scope, Study, gather

__all__ = ["Scope", "Study", "codings_frame", "frequencies", "gather", "index_source"]
