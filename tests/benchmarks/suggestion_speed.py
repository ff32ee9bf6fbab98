"""Speed of suggesting and learning, and of spaCy alone on the same text in the same run."""

import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import spacy
from spacy.matcher import PhraseMatcher

from qualcode.codebook import read
from qualcode.model import Codebook, CodeKey, Segment, SourceId, Span, Suggestion, count_words
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.learned_suggester import learn
from qualcode.suggesters.learning.segment_features import FeatureSpace
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence, PatternSuggester

_CODEBOOK = Path(__file__).parents[2] / "codebooks" / "harm-reduction.yaml"
_WORDS, _SOURCES, _TURNS = 440_000, 44, 2_000
_MINIMUM_CHARACTERS = 80
"""Shorter turns are left out."""


def say(line: str) -> None:
    """Print a line and flush it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def print_speed(sources: Sequence[CodedSource]) -> None:
    """Print words per second for the patterns, seconds for everything and for learning, and memory."""
    random = Random(1)  # noqa: S311 - a seed, not a secret
    pool = [
        segment
        for source in sources
        for segment in source.segments
        if len(segment.text) > _MINIMUM_CHARACTERS
    ]
    codebook = read(_CODEBOOK.read_text(encoding="utf-8"))
    corpus = list(_corpus(pool, random))
    segments = [segment for source in corpus for segment in source]
    words = sum(count_words(segment.text) for segment in segments)
    say(f"\n=== speed: {words:,} words, {len(segments):,} segments, {len(codebook)} codes")
    suggester = PatternSuggester(codebook)
    _print_patterns(suggester, codebook, segments, words, random)
    _print_learning(suggester, codebook, corpus, random)
    before = _memory()
    _exhaust(suggester.suggest(segment for _ in range(10) for segment in segments))
    say(f"  memory: {before:.0f} MB, after ten times as many words {_memory():.0f} MB")


def _print_patterns(
    suggester: PatternSuggester, codebook: Codebook, segments: Sequence[Segment], words: int, random: Random
) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    patterns = sum(len(code.patterns) for code, _ in codebook.walk())
    phrases = PhraseMatcher(nlp.vocab, attr="LOWER")
    phrases.add("phrases", [nlp.make_doc(phrase) for phrase in _phrases(segments, patterns, random)])

    def raw() -> None:
        for doc in nlp.pipe(segment.text for segment in segments):
            phrases(doc)

    seconds = [(_seconds(raw), _seconds(lambda: _exhaust(suggester.suggest(segments)))) for _ in range(4)]
    spacy_seconds, patterns_seconds = (min(column) for column in zip(*seconds, strict=True))
    say(f"  spaCy, sentencizer and {patterns} phrases: {words / spacy_seconds:,.0f} words per second")
    ratio = spacy_seconds / patterns_seconds
    say(f"  codebook's patterns: {words / patterns_seconds:,.0f}, ratio {ratio:.2f}")


def _print_learning(
    suggester: PatternSuggester, codebook: Codebook, corpus: Sequence[Sequence[Segment]], random: Random
) -> None:
    segments = [segment for source in corpus for segment in source]
    evidence = PatternEvidence(codebook)
    read = _first([_answered(source, codebook, random) for source in corpus], _TURNS)
    turns = sum(source.read_count for source in read)

    def everything() -> None:
        feature_space = FeatureSpace(
            patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, segments)
        )
        _exhaust(learn(feature_space, read).suggest(segments))
        _exhaust(suggester.suggest(segments))

    say(f"  patterns and learned together, all words: {_seconds(everything):.1f} s")
    feature_space = FeatureSpace(patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, segments))
    say(f"  learning from {turns:,} turns: {_seconds(lambda: learn(feature_space, read)):.1f} s")


def _corpus(pool: Sequence[Segment], random: Random) -> Iterator[list[Segment]]:
    """Yield interviews of 10,000 words made of turns drawn from real ones."""
    for number in range(_SOURCES):
        source: list[Segment] = []
        words = start = 0
        while words < _WORDS / _SOURCES:
            drawn = random.choice(pool)
            shift = start - drawn.span.start
            sentences = tuple(
                Span(sentence.start + shift, sentence.end + shift) for sentence in drawn.sentences
            )
            span = Span(start, start + len(drawn.text))
            name = SourceId(f"interview {number}")
            source.append(replace(drawn, source=name, turn=len(source) + 1, span=span, sentences=sentences))
            words += count_words(drawn.text)
            start = span.end + 1
        yield source


def _answered(segments: Sequence[Segment], codebook: Codebook, random: Random) -> CodedSource:
    """Return a source with one code in every second segment."""
    codes = [frozenset(random.sample(codebook.keys, number % 2)) for number, _ in enumerate(segments)]
    no_codes = [frozenset[CodeKey]()] * len(segments)
    return CodedSource(segments=segments, codes=codes, rejected=no_codes, skipped=no_codes)


def _first(sources: Sequence[CodedSource], turns: int) -> list[CodedSource]:
    first: list[CodedSource] = []
    for source in sources:
        first.append(source.truncated(min(source.read_count, turns)))
        turns -= first[-1].read_count
        if not turns:
            break
    return first


def _phrases(pool: Sequence[Segment], count: int, random: Random) -> Iterator[str]:
    """Yield phrases of one to three words of the text."""
    for _ in range(count):
        words = random.choice(pool).text.split()
        first = random.randrange(len(words))
        yield " ".join(words[first : first + random.randint(1, 3)])


def _exhaust(suggestions: Iterable[Suggestion]) -> None:
    for _ in suggestions:
        pass


def _seconds(function: Callable[[], object]) -> float:
    """Return processor seconds, which do not depend on other processes."""
    start = time.process_time()
    function()
    return time.process_time() - start


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
