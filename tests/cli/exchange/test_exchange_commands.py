"""The commands that bring studies in and out, as a user types them."""

import json
from pathlib import Path

import pytest

from qualcode.documents.commented_word import TextComment, commented_document
from tests.cli.conftest import Run
from tests.support import marked_text, small_project
from tests.support.refi_dialects import DIALECTS, project_bytes

INTERVIEW = marked_text.interview("Ann: We 😀 [were glad]{glad} that they came.\nBob: [So]{calm} it was.\n")


@pytest.fixture(autouse=True)
def _coder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_CODER", "ann")


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = small_project.write(tmp_path)
    monkeypatch.chdir(folder)
    return folder


def test_a_project_of_another_program_becomes_a_study(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nvivo.qdpx").write_bytes(project_bytes(DIALECTS[0], INTERVIEW))
    result = run("init", "new", "--from", "nvivo.qdpx", "--format", "json")
    assert "nvivo.qdpx is a project of NVivo 12 for Windows." in result.err
    assert "1 source, 2 codes, 2 codings" in result.err
    monkeypatch.chdir(tmp_path / "new")
    codings = json.loads(run("codings", "--format", "json").out)
    assert [coding["quote"] for coding in codings] == ["were glad", "So"]


def test_importing_a_project_as_a_transcript_says_the_way(study: Path, run: Run) -> None:
    (study / "x.qdpx").write_text("no")
    assert "qualcode init DIR --from FILE" in run("import", "x.qdpx").err
    assert "no project that qualcode knows" in run("codebook", "import", "x.qdpx").err


def test_a_study_goes_out_with_its_losses(study: Path, run: Run) -> None:
    result = run("export", "-o", "out.qdpx", "--for", "nvivo", "--loss-report", "lost.csv")
    assert result.out.splitlines() == ["out.qdpx", "lost.csv"]
    assert "acts of the history" in (study / "lost.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "out.qdpx", "--without-texts"], "cannot be without texts"),
        (["-o", "out.qdpx", "--only", "codings"], "The whole study goes out"),
        (["--pseudonymous"], "not for tables"),
        (
            ["--format", "word", "-o", "out.qdpx", "--pseudonymous"],
            "--pseudonymous: not with the format word",
        ),
        (["-o", "out.qdpx", "--source", "local-01"], "--source: not with the format qdpx"),
        (["-o", "out.qdpx", "--format", "csv"], "not tables as csv"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    study: Path, run: Run, arguments: list[str], message: str
) -> None:
    assert message in run("export", *arguments).err
    assert not (study / "out.qdpx").exists()


@pytest.mark.parametrize(
    ("form", "name"), [("word", "local-01.docx"), ("page", "local-01.html"), ("text", "local-01.md")]
)
def test_one_source_goes_out_for_readers(study: Path, run: Run, form: str, name: str) -> None:
    assert run("export", "--format", form, "--source", "local-01").out == f"{study / form / name}\n"


@pytest.mark.usefixtures("study")
def test_comments_of_an_imported_word_file_are_counted_and_taken(run: Run) -> None:
    run("export", "--format", "word", "-o", "word")
    run("sources", "remove", "local-01", "--yes")
    Path("word/local-01.docx").rename("the $1.docx")
    counted = run("import", "the $1.docx", "--speakers", "none").err
    assert "3 comments, not taken over" in counted
    assert "qualcode codings import 'the $1.docx'" in counted
    assert "lines that it added (how to code, the list of codes) are now in the text of the $1" in counted
    run("undo")
    Path("the $1.docx").rename("word/local-01.docx")
    take = ("import", "word/local-01.docx", "--speakers", "none", "--comments", "codings")
    shown = run(*take).err
    assert "pursue on «took out a line» (ann)" in shown
    assert "Not taken over; --yes takes them" in shown
    assert json.loads(run("codings", "--source", "local-01", "--format", "json").out) == []
    run("undo")
    run(*take, "--yes")
    codings = json.loads(run("codings", "--source", "local-01", "--format", "json").out)
    assert {coding["quote"] for coding in codings} == {"took out a line", "It came back within a week."}


@pytest.mark.usefixtures("study")
def test_comments_of_a_word_file_that_is_skipped_are_counted_if_wanted(run: Run) -> None:
    run("export", "--format", "word", "-o", "word")
    run("sources", "remove", "local-01", "--yes")
    run("import", "word/local-01.docx", "--speakers", "none")
    wanted = run("import", "word/local-01.docx", "--comments", "memos").err
    assert "skipped" in wanted
    assert "3 comments, not taken over" in wanted
    assert "not taken over" not in run("import", "word/local-01.docx").err


def test_comments_on_no_words_are_not_left_out_silently(study: Path, run: Run) -> None:
    nowhere = TextComment(start=0, end=0, author="Cy", made_at="", text="protect")
    (study / "back.docx").write_bytes(
        commented_document("", small_project.LOCAL.removesuffix("\n"), [nowhere])
    )
    assert "1 comment on no words: not taken over." in run("codings", "import", "back.docx", "--yes").err


def test_an_emptied_memo_and_an_empty_comment_are_said(study: Path, run: Run) -> None:
    def come_back(*texts: str) -> str:
        comments = [
            TextComment(start=number, end=number + 9, author="Cy", made_at="", text=text)
            for number, text in enumerate(texts)
        ]
        text = small_project.LOCAL.removesuffix("\n")
        (study / "back.docx").write_bytes(commented_document("", text, comments))
        return run("codings", "import", "back.docx", "--yes").err

    come_back("Protect: a reason")
    said = " ".join(come_back("Protect", "").split())
    assert "No memo any more at protect on «" in said
    assert "(Cy): kept here: a reason" in said
    assert "An empty comment on «" in said


def test_a_table_is_shown_before_it_is_applied(study: Path, run: Run) -> None:
    (study / "t.csv").write_text("document,tag,content,weight\nlocal-01,Protect,the kids,1\n")
    result = run("codings", "import", "t.csv", "--yes")
    assert "document → source" in result.err
    assert "weight → not used" in result.err
