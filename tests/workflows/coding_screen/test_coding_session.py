from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import About, CodeKey, CoderName, Origin, Span, Verdict
from qualcode.store import history
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings, memos, suggestions
from qualcode.store.records import sources as stored_sources
from qualcode.store.records.transcripts import reading_places
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.text_units import CursorUnit
from qualcode.workflows.speakers.change_speakers import change_speakers
from qualcode.workflows.speakers.speaker_changes import SpeakerChanges
from tests.support import stored_studies
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import ANN, study, suggest

BEN = CoderName("ben")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study") as opened:
        yield opened


@pytest.fixture
def session(project: Project) -> CodingSession:
    return CodingSession(project, ANN, source="one")


def quotes(session: CodingSession, coder: CoderName = ANN) -> list[tuple[str, str]]:
    stored = codings.of_source(session.project.database, session.open_source.source.id, coder)
    return [(coding.quote, coding.code) for coding in stored]


def at(session: CodingSession, words: str) -> None:
    session.cursor.move_to(session.open_source.units.text.index(words))


def selected(session: CodingSession) -> str:
    return session.cursor.selection.of(session.open_source.units.text)


def key(*codes: str) -> list[CodeKey]:
    return [CodeKey(code) for code in codes]


def test_the_sentence_under_the_cursor_is_selected(session: CodingSession) -> None:
    at(session, "back within")
    assert selected(session) == "It came back within a month."


def test_the_unit_can_be_a_word_or_a_turn(session: CodingSession) -> None:
    at(session, "ack within")
    session.cursor.cycle_unit()
    assert selected(session).startswith("We took out")
    assert selected(session).endswith("tired of it.")
    session.cursor.cycle_unit()
    assert selected(session) == "back"


def test_a_free_selection_grows_by_any_movement_and_swaps_its_ends(session: CodingSession) -> None:
    at(session, "came back")
    session.cursor.begin_selection()
    session.cursor.step(CursorUnit.WORD, 1)
    session.cursor.step(None, 1)
    assert selected(session) == "came ba"
    session.cursor.swap_ends()
    session.cursor.step(CursorUnit.WORD, -1)
    assert selected(session) == "It came ba"
    session.cursor.clear()
    assert selected(session) == "It came back within a month."


def test_a_selection_splits_no_character_and_has_no_outer_space(tmp_path: Path) -> None:
    with study(tmp_path / "hard", interview("P: A cafe\u0301 👩\u200d🚒 there. Yes.")) as project:
        session = CodingSession(project, ANN)
        at(session, "e\u0301")
        session.cursor.begin_selection()
        session.cursor.step(None, 1)
        assert selected(session) == "e\u0301"
        session.cursor.step(None, 1)
        assert selected(session) == "e\u0301 👩\u200d🚒"


def test_words_sentences_and_turns_are_steps(session: CodingSession) -> None:
    at(session, "We took")
    session.cursor.step(CursorUnit.WORD, 1)
    assert session.open_source.units.text[session.cursor.offset :].startswith("took")
    session.cursor.step(CursorUnit.SENTENCE, 1)
    assert session.open_source.units.text[session.cursor.offset :].startswith("It came")
    session.cursor.step(CursorUnit.SENTENCE, -1)
    session.cursor.step(CursorUnit.WORD, -1)
    assert session.open_source.units.text[session.cursor.offset :].startswith("here?")
    session.cursor.step(CursorUnit.TURN, 1)
    session.cursor.step(CursorUnit.TURN, 1)
    assert session.open_source.units.text[session.cursor.offset :].startswith("And what")


def test_stepping_to_the_end_and_back_returns_to_the_beginning(session: CodingSession) -> None:
    for unit in (None, *CursorUnit):
        session.cursor.move_to(session.open_source.units.first())
        while session.cursor.step(unit, 1):
            pass
        while session.cursor.step(unit, -1):
            pass
        assert session.cursor.offset == session.open_source.units.first()


def test_a_code_is_applied_to_the_selection(session: CodingSession) -> None:
    at(session, "It came")
    session.apply(key("displacement", "resources"))
    assert ("It came back within a month.", "displacement") in quotes(session)
    assert ("It came back within a month.", "resources") in quotes(session)
    assert session.totals[CodeKey("displacement")] == 1


def test_a_code_is_applied_only_once_to_a_span(session: CodingSession) -> None:
    at(session, "It came")
    session.apply(key("displacement"))
    with pytest.raises(ConflictError, match="already"):
        session.apply(key("displacement"))
    session.apply(key("displacement", "pursue"))
    assert ("It came back within a month.", "pursue") in quotes(session)


