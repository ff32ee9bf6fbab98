"""Cases: joining a table of participants to the sources in which they speak."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from qualcode.errors import InvalidFileError, NotFoundError
from qualcode.model import Case, CaseId, CoderName, SourceId, new_id
from qualcode.store import cases, history, sources
from qualcode.store.project import Project

_JOINING = ("case", "source", "speaker")


def import_cases(project: Project, coder: CoderName, path: Path) -> list[Case]:
    """Read a table of participants: `case` (or `source`) names one, every other column is an attribute.

    A `source` column, with a `speaker` where several speak in one source, says where the case appears; one
    case may have several rows. InvalidFileError names the line of a source or speaker that is not there.
    """
    from qualcode.readers import read_rows

    found: dict[str, Case] = {}
    names = sources.names(project.database)
    speakers: dict[SourceId, set[str]] = {}
    for line, row in read_rows(path):
        case = _case(row, line, path)
        places = list(found[case.name].sources) if case.name in found else []
        if row.get("source"):
            place = _place(project, row, names, speakers, (path, line))
            places += [place] if place not in places else []
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
    with history.act(project.database, coder, "import cases", f"{len(found)} from {path.name}") as recorder:
        cases.replace(recorder, found.values())
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


def _place(
    project: Project,
    row: Mapping[str, str],
    names: Mapping[str, SourceId],
    speakers: dict[SourceId, set[str]],
    at: tuple[Path, int],
) -> tuple[SourceId, str]:
    path, line = at
    if row["source"] not in names:
        missing = NotFoundError.among("source", row["source"], names, "Import it first.")
        raise InvalidFileError(missing.message, missing.hint, path=path, line=line)
    source = names[row["source"]]
    speaker = row.get("speaker", "")
    if speaker and source not in speakers:
        speakers[source] = {turn.speaker for turn in sources.turns(project.database, source)}
    if speaker and speaker not in speakers[source]:
        missing = NotFoundError.among(f"speaker in {row['source']}", speaker, speakers[source])
        raise InvalidFileError(missing.message, missing.hint, path=path, line=line)
    return source, speaker


def case_names(found: Sequence[Case]) -> dict[tuple[SourceId, str], str]:
    """Return which case speaks where: by source and speaker, the speaker empty for a whole source."""
    return {place: case.name for case in found for place in case.sources}
