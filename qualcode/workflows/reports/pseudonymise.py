"""Names taken out of a study before anything is made of it, so that nothing made of it can have one.

Speakers, cases, sources and files get numbers. The words that were spoken and the attributes of cases stay
as they are: only a person can tell what in them gives somebody away.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from qualcode.model import Case, Listing, Role, SourceId, Turn
from qualcode.retrieval import SourceView

_PARTICIPANT = "Participant"


def without_names(views: Sequence[SourceView]) -> list[SourceView]:
    """Return the sources with numbers for names: S01, and in it Participant 1, Participant 2."""
    speakers = {view.source.id: _speakers(view.turns) for view in views}
    cases = _cases(views, speakers)
    width = len(str(len(views)))
    return [
        replace(
            view,
            source=replace(view.source, name=f"S{number:0{max(width, 2)}}", file_name=""),
            turns=tuple(
                replace(turn, speaker=speakers[view.source.id].get(turn.speaker, ""), heading="")
                for turn in view.turns
            ),
            cases=tuple(cases[case.name] for case in view.cases),
        )
        for number, view in enumerate(views, start=1)
    ]


def renamed(codings: Listing, names: Mapping[str, str]) -> Listing:
    """Return listed codings with other names of their sources."""
    at = codings.columns.index("source")
    rows = ((*row[:at], names[str(row[at])], *row[at + 1 :]) for row in codings.rows)
    return replace(codings, rows=tuple(rows))


def _speakers(turns: Iterable[Turn]) -> dict[str, str]:
    roles = {turn.speaker: turn.role for turn in turns if turn.speaker}
    participants = [name for name, role in roles.items() if role is not Role.INTERVIEWER]
    found = dict.fromkeys(roles, "Interviewer")
    for number, name in enumerate(participants, start=1):
        found[name] = f"{_PARTICIPANT} {number}" if len(participants) > 1 else _PARTICIPANT
    return found


def _cases(views: Iterable[SourceView], speakers: Mapping[SourceId, Mapping[str, str]]) -> dict[str, Case]:
    found: dict[str, Case] = {}
    for case in (case for view in views for case in view.cases):
        if case.name not in found:
            places = tuple(_place(case, speakers))
            found[case.name] = replace(case, name=f"C{len(found) + 1:02}", sources=places)
    return found


def _place(case: Case, speakers: Mapping[SourceId, Mapping[str, str]]) -> Iterator[tuple[SourceId, str]]:
    for source, speaker in case.sources:
        yield source, speakers.get(source, {}).get(speaker, "") if speaker else ""
