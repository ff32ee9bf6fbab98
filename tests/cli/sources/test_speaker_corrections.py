"""Interviews that were imported wrongly, coded and then corrected: no coding moves, every table adds up."""

import json
import sys
from pathlib import Path

import docx
import pytest
import typer

from qualcode.store.project import open_project
from qualcode.workflows.check_project import check_project
from tests.cli.conftest import Run

CODEBOOK = """codebook: Garden
codes:
  - code: beans
    label: Beans
  - code: peas
    label: Peas
"""
FIRST = """Mara Field: Where did you plant the beans?
Speaker 2: By the wall, all of them.
Mara Field: And the peas?
Speaker 2: Behind the shed, with more beans.
"""
SECOND = """Mara Field: Did the beans grow?
Lena: They did, until it froze.
Mara Field: What did you do?
Lena: We covered them.
"""
THIRD = """Summary: The beans froze.

Only the peas behind the shed were left.
"""
ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Mara's iPhone: Who waters the beans?

2
00:00:04.000 --> 00:00:09.000
Jo: I do, every evening.

3
00:00:09.000 --> 00:00:12.000
Mara's iPhone: And the peas?
"""


@pytest.fixture
def garden(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project in the current folder, beside the folder `files`."""
    files = tmp_path / "files"
    files.mkdir()
    for name, text in (("one.txt", FIRST), ("two.txt", SECOND), ("three.txt", THIRD), ("four.vtt", ZOOM)):
        (files / name).write_text(text, encoding="utf-8")
    document = docx.Document()
    for line in SECOND.splitlines():
        document.add_paragraph(line)
    document.save(str(files / "two again.docx"))
    (tmp_path / "codes.yaml").write_text(CODEBOOK, encoding="utf-8")
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    assert run("init", tmp_path / "study", "--codebook", tmp_path / "codes.yaml").code == 0
    monkeypatch.chdir(tmp_path / "study")
    return files


def rows(run: Run, *arguments: object) -> list[dict[str, object]]:
    """Return the rows that a command prints as JSON."""
    result = run(*arguments, "-f", "json")
    assert result.code == 0, result.err
    parsed: list[dict[str, object]] = json.loads(result.out) if result.out.strip() else []
    return parsed


def quotes(run: Run) -> list[tuple[object, ...]]:
    """Return source, offsets, quote and code of every coding."""
    return [
        tuple(row[column] for column in ("source", "start", "end", "quote", "code"))
        for row in rows(run, "codings")
    ]


def roles(run: Run) -> set[tuple[object, ...]]:
    """Return source, speaker, role and number of turns of every speaker."""
    return {
        tuple(row[column] for column in ("source", "speaker", "role", "turns"))
        for row in rows(run, "sources", "speakers")
    }


def counted(run: Run) -> dict[str, object]:
    """Return the number of codings of each code, as `frequencies` counts them."""
    return {str(row["code"]): row["codings"] for row in rows(run, "frequencies")}


def test_four_interviews_imported_wrongly_are_put_right(garden: Path, run: Run) -> None:
    result = run("import", *sorted(garden.iterdir()), "--again")
    assert "Nobody is the interviewer in" in result.err
    assert "Mara Field speaks in 3 of" in result.err
    for source, quote, code in (
        ("one", "plant the beans", "beans"),
        ("one", "By the wall, all of them.", "beans"),
        ("one", "Behind the shed", "peas"),
        ("two", "We covered them.", "beans"),
        ("two again", "We covered them.", "beans"),
        ("three", "Only the peas behind the shed", "peas"),
        ("four", "every evening", "beans"),
        ("four", "And the peas?", "peas"),
    ):
        assert run("apply", code, "-s", source, "--quote", quote).code == 0
    before = quotes(run)
    assert len(before) == 8
    assert counted(run) == {"beans": 5, "peas": 3}
    wrong = roles(run)

    assert run("sources", "remove", "two again", "--yes").code == 0
    corrected = run(
        "sources", "speakers", "--rename", "Mara's iPhone=Mara Field", "--rename", "Speaker 2=P07",
        "--interviewer", "Mara Field",
    )  # fmt: skip
    assert corrected.code == 0, corrected.err
    assert run("sources", "kind", "three", "document").code == 0

    assert roles(run) == {
        ("one", "Mara Field", "interviewer", 2),
        ("one", "P07", "participant", 2),
        ("two", "Mara Field", "interviewer", 2),
        ("two", "Lena", "participant", 2),
        ("four", "Mara Field", "interviewer", 2),
        ("four", "Jo", "participant", 1),
    }
    kept = [coding for coding in before if coding[0] != "two again"]
    assert quotes(run) == kept
    # Two of the seven codings are on the interviewer's words.
    assert counted(run) == {"beans": 3, "peas": 2}
    with_interviewer = {
        str(row["code"]): row["codings"] for row in rows(run, "frequencies", "--with-interviewer")
    }
    assert with_interviewer == {"beans": 4, "peas": 3}
    with open_project() as project:
        assert check_project(project) == []

    assert run("undo", "--last", "3").code == 0
    assert (roles(run), quotes(run), counted(run)) == (wrong, before, {"beans": 5, "peas": 3})
    for _ in range(3):
        assert run("redo").code == 0
    assert (quotes(run), counted(run)) == (kept, {"beans": 3, "peas": 2})


