"""Commands on sources and cases: which files are imported, skipped or refused, and what is printed."""

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import INTERVIEW, Run


def sources(run: Run) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(run("sources", "-f", "json").out)
    return rows


def names(run: Run) -> list[object]:
    return [row["source"] for row in sources(run)]


def test_an_import_shows_what_was_recognised(study: Path, run: Run) -> None:
    path = study.parent / "second.txt"
    path.write_text("[00:00:05] Int: Hello?\n[00:01:05] Jo: Yes. No.\n" * 3, encoding="utf-8")
    result = run("import", path, "-f", "json")
    [row] = json.loads(result.out)
    assert row["source"] == "second"
    assert row["turns"] == 6
    assert row["words"] == 9
    assert row["speakers"] == "Int (interviewer) 3, Jo 3"


def test_the_same_file_is_skipped_and_a_changed_one_refused(study: Path, run: Run) -> None:
    path = study.parent / "local-01.txt"
    result = run("import", path)
    assert result.code == 0
    assert "was imported before" in result.err
    assert "sources remove" not in result.err
    anew = run("import", path, "--again").err
    assert "The very same file is never read twice" in anew
    assert "first: qualcode sources remove local-01" in anew
    path.write_text(INTERVIEW + "More.\n", encoding="utf-8")
    result = run("import", path)
    assert result.code == 1
    assert "Sources never change" in result.err
    assert len(sources(run)) == 1


def test_a_malformed_file_does_not_stop_the_others(study: Path, run: Run) -> None:
    folder = study.parent / "more"
    folder.mkdir()
    (folder / "a.txt").write_text("Int: One?\nJo: Two.\n", encoding="utf-8")
    (folder / "b.docx").write_bytes(b"PK\x03\x04 no archive")
    (folder / "c.txt").write_text("Int: Three?\nJo: Four.\n", encoding="utf-8")
    result = run("import", folder)
    assert result.code == 1
    assert "b.docx" in result.err
    assert "1 of 3 files were not imported" in result.err
    assert "Traceback" not in result.err
    assert [row["source"] for row in sources(run)] == ["a", "c", "local-01"]


@pytest.mark.usefixtures("study")
def test_a_missing_file_is_named(run: Run) -> None:
    result = run("import", "nowhere.txt")
    assert result.code == 1
    assert "nowhere.txt" in result.err


def test_a_glob_imports_the_files_that_it_matches(study: Path, run: Run) -> None:
    for name in ("x1", "x2", "y1"):
        (study.parent / f"{name}.txt").write_text(f"Int: {name}?\nJo: Yes.\n", encoding="utf-8")
    assert run("import", study.parent / "x*.txt").code == 0
    assert [row["source"] for row in sources(run)] == ["local-01", "x1", "x2"]


def test_paragraphs_of_a_document_are_turns(study: Path, run: Run) -> None:
    path = study.parent / "paper.md"
    path.write_text("# Aims\n\nReduce harm.\n\nNote: not a speaker.\n", encoding="utf-8")
    assert run("import", path, "--kind", "document").code == 0
    [paper] = [row for row in sources(run) if row["source"] == "paper"]
    assert paper["kind"] == "document"
    assert paper["turns"] == 3


def test_a_transcript_is_shown_with_its_codings_in_the_margin(study: Path, run: Run) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    run("apply", "displacement", "-s", "local-01", "--quote", "came back")
    out = run("show", "local-01").out
    assert "▌pursue" in out
    assert "▌displacement «came back»" in " ".join(out.split())
    assert "This is a test." in out
    assert study.is_dir()


def test_codings_before_the_first_turn_are_shown(study: Path, run: Run) -> None:
    assert run("apply", "pursue", "-s", "local-01", "--quote", "This is").code == 0
    [line] = [line for line in run("show", "local-01").out.splitlines() if "This is a test." in line]
    assert "▌pursue «This is»" in line
    assert study.is_dir()


