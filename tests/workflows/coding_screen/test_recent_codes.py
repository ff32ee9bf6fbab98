"""The digits of recent codes: they stay, and those of retired codes are free."""

from dataclasses import replace
from pathlib import Path

from qualcode.model import Codebook, CodeKey
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.recent_codes import RecentCodes
from tests.support.marked_text import codebook, interview
from tests.support.terminal.screen_studies import ANN, TALK, study

BOOK = codebook("\n".join(f"c{number}" for number in range(12)))


def keys(*numbers: int) -> list[CodeKey]:
    return [CodeKey(f"c{number}") for number in numbers]


def with_retired(book: Codebook, key: str) -> Codebook:
    return replace(book, codes=tuple(replace(code, retired=code.key == key) for code in book.codes))


def test_a_code_keeps_its_digit_and_the_oldest_one_gives_way() -> None:
    recent = RecentCodes([], BOOK)
    for key in keys(*range(9), 0, 9):
        recent.add(key)
    assert recent.by_digit == keys(0, 9, *range(2, 9))
    assert recent.last == keys(9)


def test_a_retired_code_frees_its_digit_and_the_others_keep_theirs() -> None:
    recent = RecentCodes(keys(0, 1, 2), BOOK)
    recent.drop_unusable(with_retired(BOOK, "c1"))
    assert recent.by_digit == [*keys(0), "", *keys(2)]
    recent.add(CodeKey("c5"))
    assert recent.by_digit == keys(0, 5, 2)


def test_at_the_start_retired_codes_have_no_digit() -> None:
    recent = RecentCodes(keys(0, 1, 2), with_retired(BOOK, "c0"))
    assert recent.by_digit == keys(1, 2)
    assert recent.last == keys(1)


def test_codings_of_others_are_counted_only_where_they_are_shown(tmp_path: Path) -> None:
    two = interview("P: We [took out]{pursue@ann} and [caught]{pursue@ben} more.", name="two")
    one = interview(TALK.replace("It came back", "[It came back]{pursue@ben}"))
    with study(tmp_path / "study", one, two) as project:
        session = CodingSession(project, ANN, source="one")
        assert session.shown_counts(CodeKey("pursue")) == (1, 2)
        session.show_other_coders = True
        assert session.shown_counts(CodeKey("pursue")) == (2, 4)
