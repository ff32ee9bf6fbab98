"""Compute tables of codings, and write them to files.

Usage in a workflow:

    codings = codings_frame(listing)              # model.Listing with the columns of the store
    indexes = (index_source(source, turns, sentences) for …)   # one source at a time; sentences are optional
    study = gather(codings, indexes, cases, codebook)          # Sequence[Case], Codebook
    table = frequencies(study, by="tier", of="words", scope=Scope(kind=SourceKind.INTERVIEW, coders=("ann",)))
    write_tables({"frequencies": table}, folder, "xlsx")       # or to_text(table, "csv"), listing(table)

For counts, the codings need only the columns source (its name), start, end, code and coder; the table
`codings` needs all columns of the store's listing. `Scope()` excludes the turns of interviewers; the default
scope of `codings` and `segments` includes them, with the role as a column.

Dimensions: code, theme, coder, source, kind, case, speaker and every attribute (`dimension_names(cases)`).
Measures: codings, sources, cases, words, share. An unknown name raises `NotFoundError` with the nearest.

Tables (all return a DataFrame):

    frequencies(study, by="code", of=None, all_codes=False, scope=None)
    codings(study)                      one row for each coding
    segments(study, sources)            one row for each turn; needs the texts of the sources
    matrix(study, by="case", of="present", long=False)   codes by case: "present" is 0/1, "codings" counts
    codebook(study), sources(study)

    crosstab(study, rows, columns, of="codings", show="counts")   show in CELL_VALUES; with totals
    association(study, rows, columns)   chi-square or Fisher, with Cramér's V: `.summary` and `.warnings`
    cooccurrence(study, within="overlap", by="code", per_coder=False)   within in WITHIN, such as "2 turns";
        "sentence" needs the sentences in index_source; square_matrix(pairs, of="together" | "jaccard")
    sequence(study, turns=0)            which code follows which, at most this many turns later
    saturation(study, order=None, base=4, run=2, orders=200, seed=1); saturated_at(new_codes, …) -> 6 in "6+2"
    compare(study, attribute, first, second, draws=2000, seed=1)   two groups, with source-level intervals
    framework(study, summaries, by="case", of="theme", quotes=3); framework_matrix(table) for the wide form,
        framework_file(table, "docx" | "xlsx") for its bytes
    word_counts(study, words_of_source, by="", counts=bool)   words by group, with keyness
    timeline(study), coverage(study)    codings by day and coder; coded share by source and speaker
    barcode(study, sources=())          the spans of each theme in each source, as shares of its words
    traces(study, names)                the labels of every coding: which codings a cell counts

Output:

    printed_table(table, codebook, own)   codes indented, a share behind its number, for readers
    to_text(table, form, title="")      form in TEXT_FORMATS: csv json jsonl md latex html
    file_bytes({title: table}, form, notes=())   form in output_formats.TABLE: those, xlsx docx parquet dta
    table_notes(table, topic, …)        definitions, scope and date: a sheet of workbooks, text under others
    write_tables(tables, folder, form="csv")   the same for several tables; returns the paths
    frame(listing), listing(table)      between model.Listing and DataFrame
    with_numbers(table, names)          text columns as numbers where all values are
    with_column_types(table, name)      with the dtypes of COLUMN_TYPES[name], which do not depend on the data
    unguard_formula(text)               a cell of our CSV before the formula guard
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.tables.analyses.case_matrix import CELLS, codings_without_unit, matrix
    from qualcode.tables.analyses.cell_traces import Traces, traces
    from qualcode.tables.analyses.code_sequence import sequence
    from qualcode.tables.analyses.cooccurrence import WITHIN, cooccurrence, square_matrix
    from qualcode.tables.analyses.crosstab import CELL_VALUES, crosstab
    from qualcode.tables.analyses.framework_matrix import framework, framework_matrix
    from qualcode.tables.analyses.frequencies import frequencies
    from qualcode.tables.analyses.group_comparison import compare, compared_sources
    from qualcode.tables.analyses.inference.association import Association, association
    from qualcode.tables.analyses.inference.independence import Independence, independence
    from qualcode.tables.analyses.saturation import new_information, ordered_by, saturated_at, saturation
    from qualcode.tables.analyses.saturation_verdict import SaturationVerdict, saturation_verdict
    from qualcode.tables.analyses.theme_barcode import barcode
    from qualcode.tables.analyses.word_frequencies import keyness, word_counts
    from qualcode.tables.arrays.cell_measures import MEASURES
    from qualcode.tables.arrays.coded_study import Scope, Study, gather
    from qualcode.tables.arrays.dimensions import (
        NONE,
        VANISHED,
        attributes,
        dimension_names,
        value_position,
    )
    from qualcode.tables.arrays.source_index import SourceIndex, index_source
    from qualcode.tables.arrays.source_states import source_states
    from qualcode.tables.column_types import COLUMN_TYPES, with_column_types
    from qualcode.tables.frames import frame, listing, with_numbers
    from qualcode.tables.listings.coding_progress import coverage, timeline
    from qualcode.tables.listings.codings_table import EVERYTHING, codings, codings_frame
    from qualcode.tables.listings.overview_tables import codebook, sources
    from qualcode.tables.listings.segments_table import segments
    from qualcode.tables.output.formula_guard import guard_formula, unguard_formula
    from qualcode.tables.output.framework_files import framework_file
    from qualcode.tables.output.printed_table import printed_table
    from qualcode.tables.output.table_bytes import file_bytes, write_tables
    from qualcode.tables.output.table_notes import TableNotes, remarks_only, table_notes
    from qualcode.tables.output.table_text import TEXT_FORMATS, to_text

__all__ = [
    "CELLS",
    "CELL_VALUES",
    "COLUMN_TYPES",
    "EVERYTHING",
    "MEASURES",
    "NONE",
    "TEXT_FORMATS",
    "VANISHED",
    "WITHIN",
    "Association",
    "Independence",
    "SaturationVerdict",
    "Scope",
    "SourceIndex",
    "Study",
    "TableNotes",
    "Traces",
    "association",
    "attributes",
    "barcode",
    "codebook",
    "codings",
    "codings_frame",
    "codings_without_unit",
    "compare",
    "compared_sources",
    "cooccurrence",
    "coverage",
    "crosstab",
    "dimension_names",
    "file_bytes",
    "frame",
    "framework",
    "framework_file",
    "framework_matrix",
    "frequencies",
    "gather",
    "guard_formula",
    "independence",
    "index_source",
    "keyness",
    "listing",
    "matrix",
    "new_information",
    "ordered_by",
    "printed_table",
    "remarks_only",
    "saturated_at",
    "saturation",
    "saturation_verdict",
    "segments",
    "sequence",
    "source_states",
    "sources",
    "square_matrix",
    "table_notes",
    "timeline",
    "to_text",
    "traces",
    "unguard_formula",
    "value_position",
    "with_column_types",
    "with_numbers",
    "word_counts",
    "write_tables",
]

_MODULES = {
    "CELLS": "analyses.case_matrix",
    "CELL_VALUES": "analyses.crosstab",
    "COLUMN_TYPES": "column_types",
    "EVERYTHING": "listings.codings_table",
    "MEASURES": "arrays.cell_measures",
    "NONE": "arrays.dimensions",
    "TEXT_FORMATS": "output.table_text",
    "VANISHED": "arrays.dimensions",
    "WITHIN": "analyses.cooccurrence",
    "Association": "analyses.inference.association",
    "Independence": "analyses.inference.independence",
    "SaturationVerdict": "analyses.saturation_verdict",
    "Scope": "arrays.coded_study",
    "SourceIndex": "arrays.source_index",
    "Study": "arrays.coded_study",
    "TableNotes": "output.table_notes",
    "Traces": "analyses.cell_traces",
    "association": "analyses.inference.association",
    "attributes": "arrays.dimensions",
    "barcode": "analyses.theme_barcode",
    "codebook": "listings.overview_tables",
    "codings": "listings.codings_table",
    "codings_frame": "listings.codings_table",
    "codings_without_unit": "analyses.case_matrix",
    "compare": "analyses.group_comparison",
    "compared_sources": "analyses.group_comparison",
    "cooccurrence": "analyses.cooccurrence",
    "coverage": "listings.coding_progress",
    "crosstab": "analyses.crosstab",
    "dimension_names": "arrays.dimensions",
    "file_bytes": "output.table_bytes",
    "frame": "frames",
    "framework": "analyses.framework_matrix",
    "framework_file": "output.framework_files",
    "framework_matrix": "analyses.framework_matrix",
    "frequencies": "analyses.frequencies",
    "gather": "arrays.coded_study",
    "guard_formula": "output.formula_guard",
    "independence": "analyses.inference.independence",
    "index_source": "arrays.source_index",
    "keyness": "analyses.word_frequencies",
    "listing": "frames",
    "matrix": "analyses.case_matrix",
    "new_information": "analyses.saturation",
    "ordered_by": "analyses.saturation",
    "printed_table": "output.printed_table",
    "saturated_at": "analyses.saturation",
    "saturation": "analyses.saturation",
    "saturation_verdict": "analyses.saturation_verdict",
    "segments": "listings.segments_table",
    "sequence": "analyses.code_sequence",
    "source_states": "arrays.source_states",
    "sources": "listings.overview_tables",
    "square_matrix": "analyses.cooccurrence",
    "remarks_only": "output.table_notes",
    "table_notes": "output.table_notes",
    "timeline": "listings.coding_progress",
    "to_text": "output.table_text",
    "traces": "analyses.cell_traces",
    "unguard_formula": "output.formula_guard",
    "with_column_types": "column_types",
    "with_numbers": "frames",
    "value_position": "arrays.dimensions",
    "word_counts": "analyses.word_frequencies",
    "write_tables": "output.table_bytes",
}
"""The module of each name: it is imported when the name is first used, since a command needs few of them."""


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
