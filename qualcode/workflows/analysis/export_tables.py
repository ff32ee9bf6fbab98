"""Export the tables of a study to files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError, UsageError
from qualcode.files import write_atomically
from qualcode.output_formats import TABLE
from qualcode.store.project import Project
from qualcode.store.records.codings import LISTING_COLUMNS
from qualcode.workflows.analysis import study_tables
from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies
from qualcode.workflows.analysis.analyses.matrix_analysis import matrix
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.gather_study import gather_study
from qualcode.workflows.analysis.result_notes import result_notes
from qualcode.workflows.rounds.hidden_work import hidden_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.tables import Study, TableNotes
    from qualcode.workflows.analysis.analysis_result import AnalysisResult

TABLES: Mapping[str, "Callable[[Project, Study, AnalysisOptions], AnalysisResult]"] = {
    "codings": lambda _, study, options: study_tables.codings(study, options=options),
    "frequencies": lambda _, study, options: frequencies(study, all_codes=True, options=options),
    "codes by case": lambda _, study, options: matrix(study, options=options),
    "coded by case": lambda _, study, options: matrix(study, binary=True, options=options),
    "segments": lambda project, study, options: study_tables.segments(project, study=study, options=options),
    "codebook": lambda _, study, options: study_tables.codebook(study, options=options),
    "sources": lambda _, study, options: study_tables.sources(study, options=options),
}
"""The exported tables by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedTables:
    """The files that were written, and what their reader has to know."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def export(
    project: Project,
    output: Path | None = None,
    form: str = "",
    *,
    only: Sequence[str] = (),
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> ExportedTables:
    """Write the tables (all, or `only` some) to a folder, or to one file with an ending of a table.

    Codings and segments always include interviewers, with the role as a column; the other tables count what
    `options` select. All files are written or none. NotFoundError for an unknown table or format, UsageError
    for several tables in one file that holds one.
    """
    from qualcode import tables

    names = [_table_name(name) for name in only] or list(TABLES)
    to_file = output is not None and not output.is_dir() and output.suffix.lower() in TABLE.by_ending
    chosen = TABLE.choose(output, form) if to_file and output else TABLE.named(form or "csv")
    if to_file and len(names) > 1 and chosen != "xlsx":
        raise UsageError(
            f"{output} holds one table, and there are {len(names)}.",
            "Name a folder, an .xlsx file, or one table with --only.",
        )
    study = gather_study(project, also=LISTING_COLUMNS)
    hidden = hidden_note(project.database)
    results = {name: _noted(TABLES[name](project, study, options), hidden) for name in names}
    by_name = {name: result.table_in(chosen) for name, result in results.items()}
    table_notes = list(_notes(results, chosen))
    labels = {name: result.column_labels for name, result in results.items()}
    if to_file and output:
        content = tables.file_bytes(by_name, chosen, table_notes, labels[names[0]])
        files = [write_atomically(output, content)]
    else:
        files = tables.write_tables(by_name, output or project.tables_folder, chosen, table_notes, labels)
    notes = dict.fromkeys(note for result in results.values() for note in result.notes)
    return ExportedTables(files=tuple(files), notes=tuple(notes))


def _noted(result: "AnalysisResult", hidden: str) -> "AnalysisResult":
    """Return a result of a gathered study, with what is hidden in the project."""
    if not hidden:
        return result
    return replace(result, notes=(hidden, *result.notes), coder_notes=(hidden, *result.coder_notes))


def _notes(results: "Mapping[str, AnalysisResult]", form: str) -> "Iterator[TableNotes]":
    """Yield all notes of each table for a workbook; for other files, whose codings a table counts."""
    from qualcode.tables import remarks_only

    for name, result in results.items():
        if form == "xlsx":
            yield result_notes(result, name)
        elif result.coder_notes:
            yield remarks_only(name, result.coder_notes)


def _table_name(name: str) -> str:
    spelled = name.replace("_", " ").replace("-", " ")
    if spelled not in TABLES:
        raise NotFoundError.among("table", spelled, TABLES, f"Tables: {', '.join(TABLES)}.")
    return spelled
