"""The frozen state of closed rounds, source by source: codings, turns with roles, cases with attributes.

It is written when the round is closed and never changes, so that agreement stays what it was before the
discussion. Only erasing a participant takes a source out; the round then says how much was taken out.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from qualcode.model import (
    Case,
    CaseId,
    CodeKey,
    CoderName,
    Coding,
    CodingId,
    Origin,
    RoundId,
    Sentence,
    SourceId,
    SourceKind,
    Span,
    Turn,
)  # fmt: skip
from qualcode.store.clock import now
from qualcode.store.database import Database, Row
from qualcode.store.records import codings
from qualcode.store.records.people import cases
from qualcode.store.records.rounds import rounds
from qualcode.store.records.rounds.renamed_coders import names_since_closing
from qualcode.store.records.sources import sentence_rows, summaries, turns, with_id
from qualcode.store.records.transcripts.turn_rows import turn_of_row, turn_row
from qualcode.store.row_changes import Recorder

_COLUMNS = "round_id, source_id, name, kind, length, spans, finished_by, turns, sentences, cases, codings"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenSource:
    """One source of a closed round as it was when the round was closed."""

    id: SourceId
    name: str
    kind: SourceKind
    length: int
    """Number of code points of the text."""
    spans: tuple[Span, ...]
    """The sample in this source."""
    finished_by: tuple[CoderName, ...]
    turns: tuple[Turn, ...]
    sentences: tuple[Sentence, ...]
    cases: tuple[Case, ...]
    """The cases that appear in this source, with their attributes."""
    codings: tuple[Coding, ...]
    """The codings of the round's coders that overlap the sample; quotes are read from the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenErasure:
    """The number of codings that an erasure has taken out of a closed round, and when."""

    erased_at: str
    codings: int


def freeze(recorder: Recorder, round_id: RoundId, coders: tuple[CoderName, ...]) -> None:
    """Write the present state of a round's sample; inside a transaction, which sees everybody's codings."""
    database = recorder.database
    finished = rounds.finished_by(database, round_id)
    kinds = {summary.id: summary.kind for summary in summaries(database)}
    every_case = cases.read_all(database)
    for source_id, spans in rounds.sample(database, round_id).items():
        source = with_id(database, source_id)
        overlapping = {
            coding.id: coding
            for span in spans
            for coding in codings.of_source(database, source_id, within=span)
            if coding.coder in coders
        }
        recorder.insert(
            "frozen_sources",
            {
                "round_id": round_id,
                "source_id": source_id,
                "name": source.name,
                "kind": kinds[source_id].value,
                "length": len(source.text),
                "spans": _json([(span.start, span.end) for span in spans]),
                "finished_by": _json(sorted(finished.get(source_id, set()) & set(coders))),
                "turns": _json([turn_row(turn) for turn in turns(database, source_id)]),
                "sentences": _json(sentence_rows(database, source_id)),
                "cases": _json(
                    [_packed_case(case, source_id) for case in every_case if _is_in(case, source_id)]
                ),
                "codings": _json([_packed_coding(coding) for coding in overlapping.values()]),
            },
        )


def of_round(database: Database, round_id: RoundId) -> list[FrozenSource]:
    """Return the frozen sources of a closed round by name; renamed coders have their present names."""
    present = names_since_closing(database, round_id)
    rows = database.rows(
        f"SELECT {_COLUMNS} FROM frozen_sources WHERE round_id = ? ORDER BY name, source_id", (round_id,)
    )
    return [_frozen(row, present) for row in rows]


def finished_by(database: Database, round_id: RoundId) -> dict[SourceId, set[CoderName]]:
    """Return who had finished each source when a round was closed, also where their codings are hidden."""
    rows = database.rows(
        "SELECT source_id, finished_by FROM main.frozen_sources WHERE round_id = ?", (round_id,)
    )
    present = names_since_closing(database, round_id)
    return {
        SourceId(str(source)): {present.get(coder, coder) for coder in json.loads(str(coders))}
        for source, coders in rows
    }


