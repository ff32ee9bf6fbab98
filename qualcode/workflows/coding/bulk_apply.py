"""Apply many codings from a CSV, Excel or JSON Lines file; every faulty row is reported.

A row has a source, a code and a span (see `row_spans`). All rows are applied or none, unless faulty ones are
to be skipped: then those are returned.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from qualcode.errors import InvalidFileError, QualcodeError, UsageError
from qualcode.files import read_utf8
from qualcode.model import CoderName, Source, Turn
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.untrusted import FILE_LIMIT
from qualcode.workflows.coding.act_summaries import quoted
from qualcode.workflows.coding.row_spans import FileRow, row_span
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook

_LISTED_FAULTS = 50
"""Maximum number of faulty rows that an error message lists."""

ReportUnreadable = Callable[[InvalidFileError], None]
"""Called with the error of each line that cannot be read."""


class SkippedRow(NamedTuple):
    """A row that cannot be applied, its line in the file (or number in the table), and the reason.

    `row` is empty where the line cannot be read.
    """

    line: int | None
    reason: str
    row: FileRow


class BulkResult(NamedTuple):
    """The number of codings that were applied, and the rows that were skipped."""

    codings: int
    skipped: list[SkippedRow]


class _SourceCodings(NamedTuple):
    """A source with its new codings and its turns, which are read on first use."""

    source: Source
    codings: list[codings.SpanWithCode]
    turns: Callable[[], Sequence[Turn]]


def apply_from(project: Project, coder: CoderName, path: Path, *, skip_faulty: bool = False) -> BulkResult:
    """Apply the codings in a .csv, .xlsx or .jsonl file.

    InvalidFileError lists the rows that cannot be applied; then no row is. With `skip_faulty` the others are.
    """
    return _apply(
        project, coder, path.name, lambda report: _read_rows(path, report), path, skip_faulty=skip_faulty
    )


def apply_rows(
    project: Project, coder: CoderName, rows: Sequence[FileRow], *, skip_faulty: bool = False
) -> BulkResult:
    """Apply the codings in these rows, which count from 1, as `apply_from` does those of a file."""
    return _apply(
        project, coder, "a table", lambda _: enumerate(rows, start=1), None, skip_faulty=skip_faulty
    )


def apply_numbered(
    project: Project,
    coder: CoderName,
    rows: Sequence[tuple[int, FileRow]],
    path: Path,
    *,
    skip_faulty: bool = False,
) -> BulkResult:
    """Apply the codings in these rows of a file, with their lines, as `apply_from` does."""
    return _apply(project, coder, path.name, lambda _: rows, path, skip_faulty=skip_faulty)


def _apply(
    project: Project,
    coder: CoderName,
    origin: str,
    read: Callable[[ReportUnreadable], Iterable[tuple[int, FileRow]]],
    path: Path | None,
    *,
    skip_faulty: bool,
) -> BulkResult:
    """Apply the codings in the rows that `read` yields with their numbers; `path` is their file."""
    current = current_codebook(project)
    with history.act(project.database, coder, "apply", f"codings from {origin}") as recorder:
        rows, faulty = _checked(project, coder, current, read)
        _require_rows(rows.count, faulty, path, skip_faulty=skip_faulty)
        recorder.summary = f"{rows.count} from {origin}"
        version, made_at = current.keep(recorder, coder, rows.keys), now()
        for source, new_codings, _ in sorted(rows.by_source, key=lambda each: each.source.id):
            codings.add_spans(
                recorder, source, new_codings, coder=coder, codebook_version=version, made_at=made_at
            )
    return BulkResult(rows.count, faulty)


def _checked(
    project: Project,
    coder: CoderName,
    current: CurrentCodebook,
    read: Callable[[ReportUnreadable], Iterable[tuple[int, FileRow]]],
) -> "tuple[_CheckedRows, list[SkippedRow]]":
    """Return the rows that can be applied, and those that cannot."""
    rows = _CheckedRows(project, coder, current)
    faulty: list[SkippedRow] = []

    def add_fault(line: int | None, error: QualcodeError, row: FileRow) -> None:
        faulty.append(SkippedRow(line, f"{error.message} {error.hint}".rstrip(), row))

    for line, row in read(lambda error: add_fault(error.line, error, {})):
        try:
            rows.add(row)
        except QualcodeError as error:
            add_fault(line, error, row)
    return rows, faulty


def _require_rows(count: int, faulty: Sequence[SkippedRow], path: Path | None, *, skip_faulty: bool) -> None:
    """Raise InvalidFileError if rows are faulty and not to be skipped, or if there are none at all."""
    if faulty and not skip_faulty:
        unit = "line" if path else "row"
        more = f"\n  … and {len(faulty) - _LISTED_FAULTS} more" if len(faulty) > _LISTED_FAULTS else ""
        listed = "\n".join(f"  {unit} {row.line}: {row.reason}" for row in faulty[:_LISTED_FAULTS])
        total = len(faulty) + count
        raise InvalidFileError(
            f"{len(faulty)} of {total} rows cannot be applied, so none was:\n{listed}{more}",
            "`--skip-bad` applies the others." if path and count else "",
            path=path,
        )
    if not count and not faulty:
        raise InvalidFileError(
            f"The {'file' if path else 'table'} has no rows, so there is nothing to apply.", path=path
        )


class _CheckedRows:
    """Rows checked against the sources, the codebook and the coder's existing codings."""

    def __init__(self, project: Project, coder: CoderName, current: CurrentCodebook) -> None:
        self._project = project
        self._coder = coder
        self._codings_of = cache(self._find_source)
        self._code = cache(current.codable)
        self._existing: set[tuple[str, int, int, str]] = set()
        self.by_source: list[_SourceCodings] = []

    @property
    def count(self) -> int:
        """Number of rows that can be applied."""
        return sum(len(each.codings) for each in self.by_source)

    @property
    def keys(self) -> set[str]:
        """The codes of the rows that can be applied."""
        return {coding.code for source in self.by_source for coding in source.codings}

    def add(self, row: FileRow) -> None:
        """Check a row and add its coding; a QualcodeError says what is wrong with it."""
        for column in ("source", "code"):
            if not row.get(column):
                raise UsageError(f"the {column} is missing")
        source, new_codings, turns = self._codings_of(str(row["source"]))
        span = row_span(row, source, turns)
        start, end = span.start, span.end
        quote = source.text[start:end]
        if quote.isspace():
            raise UsageError(f"there is no text to code at {start}:{end} of {source.name}")
        code = self._code(str(row["code"]))
        coding_key = (source.id, start, end, code)
        if coding_key in self._existing:
            raise UsageError(f"{self._coder} has already applied {code!r} to {quoted(quote)}")
        self._existing.add(coding_key)
        new_codings.append(codings.SpanWithCode(start, end, code, str(row.get("memo") or "")))

    def _find_source(self, name: str) -> _SourceCodings:
        source = sources.with_name(self._project.database, name)
        self._existing |= codings.existing_keys(self._project.database, self._coder, [source.id])
        turns = cache(lambda: sources.turns(self._project.database, source.id))
        self.by_source.append(_SourceCodings(source, [], turns))
        return self.by_source[-1]


def _read_rows(path: Path, report: ReportUnreadable) -> Iterator[tuple[int, FileRow]]:
    """Yield each row with its line number."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return _read_json_lines(path, report)
    from qualcode.readers import read_rows

    return read_rows(path, required=("source", "code"), on_long_row=report)


def _read_json_lines(path: Path, report: ReportUnreadable) -> Iterator[tuple[int, FileRow]]:
    for number, line in enumerate(read_utf8(path, FILE_LIMIT).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            report(InvalidFileError(f"This is not valid JSON: {error}.", path=path, line=number))
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            report(InvalidFileError("This is not a JSON object.", path=path, line=number))
