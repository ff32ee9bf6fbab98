"""Show the results of an import: a table of sources with their speakers, warnings and errors."""

from collections import Counter
from collections.abc import Iterable, Sequence

from qualcode.cli.output import show
from qualcode.model import Role, Turn, Value, WordAccount
from qualcode.output_formats import TableFormat
from qualcode.text.time_codes import format_time_code
from qualcode.workflows.sources.import_files import ImportResult

_MAX_SPEAKERS = 6
_COLUMNS = ("source", "speakers", "turns", "words", "duration", "warnings")
_ACCOUNT_COLUMNS = ("words in file", "words kept", "words left out", "words lost", "words added", "left out")
"""Columns for other programs only; a person gets warnings."""


def show_imported(results: Sequence[ImportResult], format_: TableFormat) -> None:
    """Show new sources as rows, and skipped files, warnings and errors as messages."""
    imported = [result for result in results if result.source]
    rows = [_row(result) for result in imported]
    columns: tuple[str, ...] = _COLUMNS
    if format_ is not TableFormat.TABLE:
        rows = [
            (*row, *_account_cells(result.word_account)) for row, result in zip(rows, imported, strict=True)
        ]
        columns += _ACCOUNT_COLUMNS
    if rows:
        show.rows(show.listing("Imported", columns, rows), format_)
    for result in results:
        for warning in result.warnings:
            show.say(f"{result.path.name}: {warning}", "yellow")
    for result in results:
        if result.existing_source:
            show.say(f"{result.path.name} was imported before, as {result.existing_source}: skipped.")
    errors = [result.error for result in results if result.error]
    for error in errors:
        show.show_error(error)
    if errors:
        show.say(f"{len(errors)} of {len(results)} files were not imported; see above.", "bold")


def _row(result: ImportResult) -> tuple[Value, ...]:
    source = result.source
    if source is None:
        raise AssertionError("only results with a source have a row")
    return (
        source.name,
        _speakers(result.turns),
        len(result.turns),
        source.words,
        format_time_code(result.duration, hour_digits=1),
        len(result.warnings),
    )


def _account_cells(account: WordAccount | None) -> tuple[Value, ...]:
    """Return the counts of the words in the file, in the order of `_ACCOUNT_COLUMNS`."""
    if account is None:
        return (None,) * len(_ACCOUNT_COLUMNS)
    kinds = "; ".join(f"{kind} {words}" for kind, _, words in account.left_out)
    left_out = sum(words for _, _, words in account.left_out)
    return account.in_file, account.kept, left_out, account.lost, account.added, kinds


def _speakers(turns: Iterable[Turn]) -> str:
    counts = Counter((turn.speaker, turn.role) for turn in turns if turn.speaker)
    named = [
        f"{speaker}{' (interviewer)' if role is Role.INTERVIEWER else ''} {count}"
        for (speaker, role), count in counts.most_common(_MAX_SPEAKERS)
    ]
    return ", ".join(named) + (" …" if len(counts) > _MAX_SPEAKERS else "")