def test_a_code_that_is_not_in_the_codebook_is_refused(session: CodingSession) -> None:
    with pytest.raises(NotFoundError, match="displacemnt"):
        session.apply(key("displacemnt"))


def test_recent_codes_keep_their_digits(session: CodingSession) -> None:
    at(session, "It came")
    session.apply(key("displacement"))
    session.apply(key("resources"))
    assert session.recent == ["displacement", "resources"]
    at(session, "More people")
    session.apply_recent(1)
    assert session.recent == ["displacement", "resources"]
    assert ("More people.", "displacement") in quotes(session)
    with pytest.raises(UsageError):
        session.apply_recent(9)


def test_the_last_code_can_be_repeated_also_after_a_restart(session: CodingSession) -> None:
    with pytest.raises(UsageError):
        session.repeat()
    at(session, "It came")
    session.apply(key("displacement"))
    again = CodingSession(session.project, ANN, source="one")
    at(again, "More people")
    again.repeat()
    assert ("More people.", "displacement") in quotes(again)


def test_a_coding_is_removed_recoded_and_moved(session: CodingSession) -> None:
    at(session, "took out")
    session.move_end(1)
    assert ("took out a line last", "pursue") in quotes(session)
    session.move_end(-1)
    session.move_end(-1, is_end=False)
    assert ("We took out a line", "pursue") in quotes(session)
    session.recode(session.coding_at_cursor(), CodeKey("prevent"))
    assert ("We took out a line", "prevent") in quotes(session)
    session.remove(session.coding_at_cursor())
    assert not any("took" in quote for quote, _ in quotes(session))
    with pytest.raises(NotFoundError):
        session.coding_at_cursor()


def test_undo_and_redo_step_by_step_also_in_a_later_session(session: CodingSession) -> None:
    before = quotes(session)
    at(session, "It came")
    session.apply(key("displacement"))
    session.move_end(-1)
    session.recode(session.coding_at_cursor(), CodeKey("resources"))
    after = quotes(session)
    later = CodingSession(session.project, ANN, source="one")
    for _ in range(3):
        later.undo()
    assert quotes(later) == before == [(one.quote, one.code) for one in later.open_source.own_codings]
    for _ in range(3):
        later.redo()
    assert quotes(later) == after
    with pytest.raises(UsageError):
        later.redo()


def test_a_suggestion_is_accepted_rejected_or_skipped(session: CodingSession) -> None:
    suggest(
        session.project,
        "one",
        [("It came back within a month.", "displacement", 0.8), ("More people.", "resources", 0.7),
         ("I think", "roles", 0.2)],
    )  # fmt: skip
    session.refresh()
    for verdict in (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.SKIPPED):
        assert session.next_suggestion(1)
        session.decide(verdict)
    assert ("It came back within a month.", "displacement") in quotes(session)
    assert [one.verdict for one in suggestions.decisions(session.project.database, ANN)] == list(Verdict)
    assert not session.next_suggestion(1)
    accepted = next(one for one in session.open_source.own_codings if one.code == "displacement")
    assert (accepted.origin, accepted.score) == (Origin.SUGGESTION, 0.8)


def test_several_suggestions_on_one_span_come_one_by_one_by_descending_score(
    session: CodingSession,
) -> None:
    suggest(
        session.project,
        "one",
        [("More people.", "roles", 0.2), ("More people.", "resources", 0.7), ("I think", "roles", 0.3)],
    )
    session.refresh()
    seen = []
    while session.next_suggestion(1):
        assert session.suggestion_at_cursor is not None
        seen.append(session.suggestion_at_cursor.code)
    assert seen == ["resources", "roles", "roles"]
    while session.next_suggestion(-1):
        assert session.suggestion_at_cursor is not None
        seen.append(session.suggestion_at_cursor.code)
    assert seen[3:] == ["roles", "resources"]


def test_a_suggestion_is_accepted_with_another_code_and_span(session: CodingSession) -> None:
    suggest(session.project, "one", [("It came back within a month.", "resources", 0.8)])
    session.refresh()
    session.next_suggestion(1)
    session.cursor.begin_selection()
    session.cursor.step(CursorUnit.WORD, 1)
    session.cursor.step(CursorUnit.WORD, 1)
    session.accept_as(key("displacement"))
    new_coding = next(each for each in session.open_source.own_codings if each.code == "displacement")
    assert (new_coding.quote, new_coding.origin) == ("It came b", Origin.EDITED_SUGGESTION)
    assert len(session.open_source.pending) == 0
    session.undo()
    assert len(session.open_source.pending) == 1


