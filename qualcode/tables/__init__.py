"""Codings to tables, and tables to files.

How a workflow uses it:

    codings = codings_frame(listing)              # model.Listing with the columns of the store
    indexes = (index_source(source, turns, sentences) for …)   # one source at a time; sentences are optional
    study = gather(codings, indexes, cases, codebook)          # Sequence[Case], Codebook
    table = frequencies(study, by="tier", of="words", scope=Scope(kind=Kind.INTERVIEW, coders=("ann",)))
    write({"frequencies": table}, project / "tables", "xlsx")  # or to_text(table, "csv"), listing(table)

For counting, the codings need only the columns source (its name), start, end, code and coder; the table
`codings` needs all that the store lists. `Scope()` leaves out the interviewer's turns; the tables that
list rather than count (`codings`, `segments`) have them, with the role as a column.

Names that a table can be divided by: code, theme, coder, source, kind, case, speaker and every attribute;
`dimension_names(cases)` lists them. Measures: codings, sources, cases, words, share. An unknown name
raises `NotFoundError` with the nearest.

Tables (all return a DataFrame):

    frequencies(study, by="code", of=None, all_codes=False, scope=None)
    codings(study)                      one row a coding
    segments(study, sources)            one row a turn; needs the `model.Source`s again, for their text
    matrix(study, by="case", of="present", long=False)   codes by case: "present" is 0/1, "codings" counts
    codebook(study), sources(study)

Out of the door:

    to_text(table, form, title="")      form in TEXT_FORMATS: csv json jsonl md latex html
    write(tables, folder, form="csv")   form in FILE_FORMATS: those, xlsx, parquet; returns the paths
    frame(listing), listing(table)      between model.Listing and DataFrame
    with_formula(text)                  a cell of our CSV as it was before the formula guard
"""

from qualcode.tables.association import Association, association, independence
from qualcode.tables.codings import EVERYTHING, codings, codings_frame
from qualcode.tables.crosstab import SHOWN, crosstab
from qualcode.tables.dimensions import NONE, VANISHED, attributes, dimension_names
from qualcode.tables.files import FILE_FORMATS, write
from qualcode.tables.formulas import with_formula, without_formula
from qualcode.tables.frames import frame, listing
from qualcode.tables.frequencies import frequencies
from qualcode.tables.indexing import SourceIndex, index_source
from qualcode.tables.matrix import CELLS, matrix
from qualcode.tables.overview import codebook, sources
from qualcode.tables.segments import segments
from qualcode.tables.study import Scope, Study, gather
from qualcode.tables.tally import MEASURES
from qualcode.tables.texts import TEXT_FORMATS, to_text

__all__ = [
    "CELLS",
    "EVERYTHING",
    "FILE_FORMATS",
    "MEASURES",
    "NONE",
    "SHOWN",
    "TEXT_FORMATS",
    "VANISHED",
    "Association",
    "Scope",
    "SourceIndex",
    "Study",
    "association",
    "attributes",
    "codebook",
    "codings",
    "codings_frame",
    "crosstab",
    "dimension_names",
    "frame",
    "frequencies",
    "gather",
    "independence",
    "index_source",
    "listing",
    "matrix",
    "segments",
    "sources",
    "to_text",
    "with_formula",
    "without_formula",
    "write",
]
