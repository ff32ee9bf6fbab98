"""Properties of edits of commented codebooks: the expected codebook results, and comments are kept."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import codebook
from qualcode.codebook.changes import edit
from qualcode.codebook.changes.edit import Edit
from qualcode.errors import ConflictError, UsageError
from qualcode.model import Code, CodeKey
from tests.support.random_codebooks import commented, line, words


@given(commented(), st.data())
@settings(max_examples=100, deadline=None)
def test_every_edit_gives_the_expected_codebook_and_keeps_comments(
    commented_text: tuple[str, int], data: st.DataObject
) -> None:
    text, comments = commented_text
    for step in range(3):
        result = _random_edit(text, data, step)
        if result is None:
            continue
        text = result.text
        assert codebook.read(text) == result.codebook
        notes = re.findall(r"# note \d+\.", text)
        assert len(set(notes)) == comments


@given(commented(), st.data())
@settings(max_examples=30, deadline=None)
def test_retiring_and_reviving_any_code_restores_the_text(
    commented_text: tuple[str, int], data: st.DataObject
) -> None:
    text, _ = commented_text
    book = codebook.read(text)
    in_use = [code.key for code, _ in book.walk() if not code.retired]
    if in_use:
        chosen = data.draw(st.sampled_from(in_use))
        assert edit.revive(edit.retire(text, chosen).text, chosen).text == text


def _random_edit(text: str, data: st.DataObject, step: int) -> Edit | None:
    book = codebook.read(text)
    new = CodeKey(f"new{step}")
    if not book.keys:
        return edit.add(text, Code(key=new, label="x"))
    key, target = (data.draw(st.sampled_from(book.keys)) for _ in range(2))
    verb = data.draw(
        st.sampled_from(["add", "rename", "move", "merge", "merge new", "split", "define", "retire"])
    )
    try:
        return _apply_edit(text, verb, (key, target, new), data)
    except (ConflictError, UsageError) as error:
        assert "nothing was changed" not in error.message  # noqa: PT017 - refusals are expected, except this one
        return None


def _apply_edit(text: str, verb: str, keys: tuple[CodeKey, CodeKey, CodeKey], data: st.DataObject) -> Edit:
    key, target, new = keys
    field = data.draw(st.sampled_from(["label", "brief", "definition", "when_to_use"]))
    verbs = {
        "add": lambda: edit.add(text, Code(key=new, definition=data.draw(words())), under=key),
        "rename": lambda: edit.rename(text, key, new),
        "move": lambda: edit.move(text, key, under=data.draw(st.sampled_from([None, target]))),
        "merge": lambda: edit.merge(text, [key], into=target),
        "merge new": lambda: edit.merge(text, [key, target], into=new),
        "split": lambda: edit.split(text, key, [new, target]),
        "define": lambda: edit.define(text, key, field, data.draw(line() | words())),
        "retire": lambda: edit.retire(text, key),
    }
    return verbs[verb]()