def test_all_of_one_code_can_be_accepted(session: CodingSession) -> None:
    suggest(session.project, "one", [("More people.", "resources", 0.7), ("It came", "resources", 0.6)])
    session.refresh()
    assert len(session.pending_of(CodeKey("resources"))) == 2
    session.accept_all(CodeKey("resources"))
    assert [code for _, code in quotes(session)].count("resources") == 2
    session.undo()
    assert [code for _, code in quotes(session)].count("resources") == 0


def test_blind_coders_see_suggestions_only_on_turns_that_they_have_read(project: Project) -> None:
    suggest(project, "one", [("It came", "displacement", 0.8), ("More people.", "resources", 0.7)])
    session = CodingSession(project, ANN, source="one", blind=True)
    everything = Span(0, len(session.open_source.units.text))
    assert session.suggestions_in(everything) == []
    at(session, "People were")
    before = session.cursor.offset
    session.cursor.step(CursorUnit.SENTENCE, 1)
    session.mark_left_turn_read(before)
    assert [one.code for one in session.suggestions_in(everything)] == ["displacement"]
    session.save_place()
    assert CodingSession(project, ANN, blind=True).open_source.read_turns == {2}


def test_turns_that_are_cut_anew_are_shown_and_what_was_read_stays(
    project: Project, session: CodingSession
) -> None:
    turns = session.open_source.units.turns
    session.open_source.mark_read(2)
    at(session, "back within")
    offset = session.cursor.offset
    changes = SpeakerChanges(renames=((turns[0].speaker, "P07"),))
    change_speakers(project, ANN, changes, ["one"])
    session.refresh()
    assert session.open_source.units.turns[0].speaker == "P07"
    assert (session.cursor.offset, session.open_source.read_turns) == (offset, {2})
    session.undo()
    assert session.open_source.units.turns == turns
    session.redo()
    assert session.open_source.units.turns[0].speaker == "P07"
    change_speakers(project, ANN, SpeakerChanges(speakers="(?P<speaker>back)"), ["one"])
    session.refresh()
    session.save_place()
    session.undo()
    assert session.open_source.read_turns == {2}


@pytest.fixture
def suggestive(tmp_path: Path) -> Iterator[Project]:
    """A source with 45 suggestions."""
    words = [f"Word{number:02}." for number in range(45)]
    with study(tmp_path / "suggestive", interview(f"P: {' '.join(words)}")) as opened:
        suggest(opened, "one", [(word, "roles", 0.5) for word in words])
        yield opened


def test_accepting_many_suggestions_quickly_gives_one_warning(suggestive: Project) -> None:
    moment = 0.0
    session = CodingSession(suggestive, ANN, clock=lambda: moment)
    warnings = []
    for number in range(42):
        moment += 0.5
        session.next_suggestion(1)
        session.decide(Verdict.ACCEPTED)
        if session.warning:
            warnings.append(number)
            session.warning = ""
    assert warnings == [19]


def test_slow_decisions_or_a_disabled_warning_give_none(suggestive: Project) -> None:
    moment = 0.0
    slow = CodingSession(suggestive, ANN, clock=lambda: moment)
    for _ in range(21):
        moment += 1.5
        slow.next_suggestion(1)
        slow.decide(Verdict.ACCEPTED)
    quick = CodingSession(suggestive, BEN, clock=lambda: moment, warn=False)
    for _ in range(21):
        quick.next_suggestion(1)
        quick.decide(Verdict.ACCEPTED)
    assert slow.warning == quick.warning == ""


def test_the_next_uncoded_sentence_of_a_participant(session: CodingSession) -> None:
    session.cursor.move_to(0)
    sentences = []
    while (sentence := session.next_uncoded()) is not None:
        sentences.append(sentence.span.of(session.open_source.units.text))
    assert sentences == [
        "It came back within a month.",
        "People were tired of it.",
        "More people.",
        "We have nobody for the schools.",
    ]  # fmt: skip


def test_the_cursor_goes_from_coding_to_coding(session: CodingSession) -> None:
    session.cursor.move_to(0)
    seen = []
    while session.next_coding(1):
        seen.append(session.coding_at_cursor().code)
    assert seen == ["pursue", "roles", "prevent"]
    while session.next_coding(-1):
        seen.append(session.coding_at_cursor().code)
    assert seen[3:] == ["roles", "pursue"]


