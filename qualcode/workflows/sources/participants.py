"""Import a table of participants: cases with attributes, joined to sources and speakers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.errors import InvalidFileError, NotFoundError
from qualcode.model import Case, CoderName, SourceId
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.people import cases
from qualcode.text.name_matches import same_name
from qualcode.workflows.cases.column_values import read_column

_JOIN_COLUMNS = ("case", "source", "speaker")


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesImport:
    """The cases of a table, and what is to be said of it."""

    cases: list[Case]
    waiting: list[str]
    """A message for each row whose source or speaker the project does not have yet."""
    columns: list[str]
    """A message for each column whose numbers or dates are read in another form."""

    @property
    def attributes(self) -> int:
        """Number of attributes."""
        return len({name for case in self.cases for name in case.attributes})


def import_cases(project: Project, coder: CoderName, path: Path, *, strict: bool = False) -> CasesImport:
    """Import a table of participants; new and changed cases are stored.

    The column `case` (or `source`) has the case's name; `source`, and `speaker` if several speak in a source,
    say where the case speaks; every other column is an attribute. A case may have several rows. Rows for
    sources and speakers that do not exist wait, and are joined when these come; with `strict` they are an
    InvalidFileError that names their lines.
    """
    from qualcode.readers import read_rows

    by_name: dict[str, Case] = {}
    stored = {case.name: _content(case) for case in cases.read_all(project.database)}
    speaker_lookup = _SpeakerLookup(project)
    rows = list(read_rows(path))
    messages = _read_columns([row for _, row in rows])
    for line, row in rows:
        case = _case(project, row, line, path, stored)
        previous = by_name.get(case.name, case)
        _check_same_attributes(previous, case, line, path)
        speaker = speaker_lookup.find(line, row) if row.get("source") else None
        joined = (*previous.sources, speaker) if speaker else previous.sources
        waits = () if speaker or not row.get("source") else ((row["source"], row.get("speaker", "")),)
        by_name[case.name] = replace(
            previous,
            sources=tuple(dict.fromkeys(joined)),
            waiting=tuple(dict.fromkeys((*previous.waiting, *waits))),
        )
    if strict:
        speaker_lookup.raise_missing(path)
    changed = [case for case in by_name.values() if stored.get(case.name) != _content(case)]
    with history.act(project.database, coder, "import cases", f"{len(by_name)} from {path.name}") as recorder:
        cases.replace(recorder, changed)
    return CasesImport(
        cases=list(by_name.values()), waiting=speaker_lookup.waiting_messages(), columns=messages
    )


def _read_columns(rows: Sequence[dict[str, str]]) -> list[str]:
    """Give numbers and dates the form that tables sort by; return what is to be said of it."""
    messages: list[str] = []
    for column in dict.fromkeys(column for row in rows for column in row):
        if column in _JOIN_COLUMNS:
            continue
        values = read_column(column, (row.get(column, "") for row in rows))
        for row in rows:
            row[column] = values.value_of.get(row.get(column, ""), row.get(column, ""))
        messages += [values.message] if values.message else []
    return messages


def _case(
    project: Project, row: Mapping[str, str], line: int, path: Path, existing_names: Iterable[str]
) -> Case:
    name = row.get("case") or row.get("source") or ""
    if not name:
        raise InvalidFileError(
            "This row has neither a case nor a source.",
            "Fill in the column `case` (or `source`).",
            path=path,
            line=line,
        )
    attributes = {column: value for column, value in row.items() if column not in _JOIN_COLUMNS}
    name = same_name(name, existing_names) or name
    return Case(id=cases.id_for(project.database, name), name=name, attributes=attributes)


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


def _content(case: Case) -> tuple[object, ...]:
    """Return a case's attributes and sources, to compare cases without their ids."""
    return list(case.attributes.items()), sorted(case.sources), sorted(case.waiting)


class _SpeakerLookup:
    """Finds the sources and speakers that rows name, and collects errors for those that do not exist."""

    def __init__(self, project: Project) -> None:
        self._database = project.database
        self._names = sources.ids_by_name(project.database)
        self._speakers: dict[SourceId, set[str]] = {}
        self._missing: list[tuple[int, NotFoundError]] = []

    def find(self, line: int, row: Mapping[str, str]) -> tuple[SourceId, str] | None:
        """Return the source and speaker of a row; None, and the error is collected, if they do not exist."""
        speaker = row.get("speaker", "")
        name = same_name(row["source"], self._names) or row["source"]
        if name not in self._names:
            self._missing.append((line, NotFoundError.among("source", name, self._names, "Import it first.")))
            return None
        source = self._names[name]
        if speaker and source not in self._speakers:
            self._speakers[source] = {turn.speaker for turn in sources.turns(self._database, source)}
        speaker = same_name(speaker, self._speakers.get(source, ())) or speaker
        if speaker and speaker not in self._speakers[source]:
            error = NotFoundError.among(f"speaker in {name}", speaker, self._speakers[source])
            self._missing.append((line, error))
            return None
        return source, speaker

    def waiting_messages(self) -> list[str]:
        """Return a message for each collected error."""
        return [f"Line {line}: {error.message} {error.hint}".rstrip() for line, error in self._missing]

    def raise_missing(self, path: Path) -> None:
        """Raise one error for all collected ones, each with the nearest existing name."""
        if not self._missing:
            return
        (first_line, first), *more = self._missing
        hints = [first.hint, *(f"Line {line}: {error.message} {error.hint}".rstrip() for line, error in more)]
        raise InvalidFileError(first.message, "\n".join(filter(None, hints)), path=path, line=first_line)
