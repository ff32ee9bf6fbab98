"""Weights from what segments lend, and the level that each source has of its own."""

from dataclasses import replace

import numpy as np

from qualcode.model import CodeKey, SourceId
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.learned_suggester import learn
from qualcode.suggesters.learning.weight_projection import project_weights, stack_features
from tests.support.topic_interviews import coded, instrument

WHOLE = [coded("first", 40, seed=1), coded("second", 30, seed=2)]
UNSEEN = coded("third", 60, seed=3)
INSTRUMENT = instrument([*WHOLE, UNSEEN])
PURSUE = CodeKey("pursue")


def cut(source: CodedSource, parts: int) -> list[CodedSource]:
    """Return the same turns and codes as so many shorter sources."""
    size = len(source.segments) // parts
    found = []
    for first in range(0, size * parts, size):
        here = slice(first, first + size)
        segments = [
            replace(one, source=SourceId(f"part from {first}"), turn=turn)
            for turn, one in enumerate(source.segments[here], start=1)
        ]
        answers = (source.codes[here], source.rejected[here], source.skipped[here])
        codes, rejected, skipped = answers
        found.append(CodedSource(segments=segments, codes=codes, rejected=rejected, skipped=skipped))
    return found


def test_what_a_segment_gets_is_what_its_words_say_and_its_sources_level() -> None:
    measured = [INSTRUMENT.measure(source.segments) for source in WHOLE]
    lessons = stack_features(measured, [25, 30])
    lent = np.random.default_rng(1).normal(size=(55, 3))
    words = project_weights(lessons, lent)
    said = np.vstack([words.say(measured[0])[:25], words.say(measured[1])])
    levels = lessons.levels(lent)
    assert np.allclose(lessons.likeness(lent), said + levels, atol=1e-3)
    assert np.allclose(levels[:25], 0.25 * lent[:25].sum(axis=0))
    assert np.allclose(levels[25:], 0.25 * lent[25:].sum(axis=0))


def test_how_often_ten_interviews_have_a_code_tells_more_of_the_next_than_one_as_long() -> None:
    """A code in two of three turns, whatever is said: kept up in ten sources it is to be expected again."""
    long = coded("long", 200, seed=4)
    often = [frozenset([PURSUE]) if row % 3 else frozenset[CodeKey]() for row in range(200)]
    source = replace(long, codes=often)
    column = INSTRUMENT.patterns.keys.index(PURSUE)

    def expected(taught: list[CodedSource]) -> float:
        return float(learn(INSTRUMENT, taught).chances(UNSEEN.segments)[1][:, column].mean())

    assert 0.3 < expected([source]) < expected(cut(source, 10)) - 0.05