def test_a_search_ignores_case_and_continues_at_the_other_end(session: CodingSession) -> None:
    session.cursor.move_to(0)
    assert session.cursor.search("WHAT") == 3
    offsets = []
    for _ in range(3):
        session.cursor.next_hit(1)
        offsets.append(session.cursor.offset)
    assert len(set(offsets)) == 3
    session.cursor.next_hit(-1)
    assert session.cursor.offset == offsets[1]
    assert session.cursor.search("no such words") == 0


def test_the_next_session_starts_where_the_coder_stopped_or_at_the_bookmark(session: CodingSession) -> None:
    at(session, "More people")
    session.save_place()
    again = CodingSession(session.project, ANN)
    assert again.cursor.offset == session.cursor.offset
    again.mark()
    at(again, "It came")
    again.save_place()
    third = CodingSession(session.project, ANN)
    assert third.cursor.offset == session.cursor.offset
    at(third, "tired")
    third.save_place()
    assert CodingSession(session.project, ANN).cursor.offset == third.cursor.offset


def test_codings_by_another_process_are_read_and_the_cursor_stays(session: CodingSession) -> None:
    at(session, "More people")
    assert not session.refresh_if_changed()
    with open_project(session.project.folder) as other:
        second = CodingSession(other, BEN, source="one")
        second.cursor.move_to(session.cursor.offset)
        second.apply(key("resources"))
        second.save_place()
    cursor = session.cursor.offset
    assert session.refresh_if_changed()
    assert session.cursor.offset == cursor
    assert not session.refresh_if_changed()
    assert session.other_codings_at_cursor == []
    session.show_other_coders = True
    assert [(one.coder, one.code) for one in session.other_codings_at_cursor] == [("ben", "resources")]


def test_an_edited_codebook_is_read(session: CodingSession) -> None:
    path = session.project.codebook_path
    path.write_text(path.read_text(encoding="utf-8") + "  - code: brand-new\n", encoding="utf-8")
    assert session.refresh_if_changed()
    session.apply(key("brand-new"))


def test_memos_are_written_on_codings_and_sources(session: CodingSession) -> None:
    at(session, "took out")
    session.write_memo(session.coding_at_cursor(), "why?")
    assert session.coding_at_cursor().memo == "why?"
    session.write_memo(About.SOURCE, "a long day")
    assert [memo.text for memo in memos.read_all(session.project.database)] == ["a long day"]


def test_the_shares_read_and_coded(session: CodingSession) -> None:
    assert session.open_source.share_read() == 0
    assert 0 < session.open_source.share_coded() < 1
    at(session, "I think")
    session.mark_turn_read()
    assert 0 < session.open_source.share_read() < 1


def test_jumping_to_another_source_saves_the_reading_place_in_the_first(tmp_path: Path) -> None:
    two = interview("P: Something else. Again.", name="two")
    with study(tmp_path / "two", interview("P: First. Second."), two) as project:
        session = CodingSession(project, ANN, source="one")
        at(session, "Second")
        session.jump("two", 5)
        assert session.open_source.source.name == "two"
        session.jump("one", 3)
        assert reading_places.read_all(project.database, ANN).keys() == {"one", "two"}


def test_every_action_is_one_act(session: CodingSession) -> None:
    before = len(history.acts(session.project.database))
    at(session, "It came")
    session.apply(key("displacement", "pursue"))
    session.move_end(-1)
    session.remove(session.coding_at_cursor())
    assert len(history.acts(session.project.database)) == before + 3


def test_undoing_a_new_code_removes_its_line_from_the_codebook_and_redo_restores_it(
    session: CodingSession,
) -> None:
    path = session.project.codebook_path
    before = path.read_bytes()
    new_key = session.create_code("Lost trust", "Nobody believes it any more.")
    session.apply([new_key])
    session.undo()
    session.undo()
    assert path.read_bytes() == before
    assert new_key not in session.current_codebook.codebook
    session.redo()
    assert new_key in session.current_codebook.codebook
    assert b"lost-trust" in path.read_bytes()


def test_codings_far_from_the_cursor_can_be_loaded_after_the_first_page(tmp_path: Path) -> None:
    far = "They [came back]{displacement@ann}.\nInt: Yes?\n"
    talk = f"P: We [took out]{{pursue@ann}} a line. It came back.\n{'Int: Yes? ' * 5000}\nP: {far}"
    with study(tmp_path / "study", interview(talk)) as project:
        suggest(project, "one", [("It came", "displacement", 0.8)])
        _shows_the_first_page_first(project)


