"""Rounds with their coders and the spans of their samples."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from qualcode.errors import NotFoundError
from qualcode.model import CoderName, Round, RoundId, RoundSettings, RoundUnit, SourceId, Span
from qualcode.store.clock import now
from qualcode.store.database import Database, Row
from qualcode.store.records.rounds import renamed_coders
from qualcode.store.records.rounds.renamed_coders import Renaming, present_names
from qualcode.store.row_changes import Recorder, current, records

Sample = dict[SourceId, tuple[Span, ...]]
"""The spans of a round by source, disjoint and in the order of the text."""

_COLUMNS = "id, name, made_at, coder, codebook_version, settings, closed_at, closed_by"


def add(recorder: Recorder, new: Round, sample: Mapping[SourceId, Sequence[Span]]) -> None:
    """Write a round with its coders and its sample."""
    recorder.insert(
        "rounds",
        {
            "id": new.id,
            "name": new.name,
            "made_at": new.made_at,
            "coder": new.coder,
            "codebook_version": new.codebook_version,
            "settings": json.dumps(asdict(new.settings), ensure_ascii=False),
            "closed_at": "",
            "closed_by": "",
        },
    )
    recorder.insert_many("round_coders", ("round_id", "coder"), [(new.id, coder) for coder in new.coders])
    recorder.insert_many(
        "round_spans",
        ("round_id", "source_id", "start", "end"),
        [(new.id, source, span.start, span.end) for source, spans in sample.items() for span in spans],
    )


def close(recorder: Recorder, closed: Round, coder: CoderName, codebook_version: int) -> None:
    """Record that a round has been closed by a coder, now, with this version of the codebook."""
    before = current(recorder.database, "rounds", {"id": closed.id})
    recorder.update(
        "rounds", before, {"closed_at": now(), "closed_by": coder, "codebook_version": codebook_version}
    )


def drawn_version(database: Database, round_id: RoundId) -> int:
    """Return the version of the codebook when a round was drawn; it may have changed until the closing."""
    row = database.row(
        """SELECT coalesce(json_extract(after, '$.codebook_version'), rounds.codebook_version) FROM rounds
           LEFT JOIN changes ON subject = 'rounds' AND before IS NULL
           AND json_extract(after, '$.id') = rounds.id WHERE rounds.id = ?""",
        (round_id,),
    )
    return int((row or (0,))[0] or 0)


def read_all(database: Database) -> list[Round]:
    """Return all rounds, oldest first; coders who were renamed since have their present names."""
    coders: dict[str, list[CoderName]] = {}
    for identity, coder in database.rows("SELECT round_id, coder FROM round_coders ORDER BY coder"):
        coders.setdefault(str(identity), []).append(CoderName(str(coder)))
    rows = database.rows(f"SELECT {_COLUMNS} FROM rounds ORDER BY made_at, id")
    renamed = renamed_coders.renamings(database) if rows else []
    return [_round(row, coders.get(str(row[0]), []), renamed) for row in rows]


def with_name(database: Database, name: str) -> Round:
    """Return the round with this name; NotFoundError with the nearest name if there is none."""
    rounds = read_all(database)
    for each in rounds:
        if each.name == name:
            return each
    raise NotFoundError.among(
        "round", name, (each.name for each in rounds), "`qualcode rounds` lists the rounds."
    )


def open_rounds_of(database: Database, coder: CoderName) -> list[Round]:
    """Return the open rounds in which this coder codes, oldest first."""
    return [each for each in read_all(database) if each.is_open and coder in each.coders]


def sample(database: Database, round_id: RoundId) -> Sample:
    """Return the spans of a round by source, by the names of the sources."""
    rows = database.rows(
        """SELECT source_id, start, "end" FROM round_spans JOIN sources ON sources.id = source_id
           WHERE round_id = ? ORDER BY name, start""",
        (round_id,),
    )
    spans: dict[SourceId, list[Span]] = {}
    for source, start, end in rows:
        spans.setdefault(SourceId(str(source)), []).append(Span(int(start or 0), int(end or 0)))
    return {source: tuple(of_source) for source, of_source in spans.items()}


def finish(recorder: Recorder, coder: CoderName, round_id: RoundId, source: SourceId) -> None:
    """Record that a coder has coded the sample in a source to the end."""
    row = {"round_id": round_id, "source_id": source, "coder": coder}
    if not records(recorder.database, "round_finished", row):
        recorder.insert("round_finished", {**row, "finished_at": now()})


def finished_by(database: Database, round_id: RoundId) -> dict[SourceId, set[CoderName]]:
    """Return who has finished the sample in each source: it alone, or the whole source."""
    rows = database.rows(
        """SELECT source_id, coder FROM round_finished WHERE round_id = ?1
           UNION SELECT source_id, coder FROM finished_sources
           WHERE source_id IN (SELECT source_id FROM round_spans WHERE round_id = ?1)""",
        (round_id,),
    )
    coders: dict[SourceId, set[CoderName]] = {}
    for source, coder in rows:
        coders.setdefault(SourceId(str(source)), set()).add(CoderName(str(coder)))
    return coders


def _round(row: Row, coders: Sequence[CoderName], renamed: Sequence[Renaming]) -> Round:
    identity, name, made_at, coder, version, settings, closed_at, closed_by = row
    entries = json.loads(str(settings))
    if again_of := entries.get("again_of"):
        entries["again_of"] = present_names([again_of], str(made_at), renamed)[again_of]
    # The names in an open round are changed with the coder.
    present = present_names(coders, str(closed_at), renamed) if closed_at else {}
    return Round(
        id=RoundId(str(identity)),
        name=str(name),
        made_at=str(made_at),
        coder=CoderName(str(coder)),
        codebook_version=int(version or 0),
        settings=RoundSettings(**{**entries, "unit": RoundUnit(entries["unit"]), "by": _attributes(entries)}),
        coders=tuple(sorted(present.get(coder, coder) for coder in coders)),
        closed_at=str(closed_at),
        closed_by=str(closed_by),
    )


def _attributes(entries: Mapping[str, object]) -> tuple[str, ...]:
    """Return the attributes that a sample is stratified by; rounds drawn before had one, as a string."""
    by = entries.get("by") or ()
    return (by,) if isinstance(by, str) else tuple(map(str, by)) if isinstance(by, list) else ()
