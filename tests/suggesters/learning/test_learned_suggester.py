"""Suggestions learned from a coder's answers."""

from dataclasses import replace

import numpy as np
import pytest

from qualcode.model import Code, Codebook, CodeKey, Role, Segment, SourceId
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.learned_suggester import LearnedSuggester, learn
from qualcode.suggesters.learning.segment_features import FeatureSpace
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence
from qualcode.suggesters.suggestion_limits import Suggester, SuggestionLimits
from qualcode.suggesters.trial.ranking_measures import mean_average_precision
from tests.support.pattern_shorthand import phrase, segment, veto
from tests.support.topic_interviews import CODEBOOK, NOTHING, coded, feature_space

TRAINING = [coded("first", 60, seed=1), coded("second", 60, seed=2)]
UNSEEN = coded("third", 60, seed=3)
FEATURES = feature_space([*TRAINING, UNSEEN])
PURSUE, TREATMENT, UNUSED = (CodeKey(key) for key in ("pursue", "treatment", "unused"))
COLUMN = {key: column for column, key in enumerate(FEATURES.patterns.keys)}


@pytest.fixture(scope="module")
def suggester() -> LearnedSuggester:
    return learn(FEATURES, TRAINING, {SourceId("first"): "Interview 1", SourceId("second"): "Interview 2"})


def probabilities_of(suggester: LearnedSuggester, source: CodedSource) -> np.ndarray:
    return suggester.probabilities(source.segments)[1]


def quality(suggester: LearnedSuggester) -> float:
    probabilities = probabilities_of(suggester, UNSEEN)[:, :2]
    answers = np.array([[key in codes for key in (PURSUE, TREATMENT)] for codes in UNSEEN.codes])
    return mean_average_precision(answers, probabilities) or 0.0


def one_turn(text: str) -> Segment:
    return segment(text, source="unseen")


def probability(suggester: LearnedSuggester, text: str, code: CodeKey) -> float:
    return float(suggester.probabilities([one_turn(text)])[1][0, COLUMN[code]])


def test_words_of_no_pattern_are_learned_from_codings(suggester: LearnedSuggester) -> None:
    suggestions = list(suggester.suggest([one_turn("The nurse changed the prescription at the clinic.")]))
    assert [suggestion.code for suggestion in suggestions] == [TREATMENT]


def test_without_codings_the_codebook_decides() -> None:
    prior = learn(FEATURES, [])
    suggestions = list(prior.suggest([one_turn("They had a warrant."), one_turn("A clinic.")]))
    assert [suggestion.code for suggestion in suggestions] == [PURSUE]
    assert suggestions[0].score == pytest.approx(0.226, abs=0.01)


def test_more_codings_make_better_suggestions() -> None:
    few = learn(FEATURES, [TRAINING[0].truncated(10)])
    assert quality(learn(FEATURES, [])) < quality(few) < quality(learn(FEATURES, TRAINING))


def test_a_code_that_was_never_used_does_not_outrank_those_that_were(suggester: LearnedSuggester) -> None:
    probabilities = probabilities_of(suggester, UNSEEN)
    assert probabilities[:, COLUMN[UNUSED]].max() < probabilities[:, COLUMN[TREATMENT]].mean()


def test_a_rejection_counts_for_more_than_silence(suggester: LearnedSuggester) -> None:
    words = "The nurse changed the prescription at the clinic."
    row = next(row for row, codes in enumerate(TRAINING[0].codes) if TREATMENT in codes)
    rejecting, silent = list(TRAINING[0].rejected), list(TRAINING[0].codes)
    rejecting[row], silent[row] = frozenset([TREATMENT]), NOTHING
    left = replace(TRAINING[0], codes=silent)
    rejected = replace(left, rejected=rejecting)
    after_silence = probability(learn(FEATURES, [left, TRAINING[1]]), words, TREATMENT)
    after_rejection = probability(learn(FEATURES, [rejected, TRAINING[1]]), words, TREATMENT)
    assert after_rejection < after_silence < probability(suggester, words, TREATMENT)


def test_unread_segments_have_no_influence() -> None:
    half = [coded("first", 60, seed=1, read_count=30)]
    untouched = coded("second", 60, seed=2, read_count=0)
    same = learn(FEATURES, half)
    assert np.array_equal(
        probabilities_of(same, UNSEEN), probabilities_of(learn(FEATURES, [*half, untouched]), UNSEEN)
    )


def test_the_reason_names_words_and_the_most_similar_segment_with_the_code(
    suggester: LearnedSuggester,
) -> None:
    text = "It rained. The nurse wrote a prescription after the detox. We left."
    (suggestion,) = suggester.suggest([one_turn(text)])
    assert "learned from “" in suggestion.reason
    assert "; like “" in suggestion.reason
    assert " of Interview " in suggestion.reason
    assert suggestion.evidence is not None
    assert suggestion.evidence.of(text) == "The nurse wrote a prescription after the detox."


def test_matched_patterns_come_first_in_the_reason(suggester: LearnedSuggester) -> None:
    (suggestion,) = suggester.suggest([one_turn("A warrant for the door, and a raid.")])
    assert suggestion.reason.startswith("the word “warrant”; learned from “")