def test_escape_sequences_in_a_transcript_never_reach_the_terminal(study: Path, run: Run) -> None:
    path = study.parent / "evil.txt"
    evil = "Int: \x1b[31mred\x1b]0;title\x07?\nJo: [bold]no[/bold] \u202e.\n"
    path.write_text(INTERVIEW + evil, encoding="utf-8")
    assert run("import", path).code == 0
    out = run("show", "evil").out
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[bold]no[/bold]" in out
    assert run("apply", "pursue", "-s", "evil", "--turn", "5").code == 0
    assert "\x1b" not in run("codings").out


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "md"])
@pytest.mark.usefixtures("study")
def test_data_for_other_programs_is_escaped_on_a_terminal(
    form: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = "\x1b[31mred \x9b31m \u202e"
    assert run("memo", "project", evil).code == 0
    piped = run("memos", "-f", form).out
    assert "\x9b" in piped
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    shown = run("memos", "-f", form).out
    assert not {"\x1b", "\x9b", "\u202e"} & set(shown)
    assert "31mred" in shown


def test_sources_are_renamed_removed_and_restored(study: Path, run: Run) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    assert run("sources", "rename", "local-01", "first").code == 0
    assert run("sources", "remove", "first", "--yes").code == 0
    assert sources(run) == []
    assert run("undo").code == 0
    assert [(row["source"], row["codings"]) for row in sources(run)] == [("first", 1)]
    assert run("check").code == 0
    assert study.is_dir()


def test_files_in_a_folder_that_are_no_transcripts_are_skipped_with_a_message(study: Path, run: Run) -> None:
    folder = study.parent / "interviews"
    folder.mkdir()
    (folder / "README.md").write_text("About the interviews.", encoding="utf-8")
    (folder / "participants.csv").write_text("case,source\nL02,local-02\n", encoding="utf-8")
    (folder / "local-02.txt").write_text("I: Well?\nP: No.\n", encoding="utf-8")
    (folder / "local-03.DOC").write_bytes(b"\xd0\xcf\x11\xe0")
    result = run("import", folder)
    assert result.code == 0
    assert "local-03.DOC is in the Word format from before 2007: save it as .docx; skipped." in result.err
    assert "README.md is about the folder; skipped." in result.err
    assert "participants.csv is a table of participants: `qualcode cases import` reads it" in result.err
    assert names(run) == ["local-01", "local-02"]
    assert run("import", folder / "README.md").code == 0
    assert names(run) == ["README", "local-01", "local-02"]


def test_all_unknown_sources_are_named_with_the_nearest(study: Path, run: Run) -> None:
    table = study / "participants.csv"
    table.write_text("case,source\nA,local-1\nB,local-01\nC,locl-01\nD,quite else\n", encoding="utf-8")
    result = run("cases", "import", table, "--strict")
    assert result.code == 1
    assert result.err.count("Did you mean 'local-01'?") == 2
    assert "participants.csv:2" in result.err
    assert "Line 4: There is no source 'locl-01'." in result.err
    assert "Line 5: There is no source 'quite else'. Import it first." in result.err


@pytest.mark.usefixtures("study")
def test_importing_the_same_participants_again_changes_nothing(study: Path, run: Run) -> None:
    table = study / "participants.csv"
    table.write_text("case,source,tier\nL01,local-01,local\n", encoding="utf-8")
    run("cases", "import", table)
    run("cases", "import", table)
    assert "import cases" in run("undo").err
    assert json.loads(run("cases", "-f", "json").out) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["memo", "project", "b\udcff"],
        ["sources", "rename", "local-01", "n\udcff"],
        ["sources", "rename", "\udcff", "n"],
        ["apply", "pursue", "-s", "local-01", "--turn", "2", "--memo", "\udcff"],
        ["apply", "pursue", "-s", "local-01", "--turn", "2", "--coder", "a\udcff"],
        ["codings", "--source", "\udcff"],
    ],
    ids=str,
)
@pytest.mark.usefixtures("study")
def test_arguments_that_are_not_text_are_refused(run: Run, arguments: list[str]) -> None:
    before = run("history").out
    result = run(*arguments)
    assert result.code == 1
    assert result.err.startswith("Error: ")
    assert "\udcff" not in result.err
    assert run("history").out == before


def test_a_file_name_that_is_not_text_is_refused(study: Path, run: Run) -> None:
    file = study.parent / "n\udcff.txt"
    file.write_text("I: Well?\nP: No.\n", encoding="utf-8")
    result = run("import", file)
    assert result.code == 1
    assert "rename the file" in result.err
    assert names(run) == ["local-01"]
    assert [path.name for path in (study / "sources").iterdir()] == ["local-01.txt"]


