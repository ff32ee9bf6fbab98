"""The same words, three meanings: arrests and seizures as an output, as a criticised metric, as a regime.

`outputs` is what was done and counted, `metrics-criticism` what is wrong with the counting, and
`performance-regime` what the counting does to the work. Patterns find wording, not meaning: each test states
what is suggested and why, and the last ones what changes with a coder's answers.
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

VERBS = ["made", "took", "had", "got"]
OBJECTS = ["arrests", "seizures", "arrests and seizures", "warrants and arrests"]
COUNTED = "Over the year we {} thirty {} out of the operation, with charges for most."
DOUBTED = "You {} your {} and nobody can say whether any street got safer or people less ill."
DRIVEN = "The sergeant {} us out for {} at the end of the month so that the return looks right."


@pytest.fixture(scope="module")
def learned() -> LearnedSuggester:
    """Return the learned suggester after sixteen coded segments of each code."""
    segments: list[Segment] = []
    codes: list[frozenset[CodeKey]] = []
    for verb in VERBS:
        for noun in OBJECTS:
            for template, code in ((COUNTED, OUTPUTS), (DOUBTED, CRITICISM), (DRIVEN, REGIME)):
                text = template.format(verb, noun)
                segments.append(segment(text, turn=len(segments) + 1, start=200 * len(segments)))
                codes.append(frozenset([code]))
    evidence = PatternEvidence(CODEBOOK)
    features = FeatureSpace(patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, segments))
    no_codes = [frozenset[CodeKey]()] * len(segments)
    source = CodedSource(segments=segments, codes=codes, rejected=no_codes, skipped=no_codes)
    return learn(features, [source])


def by_patterns(text: str) -> dict[CodeKey, str]:
    """Return the codes suggested from the codebook alone, likeliest first, with their reasons."""
    suggestions = PatternSuggester(CODEBOOK).suggest([segment(text)])
    return {suggestion.code: suggestion.reason for suggestion in suggestions}


def first(suggester: LearnedSuggester, text: str) -> CodeKey:
    """Return the code that is suggested first."""
    return next(suggester.suggest([segment(text, source="new")])).code


def test_an_output_is_suggested_as_only_its_words_occur() -> None:
    reasons = by_patterns(OUTPUT)
    assert list(reasons) == [OUTPUTS]
    assert reasons[OUTPUTS].startswith(
        "the words “arrests” (a form of “arrest”), “seizures” (a form of “seizure”)"
    )


def test_an_output_outranks_criticism_that_names_two_outputs_and_one_doubt() -> None:
    reasons = by_patterns(CRITICISED)
    assert list(reasons) == [OUTPUTS, CRITICISM]
    assert reasons[CRITICISM].startswith("the words “how busy”")


def test_an_output_outranks_a_regime_that_is_named_once() -> None:
    reasons = by_patterns(STEERED)
    assert list(reasons) == [OUTPUTS, REGIME]
    assert reasons[REGIME].startswith("the words “judged on”")


def test_a_doubt_in_words_of_no_pattern_is_not_suggested_from_the_codebook() -> None:
    assert list(by_patterns(UNNAMED)) == [OUTPUTS]


def test_the_same_word_in_another_sense_is_vetoed() -> None:
    assert by_patterns("He had a cardiac arrest, not an arrest, in custody.") == {}


def test_after_some_codings_criticism_outranks_the_output(learned: LearnedSuggester) -> None:
    assert first(learned, UNNAMED) == CRITICISM


def test_after_some_codings_the_regime_outranks_the_output(learned: LearnedSuggester) -> None:
    assert first(learned, "He sends us out for arrests at the end of the month.") == REGIME


def test_after_some_codings_an_output_is_still_suggested_as_such(learned: LearnedSuggester) -> None:
    assert first(learned, "Over the year we made forty arrests, with charges for most.") == OUTPUTS


def test_the_reason_then_names_the_learned_words(learned: LearnedSuggester) -> None:
    suggestion = next(learned.suggest([segment(UNNAMED, source="new")]))
    assert any(word in suggestion.reason for word in ("nobody can", "whether", "nobody", "can say"))
    assert "like “You " in suggestion.reason
