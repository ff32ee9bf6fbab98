"""Suggestions from the codebook alone."""

from math import exp, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import CodebookError, NotFoundError, UsageError
from qualcode.model import Code, Codebook, CodeKey, Pattern, Role
from qualcode.suggesters.patterns.pattern_suggester import PatternSuggester
from qualcode.suggesters.suggestion_limits import Suggester, SuggestionLimits
from tests.support.pattern_shorthand import codebook, lemma, phrase, regex, segment, token, veto


def codes_for(text: str, language: str = "en", **patterns: list[Pattern]) -> list[str]:
    suggester = PatternSuggester(codebook(**patterns), language)
    return [suggestion.code for suggestion in suggester.suggest([segment(text)])]


@pytest.mark.parametrize(
    "text", ["We do county lines.", "COUNTY LINES, mostly.", "county\n lines", "a county\tlines"]
)
def test_a_phrase_is_found_in_any_case_and_over_any_white_space(text: str) -> None:
    assert codes_for(text, exploitation=[phrase("county lines")]) == ["exploitation"]


def test_a_phrase_is_found_with_either_apostrophe() -> None:
    straight, curved = "what we're for", "what we\u2019re for"
    assert codes_for(f"{curved}, really", roles=[phrase(straight)]) == ["roles"]
    assert codes_for(f"{straight}, really", roles=[phrase(curved)]) == ["roles"]


@pytest.mark.parametrize("word", ["arrest", "Arrested", "arrests", "ARRESTING"])
def test_a_lemma_stands_for_all_forms_of_its_word(word: str) -> None:
    assert codes_for(f"{word} him", pursue=[lemma("arrest")]) == ["pursue"]
    assert codes_for(f"{word} him", pursue=[lemma("arrests")]) == ["pursue"]


@pytest.mark.parametrize(
    ("language", "pattern", "text"),
    [
        ("de", "Haus", "Die Häuser standen leer."),
        ("de", "festnehmen", "Wir haben ihn festgenommen."),
        ("de", "Verhaftung", "VERHAFTUNGEN gab es viele."),
        ("da", "anholde", "Han blev anholdt i går."),
        ("da", "betjent", "Betjentene kom først."),
        ("xx", "arrest", "arrest"),
    ],
)
def test_lemmas_work_in_other_languages(language: str, pattern: str, text: str) -> None:
    assert codes_for(text, language, code=[lemma(pattern)]) == ["code"]


def test_phrases_of_several_lemmas_match_inflected_words() -> None:
    assert codes_for("They took out lines", disruption=[lemma("take out line")]) == ["disruption"]


TOOK_OUT = token({"LOWER": "took"}, {"LOWER": "out"}, {"OP": "?"}, {"LEMMA": {"IN": ["line", "network"]}})


@pytest.mark.parametrize("text", ["we took out a line", "we took out lines", "Took out the networks."])
def test_a_token_pattern_is_spacys_own(text: str) -> None:
    assert codes_for(text, disruption=[TOOK_OUT]) == ["disruption"]


@pytest.mark.parametrize("text", ["we took a line out", "out took line", "took out their big line"])
def test_a_token_pattern_does_not_match_other_orders(text: str) -> None:
    assert codes_for(text, disruption=[TOOK_OUT]) == []


def test_a_token_pattern_without_any_word_of_its_own_still_matches() -> None:
    shouting = token({"IS_UPPER": True, "LENGTH": {">=": 4}}, {"IS_PUNCT": True})
    assert codes_for("He said STOP!", emphasis=[shouting]) == ["emphasis"]


def test_a_token_pattern_with_a_repeated_token_reaches_over_the_whole_segment() -> None:
    far = token({"LOWER": "from"}, {"OP": "+"}, {"LOWER": "arrest"})
    assert codes_for("from " + "step " * 40 + "to arrest", path=[far]) == ["path"]


def test_a_regular_expression_is_the_last_resort() -> None:
    assert codes_for("about 40% of them", figures=[regex(r"\d+\s?%")]) == ["figures"]


def test_a_veto_silences_its_code_and_no_other() -> None:
    pursue, harm = [lemma("arrest"), veto("cardiac arrest")], [phrase("cardiac")]
    assert codes_for("An arrest, then a cardiac arrest.", pursue=pursue, harm=harm) == ["harm"]


def test_the_reason_quotes_the_matches_and_the_evidence_is_their_sentence() -> None:
    suggester = PatternSuggester(codebook(pursue=[lemma("arrest"), phrase("county lines"), TOOK_OUT]))
    text = "It was raining. We arrested two over county lines. Then home."
    (suggestion,) = suggester.suggest([segment(text, start=100)])
    assert suggestion.reason == "the words “arrested” (a form of “arrest”), “county lines”"
    assert suggestion.evidence is not None
    assert text[suggestion.evidence.start - 100 : suggestion.evidence.end - 100] == (
        "We arrested two over county lines."
    )


def test_the_evidence_keeps_the_white_space_of_the_text() -> None:
    suggester = PatternSuggester(codebook(pursue=[phrase("county lines")]))
    text = "It   rained.\n\nThen county\n\n  lines came. Home."
    (suggestion,) = suggester.suggest([segment(text)])
    assert suggestion.evidence is not None
    assert suggestion.evidence.of(text) == "Then county\n\n  lines came."


def test_one_pattern_is_enough_for_a_suggestion_and_two_are_likelier() -> None:
    suggester = PatternSuggester(codebook(a=[phrase("seized")], b=[phrase("cash"), phrase("drugs")]))
    first, second = suggester.suggest([segment("We seized cash and drugs.")])
    assert (first.code, second.code) == ("b", "a")
    assert second.score == pytest.approx(1 / (1 + exp(3 - 1.1 * log(1 + 4))))


