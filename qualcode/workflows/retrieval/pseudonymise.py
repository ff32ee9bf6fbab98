"""Pseudonymise a study before its tables and quotes are made, so that none of them has a name.

Speakers, cases, sources and files get numbers. The words of the interviews and the attributes of cases are
not changed: only a person can tell what in them identifies somebody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from qualcode.model import Case, Listing, Role, SourceId, Turn
from qualcode.retrieval import Quote, SourceView, Utterance

_PARTICIPANT = "Participant"


def pseudonymise(views: Sequence[SourceView]) -> list[SourceView]:
    """Return the sources under pseudonyms: S01, its speakers Participant 1, Participant 2, its cases C01."""
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


def pseudonymise_quotes(quotes: Iterable[Quote], views: Sequence[SourceView]) -> Iterator[Quote]:
    """Return the quotes under the pseudonyms that `pseudonymise` gives these sources."""
    renamed = {view.source.id: view for view in pseudonymise(views)}
    turns = {identity: {turn.number: turn for turn in view.turns} for identity, view in renamed.items()}
    cases = {
        case.name: new_case.name
        for view in views
        for case, new_case in zip(view.cases, renamed[view.source.id].cases, strict=True)
    }
    for quote in quotes:
        turns_by_number = turns[quote.source]

        def utterances(context: Iterable[Utterance], by_number: Mapping[int, Turn]) -> tuple[Utterance, ...]:
            return tuple(replace(each, turn=by_number[each.turn.number]) for each in context)

        yield replace(
            quote,
            source_name=renamed[quote.source].source.name,
            turns=tuple(turns_by_number[turn.number] for turn in quote.turns),
            cases=tuple(cases[name] for name in quote.cases),
            before=utterances(quote.before, turns_by_number),
            after=utterances(quote.after, turns_by_number),
        )


def rename_sources(codings: Listing, names: Mapping[str, str]) -> Listing:
    """Return the listing of codings with new source names (old name → new name)."""
    column = codings.columns.index("source")
    rows = ((*row[:column], names[str(row[column])], *row[column + 1 :]) for row in codings.rows)
    return replace(codings, rows=tuple(rows))


def _speakers(turns: Iterable[Turn]) -> dict[str, str]:
    roles = {turn.speaker: turn.role for turn in turns if turn.speaker}
    participants = [name for name, role in roles.items() if role is not Role.INTERVIEWER]
    pseudonyms = dict.fromkeys(roles, "Interviewer")
    for number, name in enumerate(participants, start=1):
        pseudonyms[name] = f"{_PARTICIPANT} {number}" if len(participants) > 1 else _PARTICIPANT
    return pseudonyms


def _cases(views: Iterable[SourceView], speakers: Mapping[SourceId, Mapping[str, str]]) -> dict[str, Case]:
    renamed: dict[str, Case] = {}
    for case in (case for view in views for case in view.cases):
        if case.name not in renamed:
            sources = tuple(_sources(case, speakers))
            renamed[case.name] = replace(case, name=f"C{len(renamed) + 1:02}", sources=sources)
    return renamed


def _sources(case: Case, speakers: Mapping[SourceId, Mapping[str, str]]) -> Iterator[tuple[SourceId, str]]:
    for source, speaker in case.sources:
        yield source, speakers.get(source, {}).get(speaker, "") if speaker else ""
