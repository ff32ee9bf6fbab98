"""`/` in the coding screen: words are found as people type them, and the cursor goes from match to match."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.folded_text import fold
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.cursor import Cursor
from qualcode.workflows.coding_screen.text_units import TextUnits
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import ANN, study

_TEXT = (
    "Int: What does „county lines“ mean?\n"
    "P: It wasn\u2019t far from the Cafe\u0301 Z\u00fcrich, a so\u2011called safe\u00adguarding place.\n"
    "There, 10\u00a0000\u202fpounds \u2026 the  officer\u2019s\r\n  co-worker said \u201cno\u201d.\n"
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> CodingSession:
    project = study(tmp_path_factory.mktemp("search") / "study", interview(_TEXT))
    return CodingSession(project, ANN)


@pytest.mark.parametrize(
    ("typed", "quote"),
    [
        ("wasn't", "wasn\u2019t"),
        ("wasn\u2019t", "wasn\u2019t"),
        ("WASN\u02bcT", "wasn\u2019t"),
        ("caf\u00e9 zu\u0308rich", "Cafe\u0301 Z\u00fcrich"),
        ("so-called", "so\u2011called"),
        ("safeguarding place", "safe\u00adguarding place"),
        ("safe\u00adguarding", "safe\u00adguarding"),
        ("place. there", "place.\nThere"),
        ("10 000 pounds", "10\u00a0000\u202fpounds"),
        ("the officer's co-worker", "the  officer\u2019s\r\n  co-worker"),
        ("the officer\u2019s\nco\u2010worker", "the  officer\u2019s\r\n  co-worker"),
        ('said "no"', "said \u201cno\u201d"),
        ('"county lines"', "\u201ecounty lines\u201c"),
        ("  far  ", "far"),
    ],
)
def test_words_are_found_as_they_are_typed(session: CodingSession, typed: str, quote: str) -> None:
    cursor, text = session.cursor, session.open_source.units.text
    cursor.move_to(0)
    assert cursor.search(typed) == 1
    assert cursor.hits[0].of(text) == quote
    assert text.startswith(quote, cursor.offset)


@pytest.mark.parametrize("typed", ["wasnt", "so called", "cafe z\u00fcrich", "safe-guarding", "10000"])
def test_other_words_are_not_found(session: CodingSession, typed: str) -> None:
    assert session.cursor.search(typed) == 0


def test_labels_of_speakers_are_not_searched_and_no_match_holds_the_cursor(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview("Ann: Yes, Ann.\nBo: Is Ann in?\nAnn: No.\n")) as project:
        session = CodingSession(project, ANN)
        assert session.cursor.search("ann") == 2
        offsets = [session.cursor.offset]
        for _ in range(3):
            session.cursor.next_hit(1)
            offsets.append(session.cursor.offset)
        text = session.open_source.units.text
        first = text.index("Ann.")
        second = text.index("Ann in")
        assert offsets == [first, second, first, second]


_LETTERS = "ae\u0301\u00e9'\u2019-\u2011 \u00a0\n\u00ad"


@given(st.text(_LETTERS, min_size=1, max_size=14), st.text(_LETTERS, min_size=1, max_size=3))
def test_going_round_visits_every_match(body: str, typed: str) -> None:
    marked = interview(f"P: x{body}x")
    text = marked.source.text
    units = TextUnits(marked.source, marked.turns, [])
    cursor = Cursor(units)
    count = cursor.search(typed)
    starts = {units.clamped(hit.start) for hit in cursor.hits}
    visited = set()
    for _ in range(count):
        cursor.next_hit(1)
        visited.add(cursor.offset)
    assert visited == starts
    assert all(fold(hit.of(text)).strip() == fold(typed).strip() for hit in cursor.hits)
