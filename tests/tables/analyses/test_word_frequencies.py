"""Counts of words by group equal a count by hand, and keyness has the published value."""

import pytest

from qualcode.errors import UsageError
from qualcode.tables import Scope, keyness, word_counts
from tests.support import marked_text, plain_figures
from tests.support.marked_table_study import CODEBOOK

SOURCES = (
    marked_text.interview("Int: line\nP1: a line and a line\nP2: no line", name="one"),
    marked_text.interview("Int: line line\nP1: kids and kids", name="two"),
)
CASES = (
    marked_text.case("Alex", [("one", "P1")], tier="local"),
    marked_text.case("Sam", [("one", "P2"), "two"], tier="national"),
)
STUDY = plain_figures.study(SOURCES, CODEBOOK, CASES)
WORDS = {
    marked.source.name: [
        (), *(turn.body.of(marked.source.text).split() for turn in marked.turns)
    ]
    for marked in SOURCES
}  # fmt: skip


def test_words_of_participants_are_counted_with_sources_and_rates() -> None:
    table = word_counts(STUDY, WORDS, counts=lambda word: word not in ("a", "and", "no"))
    assert table.to_dict("records") == [
        {"word": "line", "count": 3, "sources": 1, "per_1000": pytest.approx(3000 / 10)},
        {"word": "kids", "count": 2, "sources": 1, "per_1000": pytest.approx(2000 / 10)},
    ]
    everybody = word_counts(STUDY, WORDS, scope=Scope(with_interviewer=True)).set_index("word")
    assert everybody["count"]["line"] == 6
    assert everybody["sources"]["line"] == 2


def test_groups_are_compared_by_their_words() -> None:
    table = word_counts(STUDY, WORDS, by="tier").set_index("word")
    assert table["count local"].to_dict() == {"kids": 0, "a": 2, "line": 2, "no": 0, "and": 1}
    assert table["count national"].to_dict() == {"kids": 2, "a": 0, "line": 1, "no": 1, "and": 1}
    assert table["per_1000 local"]["line"] == pytest.approx(2000 / 5)
    assert table["sources national"]["kids"] == 1
    assert table["most_in"].to_dict() == {
        "kids": "national", "a": "local", "line": "local", "no": "national", "and": "local",
    }  # fmt: skip
    assert table["keyness"]["and"] == pytest.approx(0)
    assert table["keyness"].is_monotonic_decreasing


def test_keyness_is_the_log_likelihood_by_hand() -> None:
    """2 (25 ln(25 / 18.5) + 12 ln(12 / 18.5)): 37 occurrences, expected in equal parts."""
    assert keyness([25, 12], [1000, 1000]) == pytest.approx(4.666517)
    assert keyness([5, 10], [1000, 2000]) == pytest.approx(0)
    assert keyness([0, 0], [0, 0]) == 0


def test_words_do_not_belong_to_codes() -> None:
    with pytest.raises(UsageError, match="Words do not belong to a code"):
        word_counts(STUDY, WORDS, by="code")
