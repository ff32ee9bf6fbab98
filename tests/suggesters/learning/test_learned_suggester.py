"""What the learned suggester makes of a coder's answers."""

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
from tests.support.topic_interviews import CODEBOOK, NOTHING, coded, instrument

TAUGHT = [coded("first", 60, seed=1), coded("second", 60, seed=2)]
UNSEEN = coded("third", 60, seed=3)
INSTRUMENT = instrument([*TAUGHT, UNSEEN])
PURSUE, TREATMENT, UNUSED = (CodeKey(key) for key in ("pursue", "treatment", "unused"))
COLUMN = {key: column for column, key in enumerate(INSTRUMENT.patterns.keys)}


@pytest.fixture(scope="module")
def suggester() -> LearnedSuggester:
    return learn(INSTRUMENT, TAUGHT, {SourceId("first"): "Interview 1", SourceId("second"): "Interview 2"})


def chances_of(suggester: LearnedSuggester, source: CodedSource) -> np.ndarray:
    return suggester.chances(source.segments)[1]


def quality(suggester: LearnedSuggester) -> float:
    chances = chances_of(suggester, UNSEEN)[:, :2]
    answers = np.array([[key in codes for key in (PURSUE, TREATMENT)] for codes in UNSEEN.codes])
    return mean_average_precision(answers, chances) or 0.0


def one_turn(text: str) -> Segment:
    return segment(text, source="unseen")


def chance(suggester: LearnedSuggester, text: str, code: CodeKey) -> float:
    return float(suggester.chances([one_turn(text)])[1][0, COLUMN[code]])


def test_words_that_no_pattern_names_are_learned_from_codings(suggester: LearnedSuggester) -> None:
    found = list(suggester.suggest([one_turn("The nurse changed the prescription at the clinic.")]))
    assert [suggestion.code for suggestion in found] == [TREATMENT]


def test_before_anything_is_coded_the_codebook_speaks() -> None:
    untaught = learn(INSTRUMENT, [])
    found = list(untaught.suggest([one_turn("They had a warrant."), one_turn("A clinic.")]))
    assert [suggestion.code for suggestion in found] == [PURSUE]
    assert found[0].score == pytest.approx(0.226, abs=0.01)


def test_more_codings_make_better_suggestions() -> None:
    few = learn(INSTRUMENT, [TAUGHT[0].upto(10)])
    assert quality(learn(INSTRUMENT, [])) < quality(few) < quality(learn(INSTRUMENT, TAUGHT))


def test_a_code_that_was_never_used_does_not_outrank_those_that_were(suggester: LearnedSuggester) -> None:
    chances = chances_of(suggester, UNSEEN)
    assert chances[:, COLUMN[UNUSED]].max() < chances[:, COLUMN[TREATMENT]].mean()


def test_a_rejection_counts_for_more_than_silence(suggester: LearnedSuggester) -> None:
    words = "The nurse changed the prescription at the clinic."
    row = next(row for row, codes in enumerate(TAUGHT[0].codes) if TREATMENT in codes)
    rejecting, silent = list(TAUGHT[0].rejected), list(TAUGHT[0].codes)
    rejecting[row], silent[row] = frozenset([TREATMENT]), NOTHING
    left = replace(TAUGHT[0], codes=silent)
    rejected = replace(left, rejected=rejecting)
    after_silence = chance(learn(INSTRUMENT, [left, TAUGHT[1]]), words, TREATMENT)
    after_rejection = chance(learn(INSTRUMENT, [rejected, TAUGHT[1]]), words, TREATMENT)
    assert after_rejection < after_silence < chance(suggester, words, TREATMENT)


def test_what_was_not_read_teaches_nothing() -> None:
    half = [coded("first", 60, seed=1, read=30)]
    untouched = coded("second", 60, seed=2, read=0)
    same = learn(INSTRUMENT, half)
    assert np.array_equal(chances_of(same, UNSEEN), chances_of(learn(INSTRUMENT, [*half, untouched]), UNSEEN))


def test_the_reason_names_words_and_the_nearest_passage_coded_alike(suggester: LearnedSuggester) -> None:
    text = "It rained. The nurse wrote a prescription after the detox. We left."
    (suggestion,) = suggester.suggest([one_turn(text)])
    assert "learned from “" in suggestion.reason
    assert "; like “" in suggestion.reason
    assert " of Interview " in suggestion.reason
    assert suggestion.evidence is not None
    assert suggestion.evidence.of(text) == "The nurse wrote a prescription after the detox."


def test_patterns_that_fired_stand_first_in_the_reason(suggester: LearnedSuggester) -> None:
    (suggestion,) = suggester.suggest([one_turn("A warrant for the door, and a raid.")])
    assert suggestion.reason.startswith("“warrant” (phrase); learned from “")


