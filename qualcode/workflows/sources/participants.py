"""Cases: joining a table of participants to the sources in which they speak."""

from collections.abc import Mapping
from pathlib import Path

from qualcode.errors import InvalidFileError, NotFoundError
from qualcode.model import Case, CaseId, CoderName, SourceId, new_id
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import cases, sources

_JOINING = ("case", "source", "speaker")


def import_cases(project: Project, coder: CoderName, path: Path) -> list[Case]:
    """Read a table of participants: `case` (or `source`) names one, every other column is an attribute.

    A `source` column, with a `speaker` where several speak in one source, says where the case appears; one
    case may have several rows. InvalidFileError names the lines of all sources and speakers that are not
    there. Cases that are there already and the same are left alone.
    """
    from qualcode.readers import read_rows

    found: dict[str, Case] = {}
    joining = _Joining(project)
    for line, row in read_rows(path):
        case = _case(row, line, path)
        places = list(found[case.name].sources) if case.name in found else []
        place = joining.place(line, row) if row.get("source") else None
        if place and place not in places:
            places.append(place)
        known = found.get(case.name, case).attributes
        clash = next((key for key, value in case.attributes.items() if known[key] != value), None)
        if clash:
            raise InvalidFileError(
                f"The case {case.name!r} has two values for {clash!r}: {known[clash]!r} and "
                f"{case.attributes[clash]!r}.",
                "Give each of its rows the same value.",
                path=path,
                line=line,
            )
        found[case.name] = Case(
            id=found.get(case.name, case).id, name=case.name, attributes=known, sources=tuple(places)
        )
    joining.complain(path)
    there = {case.name: _content(case) for case in cases.read_all(project.database)}
    changed = [case for case in found.values() if there.get(case.name) != _content(case)]
    with history.act(project.database, coder, "import cases", f"{len(found)} from {path.name}") as recorder:
        cases.replace(recorder, changed)
    return list(found.values())


def _case(row: Mapping[str, str], line: int, path: Path) -> Case:
    name = row.get("case") or row.get("source") or ""
    if not name:
        raise InvalidFileError(
            "This row names neither a case nor a source.",
            "Fill in the column `case` (or `source`).",
            path=path,
            line=line,
        )
    attributes = {column: value for column, value in row.items() if column not in _JOINING}
    return Case(id=CaseId(new_id()), name=name, attributes=attributes)


def _content(case: Case) -> tuple[list[tuple[str, str]], list[tuple[SourceId, str]]]:
    """Return all that is said of a case, whatever its id."""
    return list(case.attributes.items()), sorted(case.sources)


class _Joining:
    """Finds the sources and speakers that rows name, and collects those that are not there."""

    def __init__(self, project: Project) -> None:
        self._database = project.database
        self._names = sources.ids_by_name(project.database)
        self._speakers: dict[SourceId, set[str]] = {}
        self._strange: list[tuple[int, NotFoundError]] = []

    def place(self, line: int, row: Mapping[str, str]) -> tuple[SourceId, str] | None:
        """Return where a row's case speaks; None, and kept in mind, where that is not there."""
        name, speaker = row["source"], row.get("speaker", "")
        if name not in self._names:
            self._strange.append((line, NotFoundError.among("source", name, self._names, "Import it first.")))
            return None
        source = self._names[name]
        if speaker and source not in self._speakers:
            self._speakers[source] = {turn.speaker for turn in sources.turns(self._database, source)}
        if speaker and speaker not in self._speakers[source]:
            missing = NotFoundError.among(f"speaker in {name}", speaker, self._speakers[source])
            self._strange.append((line, missing))
            return None
        return source, speaker

    def complain(self, path: Path) -> None:
        """Raise one error that names all that is not there, each with the nearest that is."""
        if not self._strange:
            return
        (first, missing), *more = self._strange
        hints = [missing.hint, *(f"Line {line}: {one.message} {one.hint}".rstrip() for line, one in more)]
        raise InvalidFileError(missing.message, "\n".join(filter(None, hints)), path=path, line=first)
