"""Footnotes and endnotes: left out, in brackets where their marks are, or as paragraphs of nobody's."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.model import LeftOutKind, Role, Transcript
from qualcode.output_formats import NoteUse
from qualcode.readers import ReadOptions
from qualcode.segmenters import recognise_turns
from tests.support.source_files import archive, odt, read, read_file

SPOKEN = (
    "Nia: The river was high.\n\nIt was wide too.\n\nTom: Yes.\n\nNia: It rained.\n\nTom: All night, it did."
)
IN_BRACKETS = SPOKEN.replace("river", "river [Tom: the Usk.]").replace("Yes", "Yes [He nodded.]")
AFTER = SPOKEN.replace("high.", "high.\n\nTom: the Usk.").replace("Yes.", "Yes.\n\nHe nodded.")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def with_marks(first: str, second: str) -> list[str]:
    """Return the paragraphs with these marks of notes in them."""
    return SPOKEN.replace("river", f"river{first}").replace("Yes", f"Yes{second}").split("\n\n")


def word(folder: Path) -> Path:
    def run(words: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'

    paragraphs = with_marks(
        '</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve">',
        '</w:t><w:endnoteReference w:id="1" w:customMarkFollows="1"/><w:t>b</w:t></w:r><w:r><w:t>',
    )
    body = "".join(f"<w:p>{run(words)}</w:p>" for words in paragraphs)
    deleted = "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
    return archive(
        folder / "a.docx",
        {
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="0"><w:p/></w:footnote>'
            f'<w:footnote w:id="2"><w:p>{run("Tom: ")}{deleted}{run("the Usk.")}</w:p></w:footnote>'
            "</w:footnotes>",
            "word/endnotes.xml": f'<w:endnotes {W}><w:endnote w:id="1"><w:p>{run("He nodded.")}</w:p>'
            "</w:endnote></w:endnotes>",
        },
    )


def opendocument(folder: Path) -> Path:
    def note(number: str, words: str, kind: str) -> str:
        return (
            f'<text:note text:note-class="{kind}"><text:note-citation>{number}</text:note-citation>'
            f"<text:note-body><text:p>{words}</text:p></text:note-body></text:note>"
        )

    paragraphs = with_marks(note("1", "Tom: the Usk.", "footnote"), note("i", "He nodded.", "endnote"))
    return odt(folder / "a.odt", "".join(f"<text:p>{words}</text:p>" for words in paragraphs))


def rich_text(folder: Path) -> Path:
    paragraphs = with_marks(
        r"{\super\chftn{\footnote\pard\plain\chftn Tom: {\deleted never }the Usk.\par}}",
        r"{\super\chftn}{\footnote\ftnalt\pard He nodded.}",
    )
    path = folder / "a.rtf"
    path.write_text(r"{\rtf1\ansi\deff0 " + "".join(f"{words}\\par\n" for words in paragraphs) + "}")
    return path


def markdown(folder: Path) -> Path:
    notes = "[^1]: Tom: the\n    Usk.\n\n[^two]: He nodded.\n"
    path = folder / "a.md"
    path.write_text("\n\n".join([*with_marks("[^1]", "[^two]"), notes]))
    return path


def web_page(folder: Path, marks: tuple[str, str], notes: str) -> Path:
    path = folder / "a.html"
    path.write_text(f"<body>{''.join(f'<p>{words}</p>' for words in with_marks(*marks))}{notes}</body>")
    return path


def of_libreoffice(folder: Path) -> Path:
    mark = '<a class="sd{0}anc" name="sd{0}1anc" href="#sd{0}1sym"><sup>1</sup></a>'
    note = '<div id="sd{0}1"><p class="sd{0}"><a name="sd{0}1sym" href="#sd{0}1anc">1</a>{1}</p></div>'
    notes = note.format("footnote", "Tom: <del>never</del> the Usk.") + note.format("endnote", "He nodded.")
    return web_page(folder, (mark.format("footnote"), mark.format("endnote")), notes)


def of_word(folder: Path) -> Path:
    mark = '<a href="#_{0}1" name="_{0}ref1" title=""><span>[1]</span></a>'
    note = '<div id={0}1><p><a href="#_{0}ref1" name="_{0}1"><span>[1]</span></a> {1}</p></div>'
    notes = note.format("ftn", "Tom: the Usk.") + note.format("edn", "He nodded.")
    return web_page(folder, (mark.format("ftn"), mark.format("edn")), f"<div><hr>{notes}</div>")


def of_pandoc(folder: Path) -> Path:
    mark = '<a href="#fn{0}" class="footnote-ref" id="fnref{0}" role="doc-noteref"><sup>{0}</sup></a>'
    note = '<li id="fn{0}"><p>{1}<a href="#fnref{0}" role="doc-backlink">back</a></p></li>'
    notes = note.format(1, "Tom: the Usk.") + note.format(2, "He nodded.")
    return web_page(folder, (mark.format(1), mark.format(2)), f"<section><hr/><ol>{notes}</ol></section>")


def of_mediawiki(folder: Path) -> Path:
    mark = '<sup id="cite_ref-{0}"><a href="#cite_note-{0}">[{0}]</a></sup>'
    note = '<li id="cite_note-{0}"><span><a href="#cite_ref-{0}">^</a></span> <i>{1}</i></li>'
    notes = note.format(1, "Tom: the Usk.") + note.format(2, "He nodded.")
    return web_page(folder, (mark.format(1), mark.format(2)), f"<ol>{notes}</ol>")


WRITERS = (
    word, opendocument, rich_text, markdown, of_libreoffice, of_word, of_pandoc, of_mediawiki,
)  # fmt: skip
with_all_writers = pytest.mark.parametrize("write", WRITERS)
Writer = Callable[[Path], Path]


def read_notes(path: Path, use: NoteUse) -> Transcript:
    """Read a file after checking that every word is accounted for."""
    transcript = read_file(path, ReadOptions(notes=use))
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0)
    assert account.in_file == account.kept + sum(words for _, _, words in account.left_out)
    return transcript


@with_all_writers
def test_notes_are_left_out_with_their_first_words_and_the_option(tmp_path: Path, write: Writer) -> None:
    transcript = read_notes(write(tmp_path), NoteUse.LEAVE)
    assert transcript.text.strip() == SPOKEN
    messages = " ".join(transcript.warnings)
    assert "Tom: the Usk." in messages
    assert "He nodded." in messages
    assert "import again with --notes after" in messages


@with_all_writers
def test_notes_are_in_brackets_where_their_marks_are(tmp_path: Path, write: Writer) -> None:
    transcript = read_notes(write(tmp_path), NoteUse.INLINE)
    assert transcript.text.strip() == IN_BRACKETS
    assert not any("note" in warning for warning in transcript.warnings)


@with_all_writers
def test_notes_are_turns_of_nobody_and_the_speaker_goes_on(tmp_path: Path, write: Writer) -> None:
    transcript = read_notes(write(tmp_path), NoteUse.AFTER)
    assert transcript.text.strip() == AFTER
    turns = [(turn.speaker, turn.body.of(transcript.text)) for turn in recognise_turns(transcript).turns]
    assert turns == [
        ("Nia", "The river was high."),
        ("", "Tom: the Usk."),
        ("Nia", "It was wide too."),
        ("Tom", "Yes."),
        ("", "He nodded."),
        ("Nia", "It rained."),
        ("Tom", "All night, it did."),
    ]
    assert {turn.role for turn in recognise_turns(transcript).turns if not turn.speaker} == {Role.NOBODY}


@pytest.mark.parametrize(
    "page",
    [
        '<p id="a">Nia: see <a href="#b">1</a></p><p id="b">Tom: yes</p>',
        '<p>Nia: see <a id="a" href="#b">the end</a></p><p id="b">Tom: <a href="#a">yes</a></p>',
        '<div id="b"><p>Nia: see <a id="a" href="#b">1</a></p><p>Tom: <a href="#a">yes</a></p></div>',
    ],
    ids=["no-link-back", "a-link-of-words", "around-its-mark"],
)
def test_other_links_inside_a_page_are_no_notes(tmp_path: Path, page: str) -> None:
    transcript = read(tmp_path, "a.html", page)
    assert "Tom: yes" in transcript.text
    assert transcript.left_out == ()


def test_a_note_in_the_line_of_markdown_is_a_note(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.md", "Nia: It was high.^[The Usk.]\nTom: Yes.\n")
    assert transcript.text == "Nia: It was high.\nTom: Yes.\n"
    assert [(item.kind, item.text) for item in transcript.left_out] == [(LeftOutKind.FOOTNOTES, "The Usk.")]


def test_a_note_whose_mark_was_deleted_is_named(tmp_path: Path) -> None:
    page = '<p>Nia: Yes.<del><a id="m" href="#n">1</a></del></p><p id="n"><a href="#m">1</a> The Usk.</p>'
    transcript = read(tmp_path, "a.html", page, ReadOptions(notes=NoteUse.INLINE))
    assert transcript.text == "Nia: Yes."
    assert "Left out: footnotes (1): without a mark in the text: “1 The Usk.”." in transcript.warnings