def test_a_label_that_is_not_taken_is_named_with_the_option_that_takes_it(study: Path, run: Run) -> None:
    file = study.parent / "harbour.txt"
    rounds = ("I: Well?\n" + "And so on.\n\n" * 8 + "P: No.\n\n") * 3
    file.write_text(rounds + "Skipper: Aye, aye.\n\n" + rounds, encoding="utf-8")
    warning = run("import", file).err
    assert "'Skipper' (2 words counted as those of 'P')" in warning
    assert "--speaker Skipper" in warning
    run("sources", "remove", "harbour", "--yes")
    result = run("import", file, "--speaker", "Skipper", "--speaker", "Bosun", "-f", "csv")
    assert "Skipper 1" in result.out
    assert "Skipper" not in result.err
    assert "No line begins with the speaker 'Bosun'." in result.err


def test_erasing_deletes_older_copies_of_the_database_and_the_name(study: Path, run: Run) -> None:
    copy = study / "qualcode-version-1.db"
    copy.write_bytes((study / "qualcode.db").read_bytes())
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    result = run("sources", "remove", "local-01", "--yes", "--erase")
    assert result.code == 0
    assert "qualcode-version-1.db" in result.err
    assert not copy.exists()
    assert "local-01" not in run("history", "-f", "csv").out


def test_erasing_stops_if_the_file_cannot_be_deleted(study: Path, run: Run) -> None:
    copy = study / "sources" / "local-01.txt"
    copy.unlink()
    copy.mkdir()
    result = run("sources", "remove", "local-01", "--yes", "--erase")
    assert result.code == 1
    assert "could not be deleted" in result.err
    assert names(run) == ["local-01"]


@pytest.mark.usefixtures("study")
def test_erasing_a_source_says_which_cases_are_erased_and_which_stay(tmp_path: Path, run: Run) -> None:
    (tmp_path / "local-02.txt").write_text("Int: Well?\nR: Nothing else.\n", encoding="utf-8")
    assert run("import", tmp_path / "local-02.txt").code == 0
    rows = ["P1,local-01,local", "P2,local-01,both", "P2,local-02,both", "P3,,none"]
    table = "\n".join(["case,source,tier", *rows])
    (tmp_path / "people.csv").write_text(table, encoding="utf-8")
    assert run("cases", "import", tmp_path / "people.csv").code == 0
    result = run("sources", "remove", "local-01", "--yes", "--erase")
    assert "Erased its cases with their attributes and history: P1." in result.err
    assert "The case P2 stays, since it appears in local-02." in result.err
    assert "Cases without a source stay: P3. Erase one: qualcode cases remove CASE --erase" in result.err
    assert "Erased the case P3" in run("cases", "remove", "P3", "--erase", "--yes").err
    assert [line.split(",")[0] for line in run("cases", "-f", "csv").out.splitlines()] == ["case", "P2"]


@pytest.mark.usefixtures("study")
def test_what_was_removed_before_is_erased_beside_others_of_similar_names(tmp_path: Path, run: Run) -> None:
    (tmp_path / "local-02.txt").write_text("Int: Well?\nR: Nothing else.\n", encoding="utf-8")
    assert run("import", tmp_path / "local-02.txt").code == 0
    for case in ("Pia", "Pim"):
        assert run("cases", "set", case, "tier=local", "--new").code == 0
    for noun, name in (("sources", "local-01"), ("cases", "Pia")):
        assert run("memo", "project", f"About {name}.").code == 0
        assert run(noun, "remove", name, "--yes").code == 0
        assert "A name or words of it are still in" in run(noun, "remove", name, "--yes", "--erase").err
        memo = run("memos", "-f", "csv").out.splitlines()[-1].split(",")[0]
        assert run("memo", "remove", memo).code == 0
        result = run(noun, "remove", name, "--yes", "--erase")
        assert f"No {name} is there. Names that were erased are out of the earlier texts" in result.err
        assert run(noun, "remove", name, "--yes", "--erase").code == 1
    assert names(run) == ["local-02"]


def test_an_erased_source_leaves_no_bytes_on_disk(study: Path, run: Run) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2", "--memo", "SECRETMEMO")
    assert run("sources", "remove", "local-01", "--yes", "--erase").code == 0
    for path in study.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"took out a line" not in data, path
            assert b"SECRETMEMO" not in data, path
    assert "nothing of yours" in run("undo").err or sources(run) == []


