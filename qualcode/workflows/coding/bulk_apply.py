"""Apply many codings from a CSV, Excel or JSON Lines file, all or none; every faulty row is reported.

A row has a source, a code and a span: `start` and `end`, or `quote` (with `nth` where it occurs more than
once). Where a row has both, the quote must be the text of the span.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from qualcode.errors import InvalidFileError, QualcodeError, UsageError
from qualcode.model import CoderName, Source
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.coding.act_summaries import quoted
from qualcode.workflows.coding.apply_codes import occurrences
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook

_LISTED_FAULTS = 50
"""Maximum number of faulty rows that an error message lists."""

FileRow = Mapping[str, object]
ReportUnreadable = Callable[[InvalidFileError], None]
"""Called with the error of each line that cannot be read."""


class _SourceCodings(NamedTuple):
    """A source with its new codings."""

    source: Source
    codings: list[codings.SpanWithCode]


def apply_from(project: Project, coder: CoderName, path: Path) -> int:
    """Apply the codings in a .csv, .xlsx or .jsonl file; return their number.

    InvalidFileError lists the rows that cannot be applied; then no row is.
    """
    return _apply(project, coder, path.name, lambda report: _read_rows(path, report), path)


def apply_rows(project: Project, coder: CoderName, rows: Sequence[FileRow]) -> int:
    """Apply the codings in these rows, which count from 1, as `apply_from` does those of a file."""
    return _apply(project, coder, "a table", lambda _: enumerate(rows, start=1), None)


def _apply(
    project: Project,
    coder: CoderName,
    origin: str,
    read: Callable[[ReportUnreadable], Iterable[tuple[int, FileRow]]],
    path: Path | None,
) -> int:
    """Apply the codings in the rows that `read` yields with their numbers; `path` is their file."""
    current = current_codebook(project)
    with history.act(project.database, coder, "apply", f"codings from {origin}") as recorder:
        rows = _checked(project, coder, current, read, path)
        recorder.summary = f"{rows.count} from {origin}"
        version, made_at = current.keep(recorder, coder, rows.keys), now()
        for source, new_codings in sorted(rows.by_source, key=lambda each: each.source.id):
            codings.add_spans(
                recorder, source, new_codings, coder=coder, codebook_version=version, made_at=made_at
            )
    return rows.count


def _checked(
    project: Project,
    coder: CoderName,
    current: CurrentCodebook,
    read: Callable[[ReportUnreadable], Iterable[tuple[int, FileRow]]],
    path: Path | None,
) -> "_CheckedRows":
    unit = "line" if path else "row"
    rows = _CheckedRows(project, coder, current)
    faults: list[str] = []

    def add_fault(line: int | None, error: QualcodeError) -> None:
        faults.append(f"{unit} {line}: {error.message} {error.hint}".rstrip())

    for line, row in read(lambda error: add_fault(error.line, error)):
        try:
            rows.add(row)
        except QualcodeError as error:
            add_fault(line, error)
    if faults:
        more = f"\n  … and {len(faults) - _LISTED_FAULTS} more" if len(faults) > _LISTED_FAULTS else ""
        listed = "\n".join(f"  {fault}" for fault in faults[:_LISTED_FAULTS])
        total = len(faults) + rows.count
        raise InvalidFileError(
            f"{len(faults)} of {total} rows cannot be applied, so none was:\n{listed}{more}", path=path
        )
    if not rows.count:
        raise InvalidFileError(
            f"The {'file' if path else 'table'} has no rows, so there is nothing to apply.", path=path
        )
    return rows


class _CheckedRows:
    """Rows checked against the sources, the codebook and the coder's existing codings."""

    def __init__(self, project: Project, coder: CoderName, current: CurrentCodebook) -> None:
        self._project = project
        self._coder = coder
        self._codings_of = cache(self._find_source)
        self._code = cache(current.code)
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
        source, new_codings = self._codings_of(str(row["source"]))
        start, end = _offsets(row, source)
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
        self.by_source.append(_SourceCodings(source, []))
        return self.by_source[-1]


def _offsets(row: FileRow, source: Source) -> tuple[int, int]:
    """Return start and end of a row's span."""
    quote = str(row.get("quote") or "")
    start, end = _integer(row, "start"), _integer(row, "end")
    if start is not None and end is not None:
        if not 0 <= start < end <= len(source.text):
            raise UsageError(
                f"{start}:{end} is not in {source.name}, which has {len(source.text)} characters"
            )
        # Our CSV export puts an apostrophe before text that a spreadsheet would take for a formula, and
        # spreadsheet programs strip outer white space from cells.
        text = source.text[start:end]
        if quote and text.strip() not in (quote.strip(), quote.removeprefix("'").strip()):
            raise UsageError(f"{start}:{end} of {source.name} is {quoted(text)}, not {quoted(quote)}")
        return start, end
    matches = occurrences(source.text, quote)
    nth = _integer(row, "nth")
    if not quote:
        raise UsageError("start and end are missing, and there is no quote")
    if not matches:
        raise UsageError(f"{quoted(quote)} does not occur in {source.name}")
    if nth is None and len(matches) > 1:
        raise UsageError(
            f"{quoted(quote)} occurs {len(matches)} times in {source.name}: choose one in the column `nth`"
        )
    if not 1 <= (nth or 1) <= len(matches):
        raise UsageError(f"{quoted(quote)} occurs {len(matches)} times in {source.name}, not {nth}")
    match = matches[(nth or 1) - 1]
    return match.start, match.end


def _integer(row: FileRow, column: str) -> int | None:
    cell = row.get(column)
    if cell is None or cell == "":
        return None
    try:
        return int(cell if isinstance(cell, str) else str(cell))
    except ValueError:
        raise UsageError(f"{column} must be a whole number, not {cell!r}") from None


def _read_rows(path: Path, report: ReportUnreadable) -> Iterator[tuple[int, FileRow]]:
    """Yield each row with its line number."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return _read_json_lines(path, report)
    from qualcode.readers import read_rows

    return read_rows(path, required=("source", "code"), on_long_row=report)


def _read_json_lines(path: Path, report: ReportUnreadable) -> Iterator[tuple[int, FileRow]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InvalidFileError(f"Cannot read the file: {error.strerror}.", path=path) from error
    except UnicodeDecodeError as error:
        raise InvalidFileError("The file is not UTF-8 text.", "Save the file as UTF-8.", path=path) from error
    for number, line in enumerate(text.split("\n"), start=1):
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
