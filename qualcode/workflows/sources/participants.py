"""Import a table of participants: cases with attributes, joined to sources and speakers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qualcode.errors import InvalidFileError, NotFoundError
from qualcode.model import Case, CaseId, CoderName, SourceId, new_id
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import cases, sources

_JOIN_COLUMNS = ("case", "source", "speaker")


def import_cases(project: Project, coder: CoderName, path: Path) -> list[Case]:
    """Import a table of participants and return its cases; new and changed ones are stored.

    The column `case` (or `source`) has the case's name; `source`, and `speaker` if several speak in a source,
    say where the case speaks; every other column is an attribute. A case may have several rows.
    InvalidFileError names the lines of all sources and speakers that do not exist.
    """
    from qualcode.readers import read_rows

    by_name: dict[str, Case] = {}
    speaker_lookup = _SpeakerLookup(project)
    for line, row in read_rows(path):
        case = _case(row, line, path)
        previous = by_name.get(case.name, case)
        _check_same_attributes(previous, case, line, path)
        speaker = speaker_lookup.find(line, row) if row.get("source") else None
        joined = (*previous.sources, speaker) if speaker else previous.sources
        by_name[case.name] = replace(previous, sources=tuple(dict.fromkeys(joined)))
    speaker_lookup.raise_missing(path)
    stored = {case.name: _content(case) for case in cases.read_all(project.database)}
    changed = [case for case in by_name.values() if stored.get(case.name) != _content(case)]
    with history.act(project.database, coder, "import cases", f"{len(by_name)} from {path.name}") as recorder:
        cases.replace(recorder, changed)
    return list(by_name.values())


def _case(row: Mapping[str, str], line: int, path: Path) -> Case:
    name = row.get("case") or row.get("source") or ""
    if not name:
        raise InvalidFileError(
            "This row has neither a case nor a source.",
            "Fill in the column `case` (or `source`).",
            path=path,
            line=line,
        )
    attributes = {column: value for column, value in row.items() if column not in _JOIN_COLUMNS}
    return Case(id=CaseId(new_id()), name=name, attributes=attributes)


def _check_same_attributes(previous: Case, case: Case, line: int, path: Path) -> None:
    for name, value in case.attributes.items():
        if previous.attributes[name] != value:
            raise InvalidFileError(
                f"The case {case.name!r} has two values for {name!r}: {previous.attributes[name]!r} and "
                f"{value!r}.",
                "Give each of its rows the same value.",
                path=path,
                line=line,
            )


def _content(case: Case) -> tuple[list[tuple[str, str]], list[tuple[SourceId, str]]]:
    """Return a case's attributes and sources, to compare cases without their ids."""
    return list(case.attributes.items()), sorted(case.sources)


class _SpeakerLookup:
    """Finds the sources and speakers that rows name, and collects errors for those that do not exist."""

    def __init__(self, project: Project) -> None:
        self._database = project.database
        self._names = sources.ids_by_name(project.database)
        self._speakers: dict[SourceId, set[str]] = {}
        self._missing: list[tuple[int, NotFoundError]] = []

    def find(self, line: int, row: Mapping[str, str]) -> tuple[SourceId, str] | None:
        """Return the source and speaker of a row; None, and the error is collected, if they do not exist."""
        name, speaker = row["source"], row.get("speaker", "")
        if name not in self._names:
            self._missing.append((line, NotFoundError.among("source", name, self._names, "Import it first.")))
            return None
        source = self._names[name]
        if speaker and source not in self._speakers:
            self._speakers[source] = {turn.speaker for turn in sources.turns(self._database, source)}
        if speaker and speaker not in self._speakers[source]:
            error = NotFoundError.among(f"speaker in {name}", speaker, self._speakers[source])
            self._missing.append((line, error))
            return None
        return source, speaker

    def raise_missing(self, path: Path) -> None:
        """Raise one error for all collected ones, each with the nearest existing name."""
        if not self._missing:
            return
        (first_line, first), *more = self._missing
        hints = [first.hint, *(f"Line {line}: {error.message} {error.hint}".rstrip() for line, error in more)]
        raise InvalidFileError(first.message, "\n".join(filter(None, hints)), path=path, line=first_line)