def test_a_changed_setting_is_named_until_it_is_applied(garden: Path, run: Run) -> None:
    assert run("import", garden / "one.txt", garden / "two.txt").code == 0
    settings = Path("qualcode.toml")
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("interviewers = []", 'interviewers = ["mara field"]'), encoding="utf-8")
    notice = "Apply it: qualcode sources speakers --from-settings"
    for command in (["status"], ["frequencies"], ["sources"]):
        named = run(*command)
        assert notice in named.err
        assert "Mara Field in 2 interviews" in named.err
    applied = run("sources", "speakers", "--from-settings")
    assert notice not in applied.err
    assert ("one", "Mara Field", "interviewer", 2) in roles(run)
    assert notice not in run("status").err
    settings.write_text(text, encoding="utf-8")
    assert notice in run("status").err
    run("sources", "speakers", "--interviewer", "Mara Field", "one")
    run("sources", "speakers", "--from-settings")
    assert notice not in run("status").err
    assert ("two", "Mara Field", "participant", 2) in roles(run)


def test_a_setting_that_concerns_no_speaker_is_not_named(garden: Path, run: Run) -> None:
    assert run("import", garden / "one.txt").code == 0
    settings = Path("qualcode.toml")
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("interviewers = []", 'interviewers = ["Dr Hale"]'), encoding="utf-8")
    assert "--from-settings" not in run("status").err


def test_the_same_words_are_not_imported_twice(garden: Path, run: Run) -> None:
    (garden / "two.json").write_text(
        json.dumps([{"speaker": "S1", "text": line.split(": ")[1]} for line in SECOND.splitlines()]), "utf-8"
    )
    (garden / "two plain.txt").write_text(
        "\n\n".join(line.split(": ")[1].upper() for line in SECOND.splitlines()), encoding="utf-8"
    )
    (garden / "three.md").write_text(THIRD.replace(".", "!"), encoding="utf-8")
    result = run("import", garden, "-f", "json")
    assert result.code == 0
    imported = {row["source"] for row in json.loads(result.out)}
    assert imported == {"one", "four", "three", "two again"}
    for name in ("two plain.txt", "two.json", "two.txt"):
        assert f"{name} has the same words as the source two again: not imported." in result.err
    again = run("import", garden / "two.txt", "--again")
    assert again.code == 0
    assert {row["source"] for row in rows(run, "sources")} == {*imported, "two"}


def test_nearly_the_same_words_are_imported_and_said(garden: Path, run: Run) -> None:
    words = " ".join(f"bean{number} grew{number}" for number in range(200))
    (garden / "draft.txt").write_text(f"Int: How?\nLena: {words}.\n", encoding="utf-8")
    (garden / "final.txt").write_text(f"Int: How?\nLena: Well, {words} (laughs).\n", encoding="utf-8")
    result = run("import", garden / "draft.txt", garden / "final.txt")
    assert "final.txt: It has nearly the same words as the source draft, so both are counted." in result.err
    assert "`qualcode sources remove final`" in result.err
    assert {row["source"] for row in rows(run, "sources")} == {"draft", "final"}


def test_short_texts_of_different_speakers_are_different_interviews(garden: Path, run: Run) -> None:
    (garden / "five.txt").write_text(FIRST.replace("Speaker 2", "P9"), encoding="utf-8")
    assert run("import", garden / "one.txt", garden / "five.txt").code == 0
    assert {row["source"] for row in rows(run, "sources")} == {"one", "five"}


def test_a_source_that_is_imported_again_has_its_cases_again(garden: Path, run: Run) -> None:
    table = garden / "participants.csv"
    table.write_text("case,source,speaker\nLena,two,Lena\nPat,one,Speaker 2\n", encoding="utf-8")
    run("import", garden / "one.txt", garden / "two.txt")
    assert run("cases", "import", table).code == 0
    before = rows(run, "cases")
    run("sources", "remove", "two", "--yes")
    assert rows(run, "cases") != before
    again = run("import", garden / "two.txt")
    assert "Joined again to its case Lena." in again.err
    assert rows(run, "cases") == before
    run("sources", "remove", "one", "--yes")
    renamed = run("import", garden / "one.txt", "--speakers", "^(?P<speaker>Mara Field):")
    assert "The case Pat was joined to 'Speaker 2', who does not speak here now" in renamed.err
    run("sources", "remove", "two", "--yes", "--erase")
    assert "Joined again" not in run("import", garden / "two.txt").err


@pytest.mark.parametrize(
    ("answer", "interviewers"),
    [("", {"Mara Field"}), ("Lena", {"Lena"}), ("-", set()), ("Nobody Known", set())],
)
def test_a_terminal_is_asked_once(
    garden: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, interviewers: set[str]
) -> None:
    questions: list[str] = []

    def prompt(question: str, *, default: str, err: bool) -> str:
        assert err
        questions.append(question)
        return answer or default

    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr(typer, "prompt", prompt)
    assert run("import", garden / "one.txt", garden / "two.txt").code == 0
    assert len(questions) == 1
    monkeypatch.undo()
    monkeypatch.chdir(garden.parent / "study")
    assert {speaker for _, speaker, role, _ in roles(run) if role == "interviewer"} == interviewers


def test_a_rename_without_a_new_name_is_a_mistake_in_usage(garden: Path, run: Run) -> None:
    run("import", garden / "one.txt")
    refused = run("sources", "speakers", "--rename", "Lena")
    assert (refused.code, "--rename OLD=NEW" in refused.err) == (2, True)


def test_a_name_that_begins_no_line_is_said(garden: Path, run: Run) -> None:
    run("import", garden / "one.txt")
    result = run("sources", "speakers", "one", "--speaker", "Wasp")
    assert "one: No line begins with the speaker 'Wasp'." in result.err
    assert "Nothing changed" in result.err