def hidden_counts(database: Database) -> dict[RoundId, int]:
    """Return how many sources of closed rounds are hidden from the viewer, by round; only those with some."""
    rows = database.rows(
        """SELECT round_id, count(*) FROM main.frozen_sources AS frozen WHERE NOT EXISTS (
               SELECT 1 FROM frozen_sources
               WHERE frozen_sources.round_id = frozen.round_id
               AND frozen_sources.source_id = frozen.source_id)
           GROUP BY round_id"""
    )
    return {RoundId(str(round_id)): int(count or 0) for round_id, count in rows}


def forget(database: Database, source: SourceId) -> None:
    """Take an erased source out of every closed round, and record how many codings that were."""
    for round_id, packed in database.rows(
        "SELECT round_id, codings FROM frozen_sources WHERE source_id = ?", (source,)
    ):
        database.execute(
            "INSERT INTO frozen_erasures VALUES (?, ?, ?)", (round_id, now(), len(json.loads(str(packed))))
        )
    database.execute("DELETE FROM frozen_sources WHERE source_id = ?", (source,))


def forget_cases(database: Database, erased: Collection[CaseId], names: Collection[str]) -> None:
    """Take erased cases with their attributes out of every closed round.

    A round that was closed in another copy may have a case of these `names` under an id of that copy.
    """
    for round_id, source, packed in database.rows("SELECT round_id, source_id, cases FROM frozen_sources"):
        every_case = json.loads(str(packed))
        remaining = [case for case in every_case if case[0] not in erased and case[1] not in names]
        if len(remaining) < len(every_case):
            database.execute(
                "UPDATE frozen_sources SET cases = ? WHERE round_id = ? AND source_id = ?",
                (_json(remaining), round_id, source),
            )


def erasures(database: Database, round_id: RoundId) -> list[FrozenErasure]:
    """Return what was taken out of a closed round, oldest first."""
    rows = database.rows(
        "SELECT erased_at, codings FROM frozen_erasures WHERE round_id = ? ORDER BY erased_at", (round_id,)
    )
    return [FrozenErasure(erased_at=str(erased_at), codings=int(count or 0)) for erased_at, count in rows]


def _frozen(row: Row, present: Mapping[CoderName, CoderName]) -> FrozenSource:
    _, identity, name, kind, length, *packed = row
    spans, finished_by, turn_rows, sentences, packed_cases, packed_codings = (
        json.loads(str(cell)) for cell in packed
    )
    source = SourceId(str(identity))
    return FrozenSource(
        id=source,
        name=str(name),
        kind=SourceKind(str(kind)),
        length=int(length or 0),
        spans=tuple(Span(start, end) for start, end in spans),
        finished_by=tuple(sorted(present.get(coder, coder) for coder in finished_by)),
        turns=tuple(turn_of_row(cells) for cells in turn_rows),
        sentences=tuple(
            Sentence(number=number, turn=turn, span=Span(start, end))
            for number, turn, start, end in sentences
        ),
        cases=tuple(
            Case(
                id=CaseId(case),
                name=case_name,
                attributes=attributes,
                sources=tuple((source, speaker) for speaker in speakers),
            )
            for case, case_name, attributes, speakers in packed_cases
        ),
        codings=tuple(_coding(source, cells, present) for cells in packed_codings),
    )


def _is_in(case: Case, source: SourceId) -> bool:
    return any(identity == source for identity, _ in case.sources)


def _packed_case(case: Case, source: SourceId) -> list[object]:
    speakers = [speaker for identity, speaker in case.sources if identity == source]
    return [case.id, case.name, dict(case.attributes), speakers]


def _packed_coding(coding: Coding) -> list[object]:
    return [
        coding.id, coding.span.start, coding.span.end, coding.code, coding.coder, coding.made_at,
        coding.origin.value, coding.codebook_version, coding.memo,
    ]  # fmt: skip


def _coding(source: SourceId, cells: list[object], present: Mapping[CoderName, CoderName]) -> Coding:
    identity, start, end, code, coder, made_at, origin, version, memo = cells
    name = CoderName(str(coder))
    return Coding(
        id=CodingId(str(identity)),
        source=source,
        span=Span(int(str(start)), int(str(end))),
        quote="",
        context_before="",
        context_after="",
        code=CodeKey(str(code)),
        coder=present.get(name, name),
        made_at=str(made_at),
        origin=Origin(str(origin)),
        codebook_version=int(str(version)),
        memo=str(memo),
    )


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