def test_participants_are_joined_to_sources(study: Path, run: Run) -> None:
    table = study / "participants.csv"
    table.write_text("case,source,tier,years\nL01,local-01,local,19\n", encoding="utf-8")
    assert run("cases", "import", table).code == 0
    assert json.loads(run("cases", "-f", "json").out) == [
        {"case": "L01", "sources": "local-01", "tier": "local", "years": "19"}
    ]
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    [row] = json.loads(run("frequencies", "--by", "tier", "-f", "json").out)[1:]
    assert row["code"] == "pursue"
    assert row["local"] == 1


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("case,source\nL01,local-1\n", "Did you mean 'local-01'?"),
        ("case,source,speaker\nL01,local-01,Partcipant\n", "Did you mean 'Participant'?"),
        ("case,source,tier\nL01,local-01,a\nL01,local-01,b\n", "two values"),
        ("tier\nlocal\n", "neither a case nor"),
        ("case,case\na,b\n", "there twice"),
    ],
)
def test_errors_in_participants_name_the_line(study: Path, run: Run, table: str, message: str) -> None:
    path = study / "participants.csv"
    path.write_text(table, encoding="utf-8")
    result = run("cases", "import", path, "--strict")
    assert result.code == 1
    assert message in result.err
    assert "participants.csv:" in result.err
    assert json.loads(run("cases", "-f", "json").out) == []


def test_an_import_for_another_program_has_the_count_of_words(study: Path, run: Run) -> None:
    path = study.parent / "second.txt"
    path.write_text("Int: Hello there?\nJo: Yes.\n", encoding="utf-8")
    [row] = json.loads(run("import", path, "-f", "json").out)
    assert [row[f"words_{name}"] for name in ("in_file", "kept", "left_out", "lost", "added")] == [
        5,
        5,
        0,
        0,
        0,
    ]
    assert row["left_out"] == ""


@pytest.mark.parametrize("name", ["~$study.docx", "._study.docx", ".~lock.study.odt"])
@pytest.mark.parametrize("pattern", ["", "{}", "{[0]}*"])
def test_lock_files_are_passed_over_by_name(study: Path, run: Run, name: str, pattern: str) -> None:
    folder = study.parent / "more"
    folder.mkdir()
    (folder / name).write_bytes(b"\x05lock")
    (folder / "a.txt").write_text("Int: One?\nJo: Two.\n", encoding="utf-8")
    result = run("import", folder / pattern.format(name) if pattern else folder, folder / "a.txt")
    assert result.code == 0
    assert [row["source"] for row in sources(run)] == ["a", "local-01"]
    if pattern or not name.endswith(".odt"):
        assert f"{name} is " in result.err


@pytest.mark.parametrize("name", ["a.doc", "~$a.docx", "README.txt", "participants.csv"])
def test_a_folder_in_which_nothing_is_read_fails(study: Path, run: Run, name: str) -> None:
    folder = study.parent / "more"
    folder.mkdir()
    (folder / name).write_bytes(b"case\n1\n")
    result = run("import", folder)
    assert result.code == 1
    assert f"{name} is " in result.err
    assert "Nothing was imported" in result.err


def test_footnotes_stay_turns_of_nobody_when_turns_are_cut_anew(study: Path, run: Run) -> None:
    path = study.parent / "noted.md"
    path.write_text(
        "Int: Was it high?[^1]\n\nJo: Very.\n\nAnd wide.[^2]\n\nIt was.\n\nInt: I see.\n\n"
        "[^1]: The river, he means.\n[^2]: Jo: a joke.\n"
    )
    assert "import again with --notes after" in run("import", path).err
    run("sources", "remove", "noted", "--yes")
    result = run("import", path, "--notes", "after", "-f", "json")
    [row] = json.loads(result.out)
    assert (row["speakers"], row["turns"], row["words_lost"]) == ("Int (interviewer) 2, Jo 2", 6, 0)
    assert "Left out" not in result.err
    shown = run("show", "noted").out
    assert "The river, he means." in shown
    assert run("sources", "speakers", "noted", "--speaker", "Jo").code == 0
    assert run("show", "noted").out == shown
