"""Coding from a file: many codings at once, all or nothing, with every bad row named.

A row names a source, a code and a place: `start` and `end`, or `quote` (and `nth` where the words occur
more than once). Where it has both, the quote must be what stands there. This is also how a script codes.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from qualcode.errors import InvalidFileError, QualcodeError, UsageError
from qualcode.model import CoderName, Source
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.coding.apply_codes import excerpt, occurrences
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook

_NAMED_FAULTS = 50

Entry = Mapping[str, object]
Broken = Callable[[InvalidFileError], None]
"""What is told of a line that cannot be read."""


class _Target(NamedTuple):
    """A source, and where in it something is to be coded."""

    source: Source
    passages: list[codings.SpanWithCode]


def apply_from(project: Project, coder: CoderName, path: Path) -> int:
    """Code what the .csv or .jsonl file says; return how many codings that were.

    InvalidFileError lists every row that cannot be applied, and then nothing is.
    """
    force = current_codebook(project)
    with history.act(project.database, coder, "apply", f"codings from {path.name}") as recorder:
        known = _checked(project, coder, force, path)
        recorder.summary = f"{known.taken} from {path.name}"
        version, at = force.keep(recorder, coder), now()
        for source, passages in sorted(known.targets, key=lambda one: one.source.id):
            codings.add_spans(recorder, source, passages, coder=coder, codebook_version=version, made_at=at)
    return known.taken


def _checked(project: Project, coder: CoderName, force: CurrentCodebook, path: Path) -> "_Known":
    known = _Known(project, coder, force)
    faults: list[str] = []

    def broken(line: int | None, fault: QualcodeError) -> None:
        faults.append(f"line {line}: {fault.message} {fault.hint}".rstrip())

    for line, entry in _entries(path, lambda fault: broken(fault.line, fault)):
        try:
            known.take(entry)
        except QualcodeError as error:
            broken(line, error)
    if faults:
        more = f"\n  … and {len(faults) - _NAMED_FAULTS} more" if len(faults) > _NAMED_FAULTS else ""
        listed = "\n".join(f"  {fault}" for fault in faults[:_NAMED_FAULTS])
        rows = len(faults) + known.taken
        raise InvalidFileError(
            f"{len(faults)} of {rows} rows cannot be applied, so none was:\n{listed}{more}", path=path
        )
    if not known.taken:
        raise InvalidFileError("There is nothing to apply: the file has no rows.", path=path)
    return known


class _Known:
    """What rows are held against: sources and codes, each looked up once, and the codings there are."""

    def __init__(self, project: Project, coder: CoderName, force: CurrentCodebook) -> None:
        self._project = project
        self._coder = coder
        self._target = cache(self._target_named)
        self._code = cache(force.code)
        self._taken: set[tuple[str, int, int, str]] = set()
        self.targets: list[_Target] = []

    @property
    def taken(self) -> int:
        """How many rows were taken in."""
        return sum(len(one.passages) for one in self.targets)

    def take(self, entry: Entry) -> None:
        """Take a row in; a QualcodeError says what is wrong with it."""
        for column in ("source", "code"):
            if not entry.get(column):
                raise UsageError(f"the {column} is missing")
        source, passages = self._target(str(entry["source"]))
        start, end = _place(entry, source)
        words = source.text[start:end]
        if words.isspace():
            raise UsageError(f"there are no words at {start}:{end} of {source.name}")
        code = self._code(str(entry["code"]))
        place = (source.id, start, end, code)
        if place in self._taken:
            raise UsageError(f"{self._coder} has {code!r} on {excerpt(words)} already")
        self._taken.add(place)
        passages.append(codings.SpanWithCode(start, end, code, str(entry.get("memo") or "")))

    def _target_named(self, name: str) -> _Target:
        source = sources.with_name(self._project.database, name)
        self._taken |= codings.existing_keys(self._project.database, self._coder, [source.id])
        self.targets.append(_Target(source, []))
        return self.targets[-1]


def _place(entry: Entry, source: Source) -> tuple[int, int]:
    quote = str(entry.get("quote") or "")
    start, end = _number(entry, "start"), _number(entry, "end")
    if start is not None and end is not None:
        if not 0 <= start < end <= len(source.text):
            raise UsageError(
                f"{start}:{end} is not in {source.name}, which has {len(source.text)} characters"
            )
        # Our own CSV guards words against spreadsheets' formulas with an apostrophe; cells lose outer space.
        if quote and source.text[start:end].strip() not in (quote.strip(), quote.removeprefix("'").strip()):
            there = excerpt(source.text[start:end])
            raise UsageError(f"{start}:{end} of {source.name} is {there}, not {excerpt(quote)}")
        return start, end
    found = occurrences(source.text, quote)
    nth = _number(entry, "nth")
    if not quote:
        raise UsageError("start and end are missing, and there is no quote")
    if not found:
        raise UsageError(f"{excerpt(quote)} does not occur in {source.name}")
    if nth is None and len(found) > 1:
        raise UsageError(f"{excerpt(quote)} occurs {len(found)} times in {source.name}: say which in `nth`")
    if not 1 <= (nth or 1) <= len(found):
        raise UsageError(f"{excerpt(quote)} occurs {len(found)} times in {source.name}, not {nth}")
    one = found[(nth or 1) - 1]
    return one.start, one.end


def _number(entry: Entry, column: str) -> int | None:
    value = entry.get(column)
    if value is None or value == "":
        return None
    try:
        return int(value if isinstance(value, str) else str(value))
    except ValueError:
        raise UsageError(f"{column} must be a whole number, not {value!r}") from None


def _entries(path: Path, broken: Broken) -> Iterator[tuple[int, Entry]]:
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return _from_jsonl(path, broken)
    from qualcode.readers import read_rows

    return read_rows(path, required=("source", "code"), on_long_row=broken)


def _from_jsonl(path: Path, broken: Broken) -> Iterator[tuple[int, Entry]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InvalidFileError(f"Cannot read the codings: {error.strerror}.", path=path) from error
    except UnicodeDecodeError as error:
        raise InvalidFileError(
            "The codings are not UTF-8 text.", "Save the file as UTF-8.", path=path
        ) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            broken(InvalidFileError(f"This is not valid JSON: {error}.", path=path, line=number))
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            broken(InvalidFileError("This is not a JSON object.", path=path, line=number))