def test_the_same_answers_give_the_same_suggestions(suggester: LearnedSuggester) -> None:
    again = learn(feature_space([*TRAINING, UNSEEN]), TRAINING)
    assert np.array_equal(probabilities_of(suggester, UNSEEN), probabilities_of(again, UNSEEN))


def test_running_again_gives_the_same_suggestions_and_ids(suggester: LearnedSuggester) -> None:
    first = list(suggester.suggest(UNSEEN.segments))
    assert first
    assert first == list(suggester.suggest(UNSEEN.segments))
    assert len({suggestion.id for suggestion in first}) == len(first)


def test_the_interviewers_words_are_context_and_get_no_suggestions(suggester: LearnedSuggester) -> None:
    question = segment("Tell me of the nurse, the clinic, the prescription.", role=Role.INTERVIEWER)
    answer = segment("Yes.", turn=2, start=100)
    assert not list(suggester.suggest([question]))
    assert list(suggester.suggest([question], SuggestionLimits(interviewer=True)))
    with_question = suggester.probabilities([question, answer])[1][1, COLUMN[TREATMENT]]
    alone = suggester.probabilities([answer])[1][0, COLUMN[TREATMENT]]
    assert with_question > alone


def test_a_code_of_the_previous_turn_is_likelier_if_codes_run_on() -> None:
    runs = coded("runs", 60, seed=5)
    codes = [frozenset([PURSUE]) if row // 10 % 2 else NOTHING for row in range(60)]
    coded_source = replace(runs, codes=codes)
    half = coded_source.truncated(40)
    after = learn(FEATURES, [half]).probabilities(half.segments)[1]
    codes[39] = NOTHING
    without = learn(FEATURES, [replace(coded_source, codes=codes).truncated(40)]).probabilities(
        half.segments
    )[1]
    assert after[40, COLUMN[PURSUE]] > without[40, COLUMN[PURSUE]]


def test_a_completely_read_source_gets_probabilities(suggester: LearnedSuggester) -> None:
    assert probabilities_of(suggester, TRAINING[0]).shape == (60, 3)


@pytest.mark.parametrize("turns", [1, 2, 5])
def test_one_turn_is_enough_to_learn_from(turns: int) -> None:
    tiny = coded("tiny", turns, seed=4)
    probabilities = probabilities_of(learn(feature_space([tiny]), [tiny]), tiny)
    assert np.isfinite(probabilities).all()


def test_vetoes_apply_whatever_was_learned() -> None:
    patterns = (phrase("warrant"), veto("arrest warrant review"))
    book = Codebook(codes=(replace(CODEBOOK.code(PURSUE), patterns=patterns), *CODEBOOK.codes[1:]))
    vetoing = FeatureSpace(patterns=PatternEvidence(book), vocabulary=FEATURES.vocabulary)
    learned = learn(vetoing, TRAINING)
    assert probability(learned, "A warrant, a door, a raid.", PURSUE) > 0.5
    assert probability(learned, "A door, a raid, an arrest warrant review.", PURSUE) == 0


@pytest.mark.parametrize(
    ("language", "coded_texts", "other_texts", "unseen", "word"),
    [
        (
            "de",
            ["Wir haben den Mann festgenommen.", "Er wurde am Abend festgenommen.", "Sie nahmen ihn fest."],
            ["Die Klinik hat neue Betten.", "Im Sommer fahren wir weg.", "Das Essen war gut."],
            "Man will sie festnehmen, die Männer.",
            "Männer",
        ),
        (
            "da",
            ["Vi anholdt manden i går.", "Han blev anholdt om aftenen.", "De anholdt to mænd."],
            ["Klinikken har nye senge.", "Om sommeren tager vi væk.", "Maden var god."],
            "De vil anholde manden.",
            "anholde",
        ),
    ],
)
def test_it_learns_other_forms_of_a_word_in_other_languages(
    language: str, coded_texts: list[str], other_texts: list[str], unseen: str, word: str
) -> None:
    texts = [text for pair in zip(coded_texts, other_texts, strict=True) for text in pair] * 4
    turns = [segment(text, turn=turn, start=100 * turn) for turn, text in enumerate(texts, start=1)]
    codes = [frozenset([PURSUE]) if turn % 2 else NOTHING for turn in range(1, len(texts) + 1)]
    no_codes = [NOTHING] * len(texts)
    source = CodedSource(segments=turns, codes=codes, rejected=no_codes, skipped=no_codes)
    evidence = PatternEvidence(Codebook(codes=(Code(key=PURSUE, label="X"),)), language)
    features = FeatureSpace(patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, turns))
    learned = learn(features, [source])
    [suggestion] = learned.suggest([segment(unseen, source="new")])
    assert suggestion.code == PURSUE
    assert f"“{word}”" in suggestion.reason
    assert learned.probabilities([segment(other_texts[0], source="new")])[1][0, 0] < 0.15


def test_the_learned_suggester_implements_the_protocol(suggester: LearnedSuggester) -> None:
    implementation: Suggester = suggester
    assert (implementation.name, implementation.version) == ("learned", "8")


def test_the_number_of_codes_learned_from_is_known(suggester: LearnedSuggester) -> None:
    assert suggester.learned_from == sum(len(codes) for source in TRAINING for codes in source.codes)
    assert learn(FEATURES, []).learned_from == 0
