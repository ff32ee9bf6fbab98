"""Which codes become suggestions: the codebook's own are never lost, and learned ones do not flood."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.model import Code, Codebook, CodeKey
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.learned_suggester import CODEBOOK_SCORE, fit_model, learn
from qualcode.suggesters.learning.segment_features import FeatureSpace
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence, PatternSuggester
from qualcode.suggesters.suggestion_limits import SuggestionLimits
from tests.support.pattern_shorthand import phrase
from tests.support.topic_interviews import NOTHING, TOPICS, coded

_PATTERNS = {
    "pursue": TOPICS["pursue"][:3],
    "door": TOPICS["pursue"][2:6],
    "treatment": TOPICS["treatment"][:4],
    "weather": TOPICS[""][:2],
    "bare": [],
}
BOOK = Codebook(
    codes=tuple(
        Code(key=CodeKey(key), label=key.title(), patterns=tuple(phrase(word) for word in words))
        for key, words in _PATTERNS.items()
    )
)
KEYS = BOOK.keys
INTERVIEWS = [coded("first", 30, seed=1), coded("second", 30, seed=2)]
SEGMENTS = [segment for source in INTERVIEWS for segment in source.segments]
EVIDENCE = PatternEvidence(BOOK)
SPACE = FeatureSpace(patterns=EVIDENCE, vocabulary=count_vocabulary(EVIDENCE.analyser, SEGMENTS))
FEATURES = [SPACE.measure(source.segments) for source in INTERVIEWS]
OF_PATTERNS = {(one.source, one.span, one.code) for one in PatternSuggester(BOOK).suggest(SEGMENTS)}

Cell = tuple[int, int, CodeKey]
"""Source, segment and code."""
cells = st.tuples(st.integers(0, 1), st.integers(0, 29), st.sampled_from(KEYS))


def answered(
    cells: Sequence[Cell], read: Sequence[int] = (0, 0), *, by_hand: bool = True
) -> list[CodedSource]:
    """Return the interviews with these codings; the first `read` segments are known to be read."""
    sources = []
    for number, (source, known) in enumerate(zip(INTERVIEWS, read, strict=True)):
        codes = [NOTHING] * 30
        for _, row, key in (cell for cell in cells if cell[0] == number):
            codes[row] |= {key}
        last = max([known, *(row + 1 for row in range(30) if codes[row])])
        sources.append(
            CodedSource(
                segments=source.segments,
                codes=codes[:last],
                rejected=[NOTHING] * last,
                skipped=[NOTHING] * last,
                read_limit=last if by_hand else known,
                read_through=known,
            )
        )
    return [source for source in sources if source.answered_count]


def shown(sources: Sequence[CodedSource], codes: frozenset[CodeKey] = frozenset()) -> set[tuple[object, ...]]:
    suggestions = learn(SPACE, sources).suggest(SEGMENTS, SuggestionLimits(codes=codes))
    return {(suggestion.source, suggestion.span, suggestion.code) for suggestion in suggestions}


@settings(max_examples=25, deadline=None)
@given(before=st.lists(cells, max_size=12), added=cells, by_hand=st.booleans())
def test_a_coding_never_removes_another_codes_pattern_suggestions(
    before: list[Cell], added: Cell, *, by_hand: bool
) -> None:
    def of_other_codes(codings: list[Cell]) -> set[tuple[object, ...]]:
        suggestions = shown(answered(codings, by_hand=by_hand)) & OF_PATTERNS
        return {suggestion for suggestion in suggestions if suggestion[2] != added[2]}

    assert of_other_codes(before) <= of_other_codes([*before, added])


@settings(max_examples=10, deadline=None)
@given(codings=st.lists(cells, min_size=1, max_size=20))
def test_codes_that_nobody_used_keep_all_suggestions_of_their_patterns(codings: list[Cell]) -> None:
    unused = set(KEYS) - {key for _, _, key in codings}
    kept = {suggestion for suggestion in OF_PATTERNS if suggestion[2] in unused}
    assert kept <= shown(answered(codings))


def test_accepting_alone_shows_what_the_patterns_show() -> None:
    rows = {
        (source.segments[0].source, segment.span): (number, row)
        for number, source in enumerate(INTERVIEWS)
        for row, segment in enumerate(source.segments)
    }
    accepted = [(*rows[source, span], code) for source, span, code in OF_PATTERNS]
    learned = learn(SPACE, answered(accepted, by_hand=False))
    suggestions = list(learned.suggest(SEGMENTS))
    assert {(one.source, one.span, one.code) for one in suggestions} == OF_PATTERNS
    assert all(one.reason.endswith(CODEBOOK_SCORE) for one in suggestions)


def test_a_score_that_rests_on_answers_for_and_against_does_not_say_otherwise() -> None:
    suggestions = [one for one in learn(SPACE, INTERVIEWS).suggest(SEGMENTS) if one.code == "treatment"]
    assert suggestions
    assert any(not one.reason.endswith(CODEBOOK_SCORE) for one in suggestions)


def test_what_patterns_suggest_of_a_code_with_answers_has_the_learned_score() -> None:
    """Also where it is lower than the lowest that is otherwise shown."""
    codings = [
        (number, row, key) for number in (0, 1) for row, key in zip((3, 9, 15, 21), KEYS, strict=False)
    ]
    model = fit_model(SPACE, answered(codings), FEATURES)
    below = 0
    for features in FEATURES:
        unread = np.full(features.patterns.shape, np.nan)
        selection = model.select(features, unread, KEYS, SuggestionLimits())
        probabilities = model.probabilities(features, unread)
        learned = selection.shown & model.evidence.calibrated
        assert (selection.scores[learned] == probabilities[learned]).all()
        assert not selection.from_codebook[learned].any()
        below += int((probabilities[learned] < SuggestionLimits().at_least).sum())
    assert below


def test_the_score_of_patterns_follows_how_often_the_coder_agrees_with_them() -> None:
    """Of two coders who read everything, one codes what the patterns of weather suggest, one does not."""
    cells = {
        (number, row)
        for number, source in enumerate(INTERVIEWS)
        for row, segment in enumerate(source.segments)
        if (segment.source, segment.span, "weather") in OF_PATTERNS
    }
    treatment = [(0, 0, CodeKey("treatment"))]
    agreeing = answered([(*cell, CodeKey("weather")) for cell in cells] + treatment, read=(30, 30))
    ignoring = answered(treatment, read=(30, 30))
    weather = KEYS.index(CodeKey("weather"))
    factors = [
        fit_model(SPACE, sources, FEATURES).evidence.pattern_factors for sources in (agreeing, ignoring)
    ]
    assert factors[0][weather] > 1 > factors[1][weather]
    unanswered = fit_model(SPACE, answered([], read=(0, 0)), []).evidence.pattern_factors
    assert unanswered.tolist() == [1.0] * len(KEYS)


def test_patterns_that_the_coder_reads_past_again_and_again_fall_silent() -> None:
    """The coder reads everything and codes nothing but treatment: talk of the weather is not coded."""
    codings = [
        (number, row, CodeKey("treatment"))
        for number, source in enumerate(INTERVIEWS)
        for row, codes in enumerate(source.codes)
        if "treatment" in codes
    ] + [(0, 0, CodeKey(key)) for key in KEYS]
    sources = answered(codings, read=(30, 30))
    evidence = fit_model(SPACE, sources, FEATURES).evidence
    assert dict(zip(KEYS, evidence.keeps_patterns.tolist(), strict=True))["treatment"]
    weather = {one for one in shown(sources) if one[2] == "weather"}
    assert len(weather) < len({one for one in OF_PATTERNS if one[2] == "weather"})


@pytest.mark.parametrize("code", ["bare", "treatment"])
def test_asking_for_one_code_does_not_give_it_on_every_turn(code: str) -> None:
    codings = [(number, row, CodeKey(code)) for number in (0, 1) for row in range(0, 30, 4)]
    only = frozenset([CodeKey(code)])
    assert len(shown(answered(codings), only)) <= 2 * len(codings)
    renamed = [replace(source, read_through=None) for source in answered(codings)]
    assert len(shown(renamed, only)) <= 2 * len(codings)


def test_few_codings_far_apart_are_taken_for_codings_here_and_there() -> None:
    codings = [(0, row, KEYS[row % len(KEYS)]) for row in (4, 17, 29)]
    assert learn(SPACE, answered(codings)).read_share < 0.5
    assert learn(SPACE, answered(codings, read=(30, 0))).read_share == 1
    assert learn(SPACE, INTERVIEWS).read_share == 1


def test_the_number_shown_follows_the_codings_per_read_turn() -> None:
    evidence = fit_model(SPACE, INTERVIEWS, FEATURES).evidence
    coded_count = sum(len(codes) for source in INTERVIEWS for codes in source.codes)
    everything = np.ones(len(KEYS), dtype=np.bool_)
    assert coded_count / 60 < evidence.suggestions_per_segment(everything) < 2 * coded_count / 60


def test_more_are_shown_for_each_coding_where_whole_sources_were_read() -> None:
    everything = np.ones(len(KEYS), dtype=np.bool_)

    def per_coding(*read: int) -> float:
        rows = [(number, row) for number in (0, 1) for row in range(read[number])]
        sources = answered([(*row, key) for row in rows for key in KEYS], read=read)
        evidence = fit_model(SPACE, sources, FEATURES[: len(sources)]).evidence
        return evidence.suggestions_per_segment(everything) / len(KEYS)

    beginnings, most, whole, both = (per_coding(*read) for read in ((6, 6), (20, 0), (30, 0), (30, 30)))
    assert beginnings == pytest.approx(1.7)
    assert beginnings < most < whole < both < 2
