"""Keyword in context: occurrences of a phrase, aligned on lines."""

import pytest

from qualcode.errors import UsageError
from qualcode.retrieval import SourceView, kwic
from tests.support import marked_text

MARKED = marked_text.interview(
    "Lines of enquiry.\n"
    "Int: What about county lines, and the lines\n  before them?\n"
    "Lines: The line went. We saw [lines]{pursue} again.\n"
)
VIEW = SourceView(source=MARKED.source, turns=MARKED.turns, sentences=MARKED.sentences)


def test_every_occurrence_is_found_with_its_context_in_the_turn() -> None:
    hits = [(hit.left, hit.text, hit.right, hit.speaker) for hit in kwic("LINES", [VIEW], width=12)]
    assert hits == [
        ("", "Lines", "of enquiry.", ""),
        ("about county", "lines", ", and the li", "Int"),
        ("nes, and the", "lines", "before them?", "Int"),
        ("went. We saw", "lines", "again.", "Lines"),
    ]


def test_hits_are_aligned() -> None:
    lines = [hit.aligned(14) for hit in kwic("line*", [VIEW], width=14)]
    assert {line.lower().index(" line", 13) for line in lines} == {14}


def test_a_hit_has_its_turn_and_the_sentence_to_code() -> None:
    *_, hit = kwic("lines", [VIEW])
    assert hit.turn is not None
    assert hit.turn.number == 2
    assert hit.sentence is not None
    assert hit.sentence.span.of(MARKED.source.text) == "We saw lines again."
    assert hit.span.of(MARKED.source.text) == "lines"


def test_a_width_of_0_gives_no_context() -> None:
    assert {(hit.left, hit.right) for hit in kwic("line", [VIEW], width=0)} == {("", "")}


def test_a_search_without_words_is_refused() -> None:
    with pytest.raises(UsageError, match="no word to search for"):
        kwic(" ... ", [VIEW])
