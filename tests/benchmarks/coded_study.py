"""Reads a folder of manually coded transcripts as a study: segments with their codes, and the codebook.

The folder has `docs/*.txt`, `codings.jsonl` (doc, code, start, end; offsets are code points) and
`codebook.csv` (code, definition). A line is a turn. `Name:` or `Q1 Name:` at its start names the speaker;
a speaker with a `Q` on any line is an interviewer.
"""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import simplemma
import spacy

from qualcode.model import (
    Code,
    Codebook,
    CodeKey,
    Pattern,
    PatternKind,
    Role,
    Segment,
    SourceId,
    Span,
    count_words,
)
from qualcode.suggesters.learning.coder_answers import CodedSource, covers

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_LABEL = re.compile(r"\s*(?P<asks>Q\d+\s+)?(?P<name>[A-Z][\w.' -]{0,50}):\s+")
_ASKING = {"MODERATOR", "Moderator", "Interviewer", "Chair"}
_LONG = 120
_WORD = re.compile(r"[A-Za-z]{4,}")
_FEW_LABELS = 2


@dataclass(frozen=True)
class Study:
    """A codebook, and whole documents with all codings of their coder."""

    codebook: Codebook
    sources: list[CodedSource]


def read_study(folder: Path, *, whole_turns: bool = False) -> Study:
    """Return the study in a folder; with `whole_turns`, long turns are not cut into segments."""
    with (folder / "codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = {row["code"]: CodeKey(f"code-{number}") for number, row in enumerate(rows)}
    codes = [Code(key=keys[row["code"]], label=row["code"], definition=row["definition"]) for row in rows]
    marks: dict[str, list[tuple[Span, CodeKey]]] = {}
    for line in (folder / "codings.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        marks.setdefault(row["doc"], []).append((Span(row["start"], row["end"]), keys[row["code"]]))
    longest = sys.maxsize if whole_turns else _LONG
    sources = []
    for path in sorted((folder / "docs").glob("*.txt")):
        segments = list(_segments(path.stem, path.read_text(encoding="utf-8"), longest))
        sources.append(_coded(segments, marks.get(path.stem, [])))
    return Study(Codebook(codes=tuple(codes)), sources)


def with_keywords(codebook: Codebook) -> Codebook:
    """Return the codebook with a pattern for each word of a code's label that few labels have.

    It is what a researcher might begin with, and independent of how the study was coded.
    """
    words = {code.key: {word.lower() for word in _WORD.findall(code.label)} for code in codebook.codes}
    counts = Counter(word for label_words in words.values() for word in label_words)
    return Codebook(
        codes=tuple(
            replace(
                code,
                patterns=tuple(
                    Pattern(kind=PatternKind.LEMMA, text=lemma(word))
                    for word in sorted(words[code.key])
                    if counts[word] <= _FEW_LABELS
                ),
            )
            for code in codebook.codes
        )
    )


def lemma(word: str) -> str:
    """Return the dictionary form of an English word."""
    found: str = simplemma.lemmatize(word, lang="en")
    return found.lower()


def _coded(segments: list[Segment], marks: list[tuple[Span, CodeKey]]) -> CodedSource:
    codes = [frozenset(code for span, code in marks if covers(span, segment.span)) for segment in segments]
    nothing = [frozenset[CodeKey]()] * len(segments)
    return CodedSource(segments=segments, codes=codes, rejected=nothing, skipped=nothing)


def _segments(name: str, text: str, longest: int) -> Iterator[Segment]:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    lines = [(line, _LABEL.match(line.group())) for line in _LINE.finditer(text)]
    asking = _ASKING | {label["name"] for _, label in lines if label and label["asks"]}
    for turn, (line, label) in enumerate(lines, start=1):
        start = line.start() + (label.end() if label else 0)
        speaker = label["name"] if label else ""
        role = Role.INTERVIEWER if speaker in asking else Role.PARTICIPANT if speaker else Role.NOBODY
        sentences = [
            Span(start + sentence.start_char, start + sentence.end_char).trimmed(text)
            for sentence in nlp(text[start : line.end()]).sents
        ]
        for part in _sentence_groups(text, [sentence for sentence in sentences if len(sentence)], longest):
            span = Span(part[0].start, part[-1].end)
            yield Segment(
                source=SourceId(name),
                turn=turn,
                span=span,
                text=span.of(text),
                speaker=speaker,
                role=role,
                sentences=tuple(part),
            )


def _sentence_groups(text: str, sentences: list[Span], longest: int) -> Iterator[list[Span]]:
    """Cut a long turn at sentence ends near this number of words."""
    part: list[Span] = []
    words = 0
    for sentence in sentences:
        length = count_words(sentence.of(text))
        if part and words + length > longest:
            yield part
            part, words = [], 0
        part.append(sentence)
        words += length
    if part:
        yield part
