"""Coding from a file: many codings at once, all or nothing, with every bad row named.

A row names a source, a code and a place: `start` and `end`, or `quote` (and `nth` where the words occur
more than once). Where it has both, the quote must be what stands there. This is also how a script codes.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qualcode.errors import InvalidFileError, QualcodeError, UsageError
from qualcode.model import CodeKey, CoderName, Coding, Source, Span
from qualcode.store import codings, history, sources
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.workflows.coding import make, occurrences, shown
from qualcode.workflows.opening import CodebookInForce, codebook_in_force

_NAMED_FAULTS = 50

Entry = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Applied:
    """One row in which nothing is wrong."""

    source: Source
    span: Span
    code: CodeKey
    memo: str


def apply_from(project: Project, coder: CoderName, path: Path) -> list[Coding]:
    """Code what the .csv or .jsonl file says; InvalidFileError lists every row that cannot be."""
    entries = list(_entries(path))
    force = codebook_in_force(project)
    with history.act(project.database, coder, "apply", f"{len(entries)} from {path.name}") as recorder:
        applied = _checked(project, coder, force, entries, path)
        version = force.keep(recorder, coder)
        at = now()
        made = [
            make(one.source, one.span, one.code, coder, version, memo=one.memo, made_at=at) for one in applied
        ]
        codings.add(recorder, made)
    return made


def _checked(
    project: Project,
    coder: CoderName,
    force: CodebookInForce,
    entries: Sequence[tuple[int, Entry]],
    path: Path,
) -> list[_Applied]:
    @cache
    def source_named(name: str) -> Source:
        return sources.named(project.database, name)

    applied: list[_Applied] = []
    faults: list[str] = []
    names = sources.names(project.database)
    mentioned = {str(entry.get("source") or "") for _, entry in entries}
    taken = codings.existing(project.database, coder, [names[name] for name in mentioned if name in names])
    for line, entry in entries:
        try:
            one = _row(entry, source_named, force)
            place = (one.source.id, one.span.start, one.span.end, one.code)
            if place in taken:
                raise UsageError(f"{coder} has {one.code!r} on {shown(one.span.of(one.source.text))} already")
            taken.add(place)
            applied.append(one)
        except QualcodeError as error:
            faults.append(f"line {line}: {error.message} {error.hint}".rstrip())
    if faults:
        more = f"\n  … and {len(faults) - _NAMED_FAULTS} more" if len(faults) > _NAMED_FAULTS else ""
        listed = "\n".join(f"  {fault}" for fault in faults[:_NAMED_FAULTS])
        raise InvalidFileError(
            f"{len(faults)} of {len(entries)} rows cannot be applied, so none was:\n{listed}{more}", path=path
        )
    return applied


def _row(entry: Entry, source_named: Callable[[str], Source], force: CodebookInForce) -> _Applied:
    for column in ("source", "code"):
        if not entry.get(column):
            raise UsageError(f"the {column} is missing")
    source = source_named(str(entry["source"]))
    span = _span(entry, source)
    if not span.of(source.text).strip():
        raise UsageError(f"there are no words at {span.start}:{span.end} of {source.name}")
    return _Applied(source, span, force.code(str(entry["code"])), str(entry.get("memo") or ""))


def _span(entry: Entry, source: Source) -> Span:
    quote = str(entry.get("quote") or "")
    start, end = _number(entry, "start"), _number(entry, "end")
    if start is not None and end is not None:
        if not 0 <= start < end <= len(source.text):
            raise UsageError(
                f"{start}:{end} is not in {source.name}, which has {len(source.text)} characters"
            )
        there = source.text[start:end]
        # Our own CSV guards words against spreadsheets' formulas with an apostrophe; cells lose outer space.
        if quote and there.strip() not in (quote.strip(), quote.removeprefix("'").strip()):
            raise UsageError(f"{start}:{end} of {source.name} is {shown(there)}, not {shown(quote)}")
        return Span(start, end)
    found = occurrences(source.text, quote)
    nth = _number(entry, "nth")
    if not quote:
        raise UsageError("start and end are missing, and there is no quote")
    if not found:
        raise UsageError(f"{shown(quote)} does not occur in {source.name}")
    if nth is None and len(found) > 1:
        raise UsageError(f"{shown(quote)} occurs {len(found)} times in {source.name}: say which in `nth`")
    if not 1 <= (nth or 1) <= len(found):
        raise UsageError(f"{shown(quote)} occurs {len(found)} times in {source.name}, not {nth}")
    return found[(nth or 1) - 1]


def _number(entry: Entry, column: str) -> int | None:
    value = entry.get(column)
    if value is None or value == "":
        return None
    try:
        return int(str(value))
    except ValueError:
        raise UsageError(f"{column} must be a whole number, not {value!r}") from None


def _entries(path: Path) -> Iterator[tuple[int, Entry]]:
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return _from_jsonl(path)
    from qualcode.readers import read_rows

    return read_rows(path)


def _from_jsonl(path: Path) -> Iterator[tuple[int, Entry]]:
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
            raise InvalidFileError(f"This is not valid JSON: {error}.", path=path, line=number) from error
        if not isinstance(row, dict):
            raise InvalidFileError("Each line must be a JSON object.", path=path, line=number)
        yield number, row
