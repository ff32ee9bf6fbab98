"""A text that goes out as a commented Word document comes back with every comment on its words."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.documents.commented_word import TextComment, commented_document
from qualcode.errors import UnreadableSourceError
from qualcode.exchange.word.align_texts import align
from qualcode.exchange.word.comment_parts import WORD
from qualcode.exchange.word.read_comments import count_comments, read_comments
from qualcode.model import Span
from qualcode.text.visible import printable
from tests.support.random_contents import TEXTS, spans_of

TEXT = "Ann: We 😀 were glad.\nBob: Nobody minded."


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, list[TextComment]]:
    text = draw(TEXTS.filter(lambda each: bool(each.strip())))
    spans = draw(st.lists(spans_of(text), max_size=5))
    comments = [
        TextComment(
            start=span.start, end=span.end, author=draw(st.sampled_from(["ann", "Bén"])),
            made_at="2026-03-01T09:30:00.123Z", text=draw(st.sampled_from(["Glad", "Glad: é\nwhy"])),
            color=draw(st.sampled_from(["", "#FF8800"])),
        )
        for span in spans
    ]  # fmt: skip
    return text, comments


@given(commented())
@settings(max_examples=8, deadline=None)
def test_comments_come_back_on_their_words(study: tuple[str, list[TextComment]]) -> None:
    text, comments = study
    data = commented_document("A title", text, comments, added={0: "[00:00:00] "}, closing=["Codes:", "Glad"])
    again = read_comments(data)
    assert again.text == printable(text)
    assert sorted((each.start, each.end, each.author, each.text) for each in again.comments) == sorted(
        (each.start, each.end, each.author, each.text) for each in comments
    )
    assert count_comments(data) == len(comments)
    assert (again.unplaced, again.tracked) == ((), 0)


def with_document(data: bytes, old: str, new: str) -> bytes:
    changed = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(changed, "w") as target:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                assert old in content.decode()
                content = content.decode().replace(old, new).encode()
            target.writestr(name, content)
    return changed.getvalue()


def comment_on(words: str) -> TextComment:
    start = TEXT.index(words)
    return TextComment(start=start, end=start + len(words), author="ann", made_at="", text="Calm")


def test_tracked_changes_are_put_back() -> None:
    data = commented_document("", TEXT, [comment_on("minded")])
    deleted = '<w:del w:id="9"><w:r><w:delText>Nobody </w:delText></w:r></w:del>'
    inserted = '<w:ins w:id="8"><w:r><w:t>Somebody </w:t></w:r></w:ins>'
    changed = with_document(
        data,
        '<w:r><w:t xml:space="preserve">Bob: Nobody </w:t></w:r>',
        f'<w:r><w:t xml:space="preserve">Bob: </w:t></w:r>{deleted}{inserted}',
    )
    again = read_comments(changed)
    assert (again.text, again.tracked) == (TEXT, 2)
    assert TEXT[again.comments[0].start : again.comments[0].end] == "minded"


def test_a_comment_that_begins_in_an_insertion_is_on_the_words_after_it() -> None:
    data = commented_document("", TEXT, [comment_on("minded")])
    start = '<w:commentRangeStart w:id="0"/>'
    inserted = f"<w:ins><w:r><w:t>barely </w:t></w:r>{start}<w:r><w:t>ever </w:t></w:r></w:ins>"
    again = read_comments(with_document(data, start, inserted))
    assert again.text == TEXT
    assert TEXT[again.comments[0].start : again.comments[0].end] == "minded"


def test_words_that_were_changed_are_named_and_comments_follow_the_others() -> None:
    alignment = align("New line\n" + TEXT.replace("Nobody", "No one"), TEXT)
    start = len("New line\n") + TEXT.replace("Nobody", "No one").index("minded")
    span = alignment.span(start, start + 6)
    assert span is not None
    assert span.of(TEXT) == "minded"
    assert ("Bob: Nobody minded.", "Bob: No one minded.") in alignment.changes


def test_a_change_in_a_long_line_is_named_by_its_words() -> None:
    line = "one two three four five six {} seven eight nine ten eleven"
    [change] = align(line.format("lost words"), line.format("found")).changes
    assert change == (
        "… four five six found seven eight nine …", "… four five six lost words seven eight nine …",
    )  # fmt: skip
    [change] = align(line.format(""), line.format("gone")).changes
    assert change == ("… four five six gone seven eight nine …", "… four five six seven eight nine …")


@given(TEXTS, TEXTS)
@example("a\nb", "b\na")
@example("a\nb\nc", "c\na\nb")
@settings(max_examples=40, deadline=None)
def test_equal_stretches_are_equal(text: str, original: str) -> None:
    for begin, original_begin, length in align(text, original).equal:
        assert text[begin : begin + length] == original[original_begin : original_begin + length]
    assert align(text, text).span(0, len(text)) == Span(0, len(text))


_MARKS = '<w:commentRangeStart w:id="{0}"/><w:r><w:t>x</w:t></w:r><w:commentRangeEnd w:id="{0}"/>'
_LINK = (
    '<Relationship Id="r{0}" Target="{0}.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{0}"/></Relationships>'
)


@pytest.mark.parametrize(
    ("part", "location"),
    [
        ("footnotes", "in a footnote"),
        ("endnotes", "in an endnote"),
        ("header", "in a header"),
        ("", "on inserted"),
    ],
)
def test_a_comment_outside_the_text_is_named_with_its_place(part: str, location: str) -> None:
    data = commented_document("", TEXT, [comment_on("minded"), comment_on("Ann")])
    [_, other] = read_comments(data).comments
    marks = _MARKS.format(1)
    changed = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(changed, "w") as target:
        for name in archive.namelist():
            content = archive.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                content = re.sub('<w:commentRange(Start|End) w:id="1"/>', "", content)
                if not part:
                    content = f"<w:ins>{marks}</w:ins></w:p>".join(content.rsplit("</w:p>", 1))
            if name == "word/_rels/document.xml.rels" and part:
                content = content.replace("</Relationships>", _LINK.format(part))
            target.writestr(name, content.encode("utf-8", "surrogateescape"))
        if part:
            target.writestr(
                f"word/{part}.xml", f'<w:{part} xmlns:w="{WORD[1:-1]}"><w:p>{marks}</w:p></w:{part}>'
            )
    again = read_comments(changed.getvalue())
    assert again.text == TEXT
    [unplaced] = again.unplaced
    assert unplaced.location.startswith(location)
    assert [*again.comments] == [other]


def test_the_parts_are_found_by_their_relationships() -> None:
    data = commented_document("", TEXT, [comment_on("minded")])
    renamed = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(renamed, "w") as target:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".rels"):
                content = content.replace(b"document.xml", b"document2.xml").replace(
                    b"comments.xml", b"said.xml"
                )
            new = name.replace("document.xml", "document2.xml").replace("comments.xml", "said.xml")
            target.writestr(new, content)
    assert read_comments(renamed.getvalue()) == read_comments(data)


def test_a_file_that_is_no_word_document_is_refused() -> None:
    assert count_comments(b"plain") == 0
    with pytest.raises(UnreadableSourceError):
        read_comments(b"plain")
