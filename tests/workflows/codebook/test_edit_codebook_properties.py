"""Properties of random edits: no coding is lost or moved, comments stay, undo restores every state."""

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.codebook import read
from qualcode.codebook.changes import edit
from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import Code, CodeKey
from qualcode.store.project import Project
from qualcode.store.records import move_codings
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.transcripts import reading_places as places_of_coders
from qualcode.workflows.codebook import adopt_manual_edit, edit_codebook
from qualcode.workflows.codebook.adopt_manual_edit import MissingCodeAnswers
from qualcode.workflows.codebook.split_code import SplitQueue
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import read_codebook_file
from tests.support.coded_projects import ANN, BEN, Placed, coded_spans, project, state
from tests.support.random_codebooks import commented, line, words

if TYPE_CHECKING:
    from collections.abc import Callable


@st.composite
def coded(draw: st.DrawFn) -> tuple[str, list[Placed]]:
    """A commented codebook, and codings with its codes, many on the same words."""
    text, _ = draw(commented())
    keys = read(text).keys
    if not keys:
        return text, []
    spots = st.tuples(
        st.integers(20, 24), st.integers(5, 6), st.sampled_from([ANN, BEN]), st.sampled_from(keys)
    )
    return text, draw(st.lists(spots, max_size=25))


@given(coded(), st.data())
@settings(max_examples=30, deadline=None)
def test_edits_lose_nothing_and_undo_restores_each_state(
    text_and_codings: tuple[str, list[Placed]], data: st.DataObject
) -> None:
    text, placed = text_and_codings
    with (
        tempfile.TemporaryDirectory() as folder,
        project(Path(folder) / "study", text, placed) as study,
    ):
        states, spots, words_kept = [state(study)], coded_spans(study), _memos(study)
        for step in range(4):
            comments = _comments(study)
            verb = _change(study, data, step)
            if verb:
                states.append(state(study))
            if verb != "by hand":
                assert _comments(study) == comments
            assert coded_spans(study) == spots
            assert _memos(study) == words_kept
            assert _is_sound(study)
        for earlier in reversed(states[:-1]):
            assert len(undo_acts.undo(study, ANN)) == 1
            assert state(study) == earlier
        assert undo_acts.undo(study, ANN) == []
        for later in states[1:]:
            assert len(undo_acts.redo(study, ANN)) == 1
            assert state(study) == later
        assert study.database.problems() == []


def _memos(study: Project) -> set[str]:
    rows = study.database.rows("SELECT memo FROM codings")
    return {memo for row in rows for memo in str(row[0]).split("\n\n")}


def _comments(study: Project) -> set[bytes]:
    return set(re.findall(rb"# note \d+\.", study.codebook_path.read_bytes()))


def _is_sound(study: Project) -> bool:
    newest = codebooks.newest(study.database)
    assert newest is not None
    assert study.codebook_path.read_bytes() == newest.text.encode()
    assert codebooks.pending_file(study.database) is None
    return set(move_codings.codes_in_use(study.database)) <= set(read(newest.text).keys)


def _change(study: Project, data: st.DataObject, step: int) -> str:
    """Make a random change of the codebook; return its verb, or an empty text if it was refused."""
    before, act = state(study), places_of_coders.newest_act_number(study.database)
    try:
        verb = _random_edit(study, data, step)
    except (ConflictError, UsageError, NotFoundError):
        assert state(study) == before
        return ""
    return verb if places_of_coders.newest_act_number(study.database) != act else ""


def _random_edit(study: Project, data: st.DataObject, step: int) -> str:
    keys = read_codebook_file(study).codebook.keys
    new = CodeKey(f"new{step}")
    if not keys:
        edit_codebook.carry_out(study, ANN, edit_codebook.add(study, Code(key=new)))
        return "add"
    key, target = (data.draw(st.sampled_from(keys)) for _ in range(2))
    verbs: dict[str, Callable[[], edit_codebook.ProposedEdit]] = {
        "add": lambda: edit_codebook.add(study, Code(key=new, definition=data.draw(words())), key),
        "rename": lambda: edit_codebook.rename(study, key, new),
        "merge": lambda: edit_codebook.merge(study, [key], target),
        "merge new": lambda: edit_codebook.merge(study, [key, target], new),
        "split": lambda: edit_codebook.split(study, key, [new, target]),
        "define": lambda: edit_codebook.define(study, key, [("label", data.draw(line()))]),
        "move": lambda: edit_codebook.move(study, key, data.draw(st.sampled_from([None, target]))),
        "retire": lambda: edit_codebook.retire(study, key),
    }
    verb = data.draw(st.sampled_from([*verbs, "by hand", "by hand", "sort"]))
    if verb == "by hand":
        _by_hand(study, key, new, data.draw(st.sampled_from(["rename", "merge", "retire"])))
    elif verb == "sort":
        sorting = SplitQueue(study, ANN, key, everyone=True)
        if sorting.items:
            sorting.send(data.draw(st.sampled_from(sorting.targets)))
    else:
        edit_codebook.carry_out(study, ANN, verbs[verb]())
    return verb


def _by_hand(study: Project, key: CodeKey, new: CodeKey, answer: str) -> None:
    """Remove or rename a code in the file by hand, and adopt the edit with an answer."""
    before = study.codebook_path.read_bytes()
    text = before.decode()
    renamed = edit.rename(text, key, new).text if answer == "rename" else edit.remove(text, key).text
    study.codebook_path.write_bytes(renamed.encode())
    targets = [other_key for other_key in read(renamed).keys if other_key != new]
    answers = {
        "rename": MissingCodeAnswers(renamed=((key, new),)),
        "merge": MissingCodeAnswers(merged=((key, targets[0] if targets else "none"),)),
        "retire": MissingCodeAnswers(retired=(key,)),
    }[answer]
    try:
        adopt_manual_edit.carry_out(study, ANN, adopt_manual_edit.propose(study, answers))
    except (ConflictError, UsageError, NotFoundError):
        study.codebook_path.write_bytes(before)
        raise
