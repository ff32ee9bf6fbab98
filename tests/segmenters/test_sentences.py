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
def spacy_sentencizer(language: str = "en") -> tuple[Language, Sentencizer]:
    pipeline = spacy.blank(language)
    sentencizer = pipeline.add_pipe("sentencizer")
    assert isinstance(sentencizer, Sentencizer)
    return pipeline, sentencizer


def cut(text: str, kind: SourceKind = SourceKind.INTERVIEW) -> tuple[tuple[Turn, ...], tuple[Sentence, ...]]:
    turns = segmenters.recognise_turns(Transcript(text=text), kind=kind).turns
    numbered = enumerate(segmenters.sentences(text, turns), start=1)
    return turns, tuple(
        Sentence(number=number, turn=turn, span=Span(start, end)) for number, (turn, start, end) in numbered
    )


def test_sentences_are_in_the_bodies_of_turns() -> None:
    text = "Preamble. Here.\n\nInt: How was it? Well?\n\n"
    text += "Anna: It was. Fine!\n\nReally\nfine\n\nInt:\n\nAnna: Yes"
    _, sentences = cut(text)
    assert [(sentence.turn, sentence.span.of(text)) for sentence in sentences] == [
        (1, "How was it?"),
        (1, "Well?"),
        (2, "It was."),
        (2, "Fine!"),
        (2, "Really\nfine"),
        (4, "Yes"),
    ]
    assert [sentence.number for sentence in sentences] == [1, 2, 3, 4, 5, 6]


def test_a_text_without_words_has_no_sentences() -> None:
    assert cut(" \n") == ((), ())


def next_character(text: str, start: int) -> int:
    """Return the offset of the first character from `start` on that is not white space."""
    return len(text) - len(text[start:].lstrip())


@pytest.mark.parametrize("language", ["en", "de", "es"])
@settings(max_examples=150, deadline=None)
@given(ANY, st.sampled_from([3, 20, 1000]))
def test_windows_around_marks_give_the_same_sentences_as_the_whole_text(
    language: str, text: str, batch_size: int
) -> None:
    text += " EE. UU. z. B. e.g. Dr. No. End"
    white = np.array([character.isspace() for character in text])
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(find_sentence_starts.__globals__, "_BATCH_SIZE", batch_size)
        turns = (Turn(number=1, span=Span(0, len(text)), body=Span(0, len(text))),)
        starts = find_sentence_starts(text, white, turns, language)
    document = spacy_sentencizer(language)[0](text)
    expected = {next_character(text, sentence.start_char) for sentence in list(document.sents)[1:]}
    if language != "es" or batch_size > len(text):  # Spanish is split at any white space
        assert {next_character(text, start) for start in starts.tolist()} == expected


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_the_rule_gives_the_same_starts_as_spacys_sentencizer(text: str) -> None:
    pipeline, sentencizer = spacy_sentencizer()
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
    turns, sentences = cut(text)
    bodies = {turn.number: turn.body for turn in turns}
    for sentence in sentences:
        assert bodies[sentence.turn].contains(sentence.span)
        assert sentence.span.of(text) == sentence.span.of(text).strip() != ""
    assert all(first.span.end <= second.span.start for first, second in pairwise(sentences))
    words = "".join(sentence.span.of(text) for sentence in sentences)
    assert "".join(words.split()) == "".join("".join(turn.body.of(text) for turn in turns).split())


def test_the_batch_size_does_not_change_the_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Int: Well, how was it then? And now?\nAnna: It was fine. Really. No more of it.\n" * 5
    in_one_batch = cut(text)
    monkeypatch.setitem(segmenters.sentences.__globals__, "_BATCH_SIZE", 30)
    assert cut(text) == in_one_batch
    monkeypatch.setitem(segmenters.sentences.__globals__, "_BATCH_SIZE", 100)
    assert cut(text) == in_one_batch


def test_a_long_run_of_symbols_is_one_word() -> None:
    text = "Contents. " + "([" * 50_000 + " One. Two " + "." * 50_000 + " Three."
    _, sentences = cut(text)
    assert [len(sentence.span) for sentence in sentences] == [9, 100_005, 50_011]


def test_a_language_without_a_tokenizer_is_a_usage_error() -> None:
    turns, _ = cut("Words.")
    with pytest.raises(UsageError, match="the language 'xx-klingon'"):
        segmenters.sentences("Words.", turns, language="xx-klingon")


def test_a_long_turn_is_cut_at_sentence_ends_into_segments_of_about_equal_length() -> None:
    text = "Int: Short one.\nAnna: " + "Five words are in this. " * 70 + "\nInt: \nAnna: End\n"
    turns, sentences = cut(text)
    segments = segmenters.segments(SourceId("s"), text, turns, sentences)
    assert [(segment.turn, count_words(segment.text)) for segment in segments] == [
        (1, 2),
        (2, 120),
        (2, 115),
        (2, 115),
        (4, 1),
    ]
    assert [span for segment in segments for span in segment.sentences] == [
        sentence.span for sentence in sentences
    ]
    assert all(segment.span.of(text) == segment.text for segment in segments)
    assert (segments[0].speaker, segments[0].role) == (turns[0].speaker, turns[0].role)


def test_a_sentence_over_the_limit_is_not_cut() -> None:
    text = "word " * 50 + "end. Short."
    turns, sentences = cut(text)
    segments = segmenters.segments(SourceId("s"), text, turns, sentences, limit=10)
    assert [len(segment.sentences) for segment in segments] == [1, 1]
    assert segments[0].span == Span(0, text.index("Short") - 1)


@settings(max_examples=80, deadline=None)
@given(ANY, st.integers(1, 8))
def test_each_sentence_is_in_one_segment(text: str, limit: int) -> None:
    turns, sentences = cut(text, SourceKind.DOCUMENT)
    segments = segmenters.segments(SourceId("s"), text, turns, sentences, limit=limit)
    assert [span for segment in segments for span in segment.sentences] == [
        sentence.span for sentence in sentences
    ]
