"""Unusual studies: one code or two hundred, one source, sources of one turn, codes that are gone."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from qualcode.model import Code, Codebook, CodeKey, SourceId
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.learned_suggester import LearnedSuggester, learn
from qualcode.suggesters.learning.segment_features import FeatureSpace
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence
from qualcode.suggesters.suggestion_limits import SuggestionLimits
from tests.support.pattern_shorthand import phrase
from tests.support.topic_interviews import NOTHING, TOPICS, coded

PURSUE, TREATMENT = (
    Code(key=CodeKey(key), label=key.title(), patterns=(phrase(TOPICS[key][0]),))
    for key in ("pursue", "treatment")
)
OTHERS = tuple(Code(key=CodeKey(f"code-{number}"), label=f"Topic {number}") for number in range(198))
INTERVIEW = coded("interview", 60, seed=1)


def sources_of_one_turn(source: CodedSource) -> list[CodedSource]:
    """Return each segment as a source of its own."""
    return [
        CodedSource(
            segments=[replace(segment, source=SourceId(f"{segment.source}-{row}"), turn=1)],
            codes=[codes],
            rejected=[NOTHING],
            skipped=[NOTHING],
        )
        for row, (segment, codes) in enumerate(zip(source.segments, source.codes, strict=True))
    ]


def first_half(sources: Sequence[CodedSource], *, known: bool) -> list[CodedSource]:
    """Return what is answered in the first 30 segments, known to be read or likely."""
    if len(sources) > 1:
        return list(sources[:30])
    read_through = None if known else 0
    return [replace(source.truncated(30), read_through=read_through) for source in sources]


def learned(codes: Sequence[Code], sources: Sequence[CodedSource], *, known: bool) -> LearnedSuggester:
    evidence = PatternEvidence(Codebook(codes=tuple(codes)))
    segments = [segment for source in sources for segment in source.segments]
    space = FeatureSpace(patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, segments))
    return learn(space, first_half(sources, known=known))


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("codes", [[PURSUE], [PURSUE, TREATMENT, *OTHERS]], ids=["one code", "200 codes"])
@pytest.mark.parametrize(
    "sources", [[INTERVIEW], sources_of_one_turn(INTERVIEW)], ids=["one source", "sources of one turn"]
)
def test_neither_flood_nor_silence(sources: list[CodedSource], codes: list[Code], *, known: bool) -> None:
    suggester = learned(codes, sources, known=known)
    segments = [segment for source in sources for segment in source.segments]
    suggestions = list(suggester.suggest(segments))
    keys = {code.key for code in codes}
    coded_count = sum(len(answers & keys) for source in sources for answers in source.codes)
    assert coded_count / 4 <= len(suggestions) <= 2 * coded_count
    assert all(0 <= suggestion.score <= 1 for suggestion in suggestions)


def test_answers_on_codes_that_are_gone_are_no_suggestions() -> None:
    """Codes that were merged, renamed or removed since: what was coded with them is no coding of others."""
    suggester = learned([TREATMENT], [INTERVIEW], known=True)
    assert {suggestion.code for suggestion in suggester.suggest(INTERVIEW.segments)} == {"treatment"}


def test_a_retired_code_teaches_but_is_not_suggested() -> None:
    suggester = learned([PURSUE, TREATMENT], [INTERVIEW], known=True)
    limits = SuggestionLimits(codes=frozenset([TREATMENT.key]))
    assert {suggestion.code for suggestion in suggester.suggest(INTERVIEW.segments, limits)} == {"treatment"}


@pytest.mark.parametrize("known", [True, False])
def test_a_coder_who_codes_every_turn_or_none(*, known: bool) -> None:
    everything = replace(INTERVIEW, codes=[frozenset([PURSUE.key, TREATMENT.key])] * 60)
    nothing = replace(INTERVIEW, codes=[NOTHING] * 60)
    for source, lowest, highest in ((everything, 60, 120), (nothing, 0, 40)):
        suggestions = list(learned([PURSUE, TREATMENT], [source], known=known).suggest(source.segments))
        assert lowest <= len(suggestions) <= highest
        assert np.isfinite([suggestion.score for suggestion in suggestions]).all()
