"""Sources of another program's project with turns and sentences, and cases joined to their speakers."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.study_contents import ForeignCase, ForeignSource
from qualcode.model import (
    Case,
    CaseId,
    Source,
    SourceId,
    SourceKind,
    Span,
    Transcript,
    Turn,
    count_words,
    merge_spans,
)
from qualcode.store.clock import now

_SPOKEN_SHARE = 0.5
"""Share of a speaker's words from which a case's spans are that speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutSource:
    """A source with its turns, sentences and the file to keep."""

    source: Source
    file: bytes
    turns: tuple[Turn, ...]
    sentences: "tuple[tuple[int, int, int], ...]"


def cut_sources(foreign: "Iterable[ForeignSource]", losses: LossReport) -> Iterator[CutSource]:
    """Yield each source with its turns and sentences, under a file name and with bytes of its own."""
    from qualcode import segmenters

    hashes: set[str] = set()
    names: set[str] = set()
    for each in foreign:
        recognition = segmenters.recognise_turns(Transcript(text=each.text))
        turns = recognition.turns
        file = each.file
        while hashlib.sha256(file).hexdigest() in hashes:
            file += b"\n"
        if file != each.file:
            losses.add(
                "files of sources", "another source has the same file", "kept with a line end more", each.name
            )
        hashes.add(hashlib.sha256(file).hexdigest())
        file_name = _free_file_name(each.file_name, names)
        source = Source(
            id=SourceId(each.guid),
            name=each.name,
            kind=SourceKind.INTERVIEW if any(turn.speaker for turn in turns) else SourceKind.DOCUMENT,
            text=each.text,
            sha256=hashlib.sha256(each.text.encode()).hexdigest(),
            file_name=file_name,
            file_sha256=hashlib.sha256(file).hexdigest(),
            imported_at=now(),
            words=sum(count_words(turn.body.of(each.text)) for turn in turns),
        )
        sentences = tuple(segmenters.sentences(each.text, turns))
        yield CutSource(source=source, file=file, turns=turns, sentences=sentences)


def _free_file_name(name: str, taken: set[str]) -> str:
    stem, _, ending = name.rpartition(".")
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}.{ending}"
    taken.add(free.casefold())
    return free


def joined_case(case: ForeignCase, cut: Sequence[CutSource], losses: LossReport) -> Case:
    """Return a case joined to whole sources, and to the speakers whose words its spans are."""
    by_id = {each.source.id: each for each in cut}
    joined = [(SourceId(source), "") for source in case.sources]
    joined += [(SourceId(source), speaker) for source, speaker in case.speakers]
    for source, spans in case.spans.items():
        speakers = _speakers(spans, by_id[SourceId(source)])
        joined += [(SourceId(source), speaker) for speaker in speakers]
        if not speakers:
            joined.append((SourceId(source), ""))
            losses.add(
                "spans of cases",
                "they are not the words of one speaker",
                "the case is joined to the whole source",
                f"{case.name} in {by_id[SourceId(source)].source.name}",
                count=len(spans),
            )
    return Case(
        id=CaseId(case.guid),
        name=case.name,
        attributes=case.attributes,
        sources=tuple(dict.fromkeys(joined)),
    )


def _speakers(spans: Sequence[Span], cut: CutSource) -> list[str]:
    """Return the speakers at least half of whose words are in the spans."""
    covered = merge_spans(spans)
    words: dict[str, int] = {}
    inside: dict[str, int] = {}
    for turn in cut.turns:
        words[turn.speaker] = words.get(turn.speaker, 0) + len(turn.body)
        shared = sum(
            max(0, min(span.end, turn.body.end) - max(span.start, turn.body.start)) for span in covered
        )
        inside[turn.speaker] = inside.get(turn.speaker, 0) + shared
    return [
        speaker
        for speaker, count in words.items()
        if speaker and count and inside[speaker] >= _SPOKEN_SHARE * count
    ]
