from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.pipeline import Sentencizer

from qualcode import segmenters
from qualcode.errors import UsageError
from qualcode.model import Sentence, SourceId, SourceKind, Span, Transcript, Turn, count_words
from qualcode.segmenters.sentences import apply_sentencizer_rule, find_sentence_starts

ANY = st.text(st.sampled_from("aB .?!…。:\n\t👮🏽\u0301ש\u200f\u2028\u3000\u00a0\"')(Dr1-"), max_size=120)


@cache
def spacys_own(language: str = "en") -> tuple[Language, Sentencizer]:
    pipeline = spacy.blank(language)
    sentencizer = pipeline.add_pipe("sentencizer")
    assert isinstance(sentencizer, Sentencizer)
    return pipeline, sentencizer


def cut(text: str, kind: SourceKind = SourceKind.INTERVIEW) -> tuple[tuple[Turn, ...], tuple[Sentence, ...]]:
    turns = segmenters.recognise_turns(Transcript(text=text), kind=kind).turns
    found = enumerate(segmenters.sentences(text, turns), start=1)
    return turns, tuple(Sentence(number=at, turn=turn, span=Span(*ends)) for at, (turn, *ends) in found)


def test_sentences_stand_in_the_bodies_of_turns() -> None:
    text = "Preamble. Here.\n\nInt: How was it? Well?\n\n"
    text += "Anna: It was. Fine!\n\nReally\nfine\n\nInt:\n\nAnna: Yes"
    _, found = cut(text)
    assert [(one.turn, one.span.of(text)) for one in found] == [
        (1, "How was it?"),
        (1, "Well?"),
        (2, "It was."),
        (2, "Fine!"),
        (2, "Really\nfine"),
        (4, "Yes"),
    ]
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6]


def test_a_text_without_words_has_no_sentences() -> None:
    assert cut(" \n") == ((), ())


def said(text: str, start: int) -> int:
    """Return the first character from there that is no white space."""
    return len(text) - len(text[start:].lstrip())


@pytest.mark.parametrize("language", ["en", "de", "es"])
@settings(max_examples=150, deadline=None)
@given(ANY, st.sampled_from([3, 20, 1000]))
def test_the_words_near_marks_tell_what_all_words_tell(language: str, text: str, longest: int) -> None:
    text += " EE. UU. z. B. e.g. Dr. No. End"
    white = np.array([character.isspace() for character in text])
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(find_sentence_starts.__globals__, "_BATCH_SIZE", longest)
        turns = (Turn(number=1, span=Span(0, len(text)), body=Span(0, len(text))),)
        found = find_sentence_starts(text, white, turns, language)
    document = spacys_own(language)[0](text)
    expected = {said(text, sentence.start_char) for sentence in list(document.sents)[1:]}
    if language != "es" or longest > len(text):  # Spanish is cut in pieces at any white space
        assert {said(text, start) for start in found.tolist()} == expected


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_sentences_begin_where_spacys_sentencizer_puts_them(text: str) -> None:
    pipeline, sentencizer = spacys_own()
    document = pipeline(text)
    if len(document):
        table = document.to_array(["ORTH", "IS_PUNCT", "IDX"]).astype(np.uint64)
        marks = [pipeline.vocab.strings.add(mark) for mark in sentencizer.punct_chars]
        starts = apply_sentencizer_rule(
            table[:, 0], table[:, 1], np.array(marks, dtype=np.uint64), table[:, 2].astype(np.int64)
        )
        assert starts.tolist() == [sentence.start_char for sentence in document.sents][1:]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Int: ", "Anna: ", "", "\n"]), ANY), max_size=6))
def test_sentences_are_in_order_inside_bodies_and_cover_every_word(parts: list[tuple[str, str]]) -> None:
    text = "\n".join(label + words for label, words in parts)
    turns, found = cut(text)
    bodies = {turn.number: turn.body for turn in turns}
    for one in found:
        assert bodies[one.turn].contains(one.span)
        assert one.span.of(text) == one.span.of(text).strip() != ""
    assert all(one.span.end <= following.span.start for one, following in pairwise(found))
    said = "".join(one.span.of(text) for one in found)
    assert "".join(said.split()) == "".join("".join(turn.body.of(text) for turn in turns).split())


def test_a_text_cut_in_pieces_for_spacy_has_the_same_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Int: Well, how was it then? And now?\nAnna: It was fine. Really. No more of it.\n" * 5
    whole = cut(text)
    monkeypatch.setitem(segmenters.sentences.__globals__, "_BATCH_SIZE", 30)
    assert cut(text) == whole
    monkeypatch.setitem(segmenters.sentences.__globals__, "_BATCH_SIZE", 100)
    assert cut(text) == whole


def test_an_endless_row_of_symbols_is_one_long_word() -> None:
    text = "Contents. " + "([" * 50_000 + " One. Two " + "." * 50_000 + " Three."
    _, found = cut(text)
    assert [len(one.span) for one in found] == [9, 100_005, 50_011]


def test_a_language_that_spacy_lacks_is_a_mistake_of_the_user() -> None:
    turns, _ = cut("Words.")
    with pytest.raises(UsageError, match="the language 'xx-klingon'"):
        segmenters.sentences("Words.", turns, language="xx-klingon")


def test_a_long_turn_is_cut_at_sentence_ends_into_parts_of_about_one_length() -> None:
    text = "Int: Short one.\nAnna: " + "Five words are in this. " * 70 + "\nInt: \nAnna: End\n"
    turns, sentences = cut(text)
    found = segmenters.segments(SourceId("s"), text, turns, sentences)
    assert [(one.turn, count_words(one.text)) for one in found] == [
        (1, 2),
        (2, 120),
        (2, 115),
        (2, 115),
        (4, 1),
    ]
    assert [span for one in found for span in one.sentences] == [one.span for one in sentences]
    assert all(one.span.of(text) == one.text for one in found)
    assert (found[0].speaker, found[0].role) == (turns[0].speaker, turns[0].role)


def test_a_sentence_over_the_limit_stays_whole() -> None:
    text = "word " * 50 + "end. Short."
    turns, sentences = cut(text)
    found = segmenters.segments(SourceId("s"), text, turns, sentences, limit=10)
    assert [len(one.sentences) for one in found] == [1, 1]
    assert found[0].span == Span(0, text.index("Short") - 1)


@settings(max_examples=80, deadline=None)
@given(ANY, st.integers(1, 8))
def test_segments_hold_every_sentence_once(text: str, limit: int) -> None:
    turns, sentences = cut(text, SourceKind.DOCUMENT)
    found = segmenters.segments(SourceId("s"), text, turns, sentences, limit=limit)
    assert [span for one in found for span in one.sentences] == [one.span for one in sentences]