def _shows_the_first_page_first(project: Project) -> None:
    session = CodingSession(project, ANN, source="one", defer_loading=True)
    assert [one.code for one in session.open_source.own_codings] == ["pursue"]
    assert len(session.open_source.pending) == 0
    assert session.progress == ""
    assert session.refresh_if_changed()
    assert [one.code for one in session.open_source.own_codings] == ["pursue", "displacement"]
    assert [one.code for one in session.open_source.pending] == ["displacement"]
    assert session.progress == "1 pending"
    assert not session.refresh_if_changed()


def test_totals_follow_each_action_its_undo_and_its_redo(session: CodingSession) -> None:
    at(session, "It came")
    totals = [dict(session.totals)]
    session.apply(key("displacement"))
    totals.append(dict(session.totals))
    session.recode(session.coding_at_cursor(), CodeKey("resources"))
    totals.append(dict(session.totals))
    for expected in (totals[1], totals[0]):
        session.undo()
        assert nonzero(session.totals) == nonzero(expected)
    for expected in totals[1:]:
        session.redo()
        assert nonzero(session.totals) == nonzero(expected)
    session.refresh()
    assert nonzero(session.totals) == nonzero(totals[-1])


def nonzero(totals: dict[CodeKey, int]) -> dict[CodeKey, int]:
    return {code: count for code, count in totals.items() if count}


def test_in_memory_state_equals_the_store_after_every_action(session: CodingSession) -> None:
    spans = [("It came back within a month.", "displacement", 0.8), ("It came", "resources", 0.6)]
    suggest(session.project, "one", [*spans, ("More people.", "resources", 0.7)])
    session.refresh()
    at(session, "It came")
    actions = (
        lambda: session.apply(key("displacement")),
        lambda: session.move_end(-1),
        lambda: session.recode(session.coding_at_cursor(), CodeKey("resources")),
        lambda: session.write_memo(session.coding_at_cursor(), "why?"),
        session.star,
        lambda: session.remove(session.coding_at_cursor()),
        *[session.undo] * 6,
        *[session.redo] * 6,
        lambda: session.accept_all(CodeKey("resources")),
        session.undo,
    )
    for action in actions:
        action()
        state = loaded(session)
        session.refresh()
        assert state == loaded(session)


def loaded(session: CodingSession) -> tuple[object, ...]:
    source = session.open_source
    return tuple(source.own_codings), tuple(source.pending), source.share_coded(), nonzero(session.totals)


def test_the_history_quotes_the_text(session: CodingSession) -> None:
    at(session, "It came")
    session.apply(key("displacement"))
    session.recode(session.coding_at_cursor(), CodeKey("resources"))
    session.move_end(-1)
    session.star()
    session.remove(session.coding_at_cursor())
    start = session.open_source.units.text.index("It came")
    before, after = f"one [{start}:{start + 28}]", f"[{start}:{start + 27}]"
    moved = "resources from «It came back within a month.» to «It came back within a month»"
    acts = history.acts(session.project.database, limit=5)
    assert [(act.verb, act.summary) for act in reversed(acts)] == [
        ("apply", f"displacement on «It came back within a month.», {before}"),
        ("recode", f"«It came back within a month.» from displacement to resources, {before}"),
        ("change span", f"{moved}, {before} to {after}"),
        ("star", f"resources on «It came back within a month», one {after}"),
        ("remove", f"resources on «It came back within a month», one {after}"),
    ]


def test_erasing_a_source_also_erases_its_quotes_from_the_history(tmp_path: Path) -> None:
    two = interview("P: Something else. Again.", name="two")
    with study(tmp_path / "two", interview("P: Zyxwvut. Second."), two) as project:
        session = CodingSession(project, ANN, source="one")
        at(session, "Zyxwvut")
        session.apply(key("displacement"))
        session.write_memo(session.coding_at_cursor(), "why?")
        session.write_memo(session.coding_at_cursor(), "why?")
        session.undo()
        session.jump("two", 5)
        session.apply(key("displacement"))
        source = stored_sources.with_name(project.database, "one")
        with history.act(project.database, ANN, "remove source", "one") as recorder:
            stored_sources.remove(recorder, source)
        stored_studies.erase(project.database, source)
        summaries = " ".join(act.summary for act in history.acts(project.database))
        assert "Zyxwvut" not in summaries
        assert "Something else" in summaries