def test_one_word_of_a_definition_is_not_enough_for_a_suggestion_and_several_are() -> None:
    code = Code(
        key=CodeKey("naloxone"),
        label="Naloxone",
        brief="Giving naloxone",
        definition="Officers who carry the nasal spray and reverse an overdose.",
        examples=("I had the spray on my vest.",),
    )
    suggester = PatternSuggester(Codebook(codes=(code, Code(key=CodeKey("other"), label="Other"))))
    assert not list(suggester.suggest([segment("An officer came.")]))
    (suggestion,) = suggester.suggest([segment("Naloxone: the nasal spray that reverses overdoses.")])
    assert suggestion.reason.startswith("in the code's description: ")
    assert "“spray”" in suggestion.reason


def test_a_branch_without_patterns_of_its_own_is_not_suggested() -> None:
    theme = Code(key=CodeKey("harms"), label="Harms of drugs", children=(Code(key=CodeKey("x"), label="X"),))
    suggester = PatternSuggester(Codebook(codes=(theme,)))
    assert not list(
        suggester.suggest([segment("harms of drugs, drugs and harms")], SuggestionLimits(at_least=0.05))
    )


def test_the_interviewer_gets_suggestions_only_with_that_option() -> None:
    suggester = PatternSuggester(codebook(pursue=[lemma("arrest")]))
    question = segment("Any arrests?", role=Role.INTERVIEWER)
    assert not list(suggester.suggest([question]))
    assert len(list(suggester.suggest([question], SuggestionLimits(interviewer=True)))) == 1


def test_limits_set_the_number_probability_and_codes() -> None:
    book = codebook(a=[phrase("one")], b=[phrase("two")], c=[phrase("three")], d=[phrase("four")])
    suggester = PatternSuggester(book)
    segments = [segment("one two three four")]
    assert [s.code for s in suggester.suggest(segments)] == ["a", "b", "c"]
    assert [s.code for s in suggester.suggest(segments, SuggestionLimits(at_most=1))] == ["a"]
    assert not list(suggester.suggest(segments, SuggestionLimits(at_least=0.9)))
    assert [
        s.code for s in suggester.suggest(segments, SuggestionLimits(codes=frozenset([CodeKey("d")])))
    ] == ["d"]


def test_suggestions_come_in_the_order_of_the_segments_and_stream() -> None:
    suggester = PatternSuggester(codebook(a=[phrase("one")]))
    many = (segment("one", turn=number, start=10 * number) for number in range(1000))
    assert [suggestion.span.start for suggestion in suggester.suggest(many)] == list(range(0, 10000, 10))


def test_the_pattern_suggester_implements_the_protocol() -> None:
    suggester: Suggester = PatternSuggester(codebook(a=[phrase("one")]))
    assert (suggester.name, suggester.version) == ("patterns", "1")


def test_an_unknown_language_or_pipeline_is_an_error_with_a_hint() -> None:
    with pytest.raises(UsageError, match="no language 'qq'"):
        PatternSuggester(codebook(), "qq")
    with pytest.raises(NotFoundError, match="python -m spacy download nowhere_lg"):
        PatternSuggester(codebook(), pipeline="nowhere_lg")


@pytest.mark.parametrize("bad", [regex("(unclosed"), token({"LOWER": 5})])
def test_an_invalid_pattern_is_an_error(bad: Pattern) -> None:
    with pytest.raises(CodebookError, match="cannot be used"):
        PatternSuggester(codebook(a=[bad]))


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="ab 🙂\n\té\u2019.arrest", max_size=60), start=st.integers(0, 50))
def test_any_text_gives_valid_suggestions_that_are_the_same_again(text: str, start: int) -> None:
    turn = segment(text, start=start)
    first = list(EVERYTHING.suggest([turn], SuggestionLimits(at_least=0)))
    assert first == list(EVERYTHING.suggest([turn], SuggestionLimits(at_least=0)))
    for suggestion in first:
        assert suggestion.span == turn.span
        assert suggestion.evidence is None or turn.span.contains(suggestion.evidence)
        assert 0 <= suggestion.score <= 1


EVERYTHING = PatternSuggester(codebook(a=[lemma("arrest"), regex(r"\s+\S"), veto("tab")], b=[phrase("a b")]))


@pytest.mark.parametrize(
    ("pattern", "text", "quote"),
    [
        (phrase("walk-in"), "It was a walk\u2011in clinic.", "walk\u2011in"),
        (phrase("walk\u2011in"), "It was a walk-in clinic.", "walk-in"),
        (phrase("the caf\u00e9"), "near the cafe\u0301 again", "the cafe\u0301"),
        (phrase("came home"), "we came\u00ad\n home", "came\u00ad home"),
        (regex("don\u2019t \\w+"), "We don't know", "don't know"),
        (regex(r"don\u2019t"), "We don\u2019t know", "don\u2019t"),
        (regex("[a\u2011]-"), "so a\u2011 and", "a\u2011"),
        (token({"LOWER": "caf\u00e9"}), "the cafe\u0301", "cafe\u0301"),
    ],
)
def test_patterns_match_variants_and_reasons_quote_the_source(
    pattern: Pattern, text: str, quote: str
) -> None:
    codebook = Codebook(codes=(Code(key=CodeKey("found"), label="-", patterns=(pattern,)),))
    [suggestion] = PatternSuggester(codebook).suggest([segment(text)])
    assert quote in suggestion.reason