def test_the_same_answers_give_the_same_suggestions(suggester: LearnedSuggester) -> None:
    again = learn(instrument([*TAUGHT, UNSEEN]), TAUGHT)
    assert np.array_equal(chances_of(suggester, UNSEEN), chances_of(again, UNSEEN))


def test_running_again_says_the_same_under_the_same_ids(suggester: LearnedSuggester) -> None:
    first = list(suggester.suggest(UNSEEN.segments))
    assert first
    assert first == list(suggester.suggest(UNSEEN.segments))
    assert len({suggestion.id for suggestion in first}) == len(first)


def test_the_interviewers_words_inform_but_get_no_suggestions(suggester: LearnedSuggester) -> None:
    asked = segment("Tell me of the nurse, the clinic, the prescription.", role=Role.INTERVIEWER)
    answer = segment("Yes.", turn=2, start=100)
    assert not list(suggester.suggest([asked]))
    assert list(suggester.suggest([asked], SuggestionLimits(interviewer=True)))
    with_question = suggester.chances([asked, answer])[1][1, COLUMN[TREATMENT]]
    alone = suggester.chances([answer])[1][0, COLUMN[TREATMENT]]
    assert with_question > alone


def test_a_code_of_the_turn_before_makes_it_likelier_where_codes_run_on() -> None:
    runs = coded("runs", 60, seed=5)
    codes = [frozenset([PURSUE]) if row // 10 % 2 else NOTHING for row in range(60)]
    known = replace(runs, codes=codes)
    half = known.upto(40)
    after = learn(INSTRUMENT, [half]).chances(half.segments)[1]
    codes[39] = NOTHING
    without = learn(INSTRUMENT, [replace(known, codes=codes).upto(40)]).chances(half.segments)[1]
    assert after[40, COLUMN[PURSUE]] > without[40, COLUMN[PURSUE]]


def test_a_source_in_which_everything_has_been_read_can_be_asked_about(suggester: LearnedSuggester) -> None:
    assert chances_of(suggester, TAUGHT[0]).shape == (60, 3)


@pytest.mark.parametrize("turns", [1, 2, 5])
def test_very_little_is_enough_to_learn_from(turns: int) -> None:
    tiny = coded("tiny", turns, seed=4)
    chances = chances_of(learn(instrument([tiny]), [tiny]), tiny)
    assert np.isfinite(chances).all()


def test_vetoes_hold_whatever_was_learned() -> None:
    patterns = (phrase("warrant"), veto("arrest warrant review"))
    book = Codebook(codes=(replace(CODEBOOK.code(PURSUE), patterns=patterns), *CODEBOOK.codes[1:]))
    vetoing = FeatureSpace(patterns=PatternEvidence(book), vocabulary=INSTRUMENT.vocabulary)
    taught = learn(vetoing, TAUGHT)
    assert chance(taught, "A warrant, a door, a raid.", PURSUE) > 0.5
    assert chance(taught, "A door, a raid, an arrest warrant review.", PURSUE) == 0


@pytest.mark.parametrize(
    ("language", "coded_alike", "others", "asked", "word"),
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
def test_it_learns_in_other_languages_from_other_forms_of_a_word(
    language: str, coded_alike: list[str], others: list[str], asked: str, word: str
) -> None:
    said = [text for pair in zip(coded_alike, others, strict=True) for text in pair] * 4
    turns = [segment(text, turn=turn, start=100 * turn) for turn, text in enumerate(said, start=1)]
    codes = [frozenset([PURSUE]) if turn % 2 else NOTHING for turn in range(1, len(said) + 1)]
    silent = [NOTHING] * len(said)
    source = CodedSource(segments=turns, codes=codes, rejected=silent, skipped=silent)
    evidence = PatternEvidence(Codebook(codes=(Code(key=PURSUE, label="X"),)), language)
    book = FeatureSpace(patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, turns))
    taught = learn(book, [source])
    [suggestion] = taught.suggest([segment(asked, source="new")])
    assert suggestion.code == PURSUE
    assert f"“{word}”" in suggestion.reason
    assert taught.chances([segment(others[0], source="new")])[1][0, 0] < 0.15


def test_the_learned_suggester_keeps_to_the_protocol(suggester: LearnedSuggester) -> None:
    kept: Suggester = suggester
    assert (kept.name, kept.version) == ("learned", "2")


def test_it_says_how_many_codings_it_has_learned_from(suggester: LearnedSuggester) -> None:
    assert suggester.learned_from == sum(len(codes) for source in TAUGHT for codes in source.codes)
    assert learn(INSTRUMENT, []).learned_from == 0
