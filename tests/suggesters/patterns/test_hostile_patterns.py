"""The same words, three meanings: arrests and seizures as an output, as a criticised metric, as a regime.

`outputs` is what was done and counted, `metrics-criticism` what is wrong with the counting, and
`performance-regime` what the counting does to the work. Patterns find wording, not meaning: each test says
what the engine makes of a case and why, and the last ones what a coder's answers change.
"""

import pytest

from qualcode.model import Code, Codebook, CodeKey, Segment
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.learned_suggester import LearnedSuggester, learn
from qualcode.suggesters.learning.segment_features import FeatureSpace
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence, PatternSuggester
from tests.support.pattern_shorthand import lemma, phrase, segment, token, veto

OUTPUTS, CRITICISM, REGIME = (CodeKey(key) for key in ("outputs", "metrics-criticism", "performance-regime"))
CODEBOOK = Codebook(
    codes=(
        Code(
            key=OUTPUTS,
            label="Enforcement outputs",
            definition="Arrests, seizures and warrants as what was done and counted.",
            patterns=(lemma("arrest"), lemma("seizure"), lemma("seize"), veto("cardiac arrest")),
        ),
        Code(
            key=CRITICISM,
            label="Criticism of metrics",
            definition="Figures say little about harm, are badly designed or backfire.",
            patterns=(phrase("how busy"), token({"LEMMA": "number"}, {"OP": "?"}, {"LOWER": "tell"})),
        ),
        Code(
            key=REGIME,
            label="Performance regime",
            definition="Targets and league tables steer the work of officers.",
            patterns=(lemma("target"), phrase("judged on")),
        ),
    )
)

OUTPUT = "Last year we made four hundred arrests and eleven seizures."
CRITICISED = "Arrests and seizures only tell you how busy we were, they say nothing about harm."
STEERED = "We get judged on arrests and seizures, so the youth work waits until the month is over."
UNNAMED = "Forty arrests and nobody can say whether one street got any safer for it."

DONE = ["made", "took", "had", "got"]
THINGS = ["arrests", "seizures", "arrests and seizures", "warrants and arrests"]
COUNTED = "Over the year we {} thirty {} out of the operation, with charges for most."
DOUBTED = "You {} your {} and nobody can say whether any street got safer or people less ill."
DRIVEN = "The sergeant {} us out for {} at the end of the month so that the return looks right."


@pytest.fixture(scope="module")
def taught() -> LearnedSuggester:
    """Return the engine after a coder has coded sixteen passages of each kind."""
    segments: list[Segment] = []
    codes: list[frozenset[CodeKey]] = []
    for done in DONE:
        for thing in THINGS:
            for template, code in ((COUNTED, OUTPUTS), (DOUBTED, CRITICISM), (DRIVEN, REGIME)):
                text = template.format(done, thing)
                segments.append(segment(text, turn=len(segments) + 1, start=200 * len(segments)))
                codes.append(frozenset([code]))
    evidence = PatternEvidence(CODEBOOK)
    instrument = FeatureSpace(patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, segments))
    nothing = [frozenset[CodeKey]()] * len(segments)
    source = CodedSource(segments=segments, codes=codes, rejected=nothing, skipped=nothing)
    return learn(instrument, [source])


def by_patterns(text: str) -> dict[CodeKey, str]:
    """Return the codes suggested from the codebook alone, likeliest first, with their reasons."""
    found = PatternSuggester(CODEBOOK).suggest([segment(text)])
    return {suggestion.code: suggestion.reason for suggestion in found}


def first(suggester: LearnedSuggester, text: str) -> CodeKey:
    """Return the code that is suggested first."""
    return next(suggester.suggest([segment(text, source="new")])).code


def test_an_output_is_an_output_because_only_its_words_stand_there() -> None:
    found = by_patterns(OUTPUT)
    assert list(found) == [OUTPUTS]
    assert found[OUTPUTS].startswith("“arrests” (lemma: arrest), “seizures” (lemma: seizure)")


def test_a_criticised_metric_is_taken_for_an_output_first_because_it_names_two_and_the_doubt_once() -> None:
    found = by_patterns(CRITICISED)
    assert list(found) == [OUTPUTS, CRITICISM]
    assert found[CRITICISM].startswith("“how busy” (phrase)")


def test_a_regime_is_taken_for_an_output_first_because_what_steers_is_said_once() -> None:
    found = by_patterns(STEERED)
    assert list(found) == [OUTPUTS, REGIME]
    assert found[REGIME].startswith("“judged on” (phrase)")


def test_a_doubt_in_words_that_no_pattern_has_is_not_seen_by_the_codebook() -> None:
    assert list(by_patterns(UNNAMED)) == [OUTPUTS]


def test_the_same_word_in_another_sense_is_vetoed() -> None:
    assert by_patterns("He had a cardiac arrest, not an arrest, in custody.") == {}


def test_after_some_codings_the_doubt_outranks_the_output(taught: LearnedSuggester) -> None:
    assert first(taught, UNNAMED) == CRITICISM


def test_after_some_codings_the_steering_outranks_the_output(taught: LearnedSuggester) -> None:
    assert first(taught, "He sends us out for arrests at the end of the month.") == REGIME


def test_after_some_codings_an_output_is_still_an_output(taught: LearnedSuggester) -> None:
    assert first(taught, "Over the year we made forty arrests, with charges for most.") == OUTPUTS


def test_the_reason_then_names_the_words_that_made_the_difference(taught: LearnedSuggester) -> None:
    suggestion = next(taught.suggest([segment(UNNAMED, source="new")]))
    assert any(word in suggestion.reason for word in ("nobody can", "whether", "nobody", "can say"))
    assert "like “You " in suggestion.reason
