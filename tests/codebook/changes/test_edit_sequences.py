"""Any edits of any commented codebook come to the codebook that was meant, and keep its comments."""

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
def test_every_edit_keeps_comments_and_comes_to_what_was_meant(
    made: tuple[str, int], data: st.DataObject
) -> None:
    text, comments = made
    for step in range(3):
        result = _any_edit(text, data, step)
        if result is None:
            continue
        text = result.text
        assert codebook.read(text) == result.codebook
        found = re.findall(r"# note \d+\.", text)
        assert len(set(found)) == comments


@given(commented(), st.data())
@settings(max_examples=30, deadline=None)
def test_retiring_and_reviving_any_code_restores_the_text(made: tuple[str, int], data: st.DataObject) -> None:
    text, _ = made
    book = codebook.read(text)
    alive = [code.key for code, _ in book.walk() if not code.retired]
    if alive:
        chosen = data.draw(st.sampled_from(alive))
        assert edit.revive(edit.retire(text, chosen).text, chosen).text == text


def _any_edit(text: str, data: st.DataObject, step: int) -> Edit | None:
    book = codebook.read(text)
    new = CodeKey(f"new{step}")
    if not book.keys:
        return edit.add(text, Code(key=new, label="x"))
    one, other = (data.draw(st.sampled_from(book.keys)) for _ in range(2))
    verb = data.draw(
        st.sampled_from(["add", "rename", "move", "merge", "merge new", "split", "define", "retire"])
    )
    try:
        return _edited(text, verb, (one, other, new), data)
    except (ConflictError, UsageError) as error:
        assert "nothing was changed" not in error.message  # noqa: PT017 - a refusal is fine, but not this one
        return None


def _edited(text: str, verb: str, keys: tuple[CodeKey, CodeKey, CodeKey], data: st.DataObject) -> Edit:
    one, other, new = keys
    field = data.draw(st.sampled_from(["label", "brief", "definition", "when_to_use"]))
    verbs = {
        "add": lambda: edit.add(text, Code(key=new, definition=data.draw(words())), under=one),
        "rename": lambda: edit.rename(text, one, new),
        "move": lambda: edit.move(text, one, under=data.draw(st.sampled_from([None, other]))),
        "merge": lambda: edit.merge(text, [one], into=other),
        "merge new": lambda: edit.merge(text, [one, other], into=new),
        "split": lambda: edit.split(text, one, [new, other]),
        "define": lambda: edit.define(text, one, field, data.draw(line() | words())),
        "retire": lambda: edit.retire(text, one),
    }
    return verbs[verb]()
