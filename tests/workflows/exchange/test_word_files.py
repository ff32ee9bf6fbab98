"""Transcripts go to co-authors who have only Word, and come back coded."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from qualcode.codebook.changes import edit
from qualcode.documents.commented_word import TextComment, commented_document
from qualcode.errors import NotFoundError
from qualcode.exchange.word.read_comments import count_added_lines, read_comments
from qualcode.model import About, Code, CodeKey, CoderName
from qualcode.output_formats import CommentUse
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings, memos, sources
from qualcode.workflows.check_project import check_project
from qualcode.workflows.coding import write_memos
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.exchange.export_word import export_word
from qualcode.workflows.exchange.import_word_comments import carry_out, propose_comments
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import current_codebook
from tests.support import small_project

ANN = CoderName("ann")
LOCAL = small_project.LOCAL


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    with open_project(small_project.write(tmp_path)) as project:
        choice = SpanChoice(quote="the kids")
        write_memos.write(project, ANN, About.SOURCE, "local-01", "Whose?", choice)
        yield project


def commented(folder: Path, *comments: tuple[str, str, str], text: str = LOCAL) -> Path:
    """A Word file with the text, as a co-author sends it: (words, author, comment)."""
    made = []
    for words, author, said in comments:
        start = text.index(words)
        end = start + len(words)
        made.append(TextComment(start=start, end=end, author=author, made_at="", text=said))
    file = folder / "back.docx"
    file.write_bytes(commented_document("Title", text.removesuffix("\n"), made))
    return file


def of_coder(project: Project, coder: str) -> list[tuple[str, str, str]]:
    source = sources.ids_by_name(project.database)["local-01"]
    own = codings.of_source(project.database, source, CoderName(coder))
    return [(each.quote, each.code, each.memo) for each in own]


def test_each_coding_and_memo_is_a_comment_on_its_words(study: Project, tmp_path: Path) -> None:
    [file, _] = export_word(study, tmp_path / "word", highlight=True)
    document = read_comments(file.read_bytes())
    source = sources.with_name(study.database, "local-01")
    assert document.text == source.text
    comments = [(source.text[each.start : each.end], each.author, each.text) for each in document.comments]
    assert comments == [
        ("took out a line", "ann", "Pursue"),
        ("It came back within a week.", "ann", "Displacement"),
        ("It came back within a week.", "ann", "Pursue"),
        ("the kids", "ann", "Whose?"),
    ]


def test_a_file_that_comes_back_unchanged_brings_nothing_new(study: Project, tmp_path: Path) -> None:
    for file in export_word(study, tmp_path / "word"):
        proposal = propose_comments(study, file)
        assert (proposal.codings, proposal.memos, proposal.missing, proposal.changes) == ((), (), 0, ())


def test_a_co_author_codes_in_word(study: Project, tmp_path: Path) -> None:
    file = commented(
        tmp_path,
        ("safeguard them", "Cy Poe", "protect"),
        ("took out a line", "Cy Poe", "Pursue: again: and again"),
        ("the kids", "Cy Poe", "Not a code"),
    )
    proposal = propose_comments(study, file)
    assert proposal.source.name == "local-01"
    assert proposal.missing == 3
    carry_out(study, ANN, proposal)
    assert of_coder(study, "Cy Poe") == [
        ("took out a line", "pursue", "again: and again"), ("safeguard them", "protect", ""),
    ]  # fmt: skip
    [memo] = [memo for memo in memos.read_all(study.database) if memo.coder == "Cy Poe"]
    assert (memo.quote, memo.text) == ("the kids", "Not a code")
    assert check_project(study) == []
    repeated = propose_comments(study, file)
    assert (repeated.codings, repeated.memos, repeated.present) == ((), (), 3)
    undo_acts.undo(study, CoderName("Cy Poe"))
    assert of_coder(study, "Cy Poe") == []


def test_words_changed_in_word_are_named_and_the_source_stays(study: Project, tmp_path: Path) -> None:
    text = LOCAL.replace("within a week", "in a week")
    file = commented(tmp_path, ("safeguard them", "Cy", "protect"), text=text)
    proposal = propose_comments(study, file)
    assert [coding.span.of(proposal.source.text) for coding in proposal.codings] == ["safeguard them"]
    [(before, after)] = proposal.changes
    assert "within a week" in before
    assert "in a week" in after


def test_a_memo_that_was_changed_in_word_is_shown_and_written(study: Project, tmp_path: Path) -> None:
    comments = [
        ("took out a line", "ann", "Pursue: A county line."),
        ("took out a line", "ann", "pursue: And its phones."),
        ("It came back within a week.", "ann", "Displacement"),
    ]
    proposal = propose_comments(study, commented(tmp_path, *comments))
    assert (proposal.codings, proposal.present) == ((), 2)
    [change] = proposal.changed
    assert change.memo == "A county line.\n\nAnd its phones."
    carry_out(study, ANN, proposal)
    assert ("took out a line", "pursue", change.memo) in of_coder(study, "ann")
    again = propose_comments(study, commented(tmp_path, *comments))
    assert (again.changed, again.present) == ((), 3)
    undo_acts.undo(study, ANN)
    assert ("took out a line", "pursue", "") in of_coder(study, "ann")


def test_an_emptied_memo_and_an_empty_comment_are_named_and_nothing_is_lost(
    study: Project, tmp_path: Path
) -> None:
    with_memo = commented(tmp_path, ("took out a line", "ann", "Pursue: A county line."))
    carry_out(study, ANN, propose_comments(study, with_memo))
    emptied = commented(tmp_path, ("took out a line", "ann", "Pursue"), ("the kids", "Cy", " "))
    proposal = propose_comments(study, emptied)
    assert [(coding.code, coding.memo) for coding in proposal.emptied] == [("pursue", "A county line.")]
    assert [(comment.author, span.of(LOCAL)) for comment, span in proposal.empty] == [("Cy", "the kids")]
    assert (proposal.codings, proposal.memos, proposal.changed, proposal.present) == ((), (), (), 1)
    carry_out(study, ANN, proposal)
    assert ("took out a line", "pursue", "A county line.") in of_coder(study, "ann")


def test_several_comments_that_are_one_coding_keep_all_their_memos(study: Project, tmp_path: Path) -> None:
    comments = [("safeguard them", "Cy", text) for text in ("protect: one", "Protect", "protect: two")]
    proposal = propose_comments(study, commented(tmp_path, *comments))
    assert [coding.memo for coding in proposal.codings] == ["one\n\ntwo"]


def test_a_comment_with_a_label_of_several_codes_is_named_and_not_taken(
    study: Project, tmp_path: Path
) -> None:
    codebook = study.codebook_path
    another = Code(key=CodeKey("shield"), label="Protect")
    codebook.write_text(edit.add(codebook.read_text(encoding="utf-8"), another).text, encoding="utf-8")
    comments = [("safeguard them", "Cy", text) for text in ("Protect: why", "shield: yes")]
    proposal = propose_comments(study, commented(tmp_path, *comments))
    assert [(coding.code, coding.memo) for coding in proposal.codings] == [("shield", "yes")]
    [(comment, what_to_write)] = proposal.undecided
    assert comment.text == "Protect: why"
    assert "`protect` or `shield`" in what_to_write
    for file in export_word(study, tmp_path / "word"):
        exported = propose_comments(study, file)
        assert (exported.codings, exported.memos, exported.changed, exported.undecided) == ((), (), (), ())


def test_added_lines_are_counted_in_exported_files_only(study: Project, tmp_path: Path) -> None:
    [file, _] = export_word(study, tmp_path / "word")
    assert count_added_lines(file.read_bytes()) == 2 + len(current_codebook(study).codebook)
    assert count_added_lines(b"Int: And then?") == 0
    renamed = tmp_path / "other.docx"
    with ZipFile(file) as old, ZipFile(renamed, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("word/document.xml", "word/document2.xml"), old.read(name))
    assert count_added_lines(renamed.read_bytes()) == 0


def test_comments_on_no_words_are_counted(study: Project, tmp_path: Path) -> None:
    proposal = propose_comments(
        study, commented(tmp_path, ("", "Cy", "protect"), ("the kids", "Cy", "protect"))
    )
    assert (len(proposal.codings), len(proposal.unplaced)) == (1, 1)
    assert (proposal.unplaced[0].text, proposal.unplaced[0].location) == ("protect", "on no words")


def test_comments_can_all_be_memos(study: Project, tmp_path: Path) -> None:
    file = commented(tmp_path, ("safeguard them", "Cy", "protect"))
    proposal = propose_comments(study, file, CommentUse.MEMOS)
    assert (len(proposal.codings), [memo.text for memo in proposal.memos]) == (0, ["protect"])


def test_a_document_of_no_source_is_refused(study: Project, tmp_path: Path) -> None:
    file = commented(tmp_path, ("else", "Cy", "protect"), text="Something else altogether.")
    with pytest.raises(NotFoundError, match="the text of no source"):
        propose_comments(study, file)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_sees_every_comment_on_its_words(study: Project, tmp_path: Path) -> None:
    [file, _] = export_word(study, tmp_path / "word", highlight=True)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    content = ZipFile(tmp_path / "local-01.odt").read("content.xml").decode()
    starts = re.findall(r'<office:annotation [^>]*office:name="([^"]+)"', content)
    assert len(starts) == 4
    anchored = []
    for name in starts:
        _, _, rest = content.partition(f'office:name="{name}"')
        inside = rest.partition("</office:annotation>")[2].partition(
            f'<office:annotation-end office:name="{name}"'
        )[0]
        without_others = re.sub(r"<office:annotation .*?</office:annotation>", "", inside, flags=re.DOTALL)
        anchored.append(re.sub(r"<[^>]+>", "", without_others))
    week = "It came back within a week."
    assert sorted(anchored) == sorted(["took out a line", week, week, "the kids"])
