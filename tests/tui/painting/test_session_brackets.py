"""What the margin shows of a session: codings, suggestions, and memos on words."""

from pathlib import Path

import pytest

from qualcode.model import About, CoderName, Span
from qualcode.tui.painting import status_text
from qualcode.tui.painting.color_palette import Palette
from qualcode.tui.painting.margin_brackets import MarkKind, margin_rows
from qualcode.tui.painting.session_brackets import brackets_in, margin_cells
from qualcode.workflows.coding import apply_codes, write_memos
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.coding_screen.coding_session import CodingSession
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import ANN, TALK, study

WORDS = Span(5, 14)


def memo_labels(session: CodingSession) -> list[tuple[Span, str]]:
    everything = Span(0, len(session.open_source.units.text))
    brackets = brackets_in(session, everything)
    return [(each.span, each.label) for each in brackets if each.kind is MarkKind.MEMO]


def test_a_memo_on_words_is_in_the_margin_and_at_the_cursor_until_it_is_undone(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK)) as project:
        session = CodingSession(project, ANN, source="one")
        assert memo_labels(session) == []
        session.write_memo(WORDS, "Whose?\nAsk again.")
        assert memo_labels(session) == [(WORDS, "Whose? Ask again.")]
        session.cursor.move_to(WORDS.start)
        assert (
            "✎ Whose? Ask again."
            in status_text.codings_text(session, Palette(session.current_codebook.codebook)).plain
        )
        session.undo()
        assert memo_labels(session) == []


def test_the_number_of_codings_says_that_it_is_of_all_coders_where_theirs_are_shown(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK)) as project:
        for coder in (ANN, CoderName("ben")):
            apply_codes.apply(project, coder, ["roles"], "one", SpanChoice(span=WORDS))
        session = CodingSession(project, ANN, source="one")
        session.cursor.move_to(WORDS.start)
        palette = Palette(session.current_codebook.codebook)
        assert "2 here · 2 in all  " in status_text.codings_text(session, palette).plain
        session.show_other_coders = True
        assert "3 here · 3 in all, all coders  " in status_text.codings_text(session, palette).plain


def test_another_coders_memo_is_shown_with_their_codings(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK)) as project:
        choice = SpanChoice(span=WORDS)
        write_memos.write(project, CoderName("ben"), About.SOURCE, "one", "Sure?", choice)
        session = CodingSession(project, ANN, source="one")
        assert memo_labels(session) == []
        session.show_other_coders = True
        assert memo_labels(session) == [(WORDS, "Sure?·ben")]
        assert margin_cells(session) >= 12


@pytest.mark.parametrize(
    ("coders", "cells", "labels"),
    [
        ("ben", 20, ["displacement·ben"]),
        ("ben", 11, ["disp…·ben"]),
        ("ben", 6, ["d…·b"]),
        ("ben cleo", 12, ["d…·b", "d…·c"]),
        ("cleopatra", 14, ["displacem…·c"]),
        ("cleopatra", 16, ["dis…·cleopatra"]),
        ("bea ben", 16, ["d…·bea", "d…·ben"]),
    ],
)
def test_a_narrow_margin_still_tells_whose_a_coding_is(
    tmp_path: Path, coders: str, cells: int, labels: list[str]
) -> None:
    with study(tmp_path / "study", interview(TALK)) as project:
        for name in coders.split():
            apply_codes.apply(project, CoderName(name), ["displacement"], "one", SpanChoice(span=WORDS))
        session = CodingSession(project, ANN, source="one")
        session.show_other_coders = True
        [row] = margin_rows(range(1), brackets_in(session, WORDS), lambda _: 0, cells)
        assert [label for label, _ in row.labels] == labels


def test_a_code_that_fits_with_a_coders_letter_is_whole(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK)) as project:
        cleopatra = CoderName("cleopatra")
        apply_codes.apply(project, cleopatra, ["harms"], "one", SpanChoice(span=WORDS))
        session = CodingSession(project, ANN, source="one")
        session.show_other_coders = True
        [row] = margin_rows(range(1), brackets_in(session, WORDS), lambda _: 0, 11)
        assert [label for label, _ in row.labels] == ["harms·c"]


def test_a_narrow_margin_still_tells_whose_a_memo_is(tmp_path: Path) -> None:
    with study(tmp_path / "study", interview(TALK)) as project:
        choice = SpanChoice(span=WORDS)
        write_memos.write(project, CoderName("ben"), About.SOURCE, "one", "Is that all of it?", choice)
        session = CodingSession(project, ANN, source="one")
        session.show_other_coders = True
        [row] = margin_rows(range(1), brackets_in(session, WORDS), lambda _: 0, 10)
        assert [label for label, _ in row.labels] == ["Is th…·b"]
