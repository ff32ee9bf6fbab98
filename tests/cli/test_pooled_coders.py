"""Every table takes `--coder`, and says when it has the work of several coders.

Every command of the program is in one of the tables below: a new one fails until it takes `--coder` as the
others do, or until it is said why it does not.
"""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.conftest import MadeOnce, Run, Said
from tests.support.command_lines import commands

COUNTED = {
    "status": "status",
    "sources": "sources",
    "codebook": "codebook",
    "codebook check": "codebook check",
    "codebook diff": "codebook diff 1 2",
    "codebook examples": "codebook examples",
    "codebook export": "codebook export -f md",
    "export": "export",
    "barcode": "barcode",
    "compare": "compare tier local national",
    "cooccurrence": "cooccurrence",
    "coverage": "coverage",
    "crosstab": "crosstab code source",
    "frequencies": "frequencies",
    "matrix": "matrix",
    "saturation": "saturation",
    "sequence": "sequence",
}
"""Commands with numbers of codings → a line that prints some."""
LISTED = {
    "show": "show local-01",
    "codings": "codings",
    "history": "history",
    "memos": "memos",
    "quotes": "quotes pursue",
    "summary": "summary",
}
"""Commands that list the work of coders → a line that prints some."""
WITHOUT_NOTE = {
    "agreement": "a column for each coder",
    "disagreements": "each row says who, and the first message names the coders",
    "report": "the file says it, see below",
    "similar": "needs a model that is not installed here; its notes are those of `codebook`",
    "team rivals": "needs two copies; its notes are those of `memos`",
    "timeline": "a column for each coder",
    "words": "counts words, whether they are coded or not, and says what `--coder` does to that",
}
"""Commands that take `--coder` and print no such note on the studies of this test, and why."""
OWN = {
    *("suggest", "suggestions", "accept", "reject", "review", "trial", "next", "code"),
    *("init", "import", "apply", "remove", "undo", "redo", "sources speakers"),
    *(f"sources {verb}" for verb in ("finish", "reopen", "rename", "remove", "kind")),
    *(f"cases {verb}" for verb in ("import", "set", "join", "rename", "remove")),
    *("coders rename", "team pack", "team merge", "team settle"),
    *(f"rounds {verb}" for verb in ("draw", "finish", "close")),
    *("codings star", "codings unstar", "codings import"),
    *(f"memo {verb}" for verb in ("project", "source", "code", "coding", "remove")),
    *(f"codebook {verb}" for verb in ("adopt", "edit", "add", "rename", "define", "relabel", "recolor")),
    *(f"codebook {verb}" for verb in ("move", "merge", "retire", "revive", "remove", "split", "import")),
}
"""Commands whose `--coder` is the one who works: they act, or show what is this coder's alone."""
NO_WORK = {
    "check": "faults, of whomever",
    "coders": "a row for each coder",
    "rounds": "who has finished what, by coder",
    "cases": "people and their attributes",
    "kwic": "words, coded or not",
    "codebook history": "versions, each with its coder",
    "codebook at": "the text of a version",
    "codebook schema": "no project",
    "guide": "no project",
    "demo": "a study of its own",
    "tutor": "a study of its own",
    "backup": "a copy of everything",
    "restore": "a copy of everything",
    "memo": "a group",
    "team": "a group",
}
"""Commands without `--coder`, and what they print instead of coders' work."""
READING = {**COUNTED, **LISTED}
POOLED = "The {} of ann, ben are {} together"
"""What is said of several coders."""


@pytest.fixture
def pooled(study: Path, run: Run, made_once: MadeOnce) -> Path:
    """A study that ann and ben have coded, and in which cy has only read."""

    def fill() -> None:
        (study.parent / "people.csv").write_text(
            "case,source,tier\nAda,local-01,local\nBo,local-02,national\n", encoding="utf-8"
        )
        (study.parent / "local-02.txt").write_text("Int: Why?\nBo: We took out a line.\n", encoding="utf-8")
        lines: list[tuple[object, ...]] = [
            ("import", study.parent / "local-02.txt"),
            ("cases", "import", study.parent / "people.csv"),
        ]
        for coder in ("ann", "ben"):
            lines += [
                (*arguments, "--coder", coder)
                for arguments in (
                    ("apply", "pursue", "displacement", "-s", "local-01", "--turn", 2, "--memo", "both"),
                    ("apply", "protect", "-s", "local-02", "--turn", 2),
                    ("summary", "Ada", "roles", f"Written by {coder}."),
                    ("sources", "finish", "local-01"),
                )
            ]
        lines += [
            ("codebook", "define", "pursue", "--definition", "Another one."),
            ("apply", "roles", "-s", "local-01", "--turn", 4),
            ("sources", "kind", "local-02", "interview", "--coder", "ben"),
            ("sources", "finish", "local-02", "--coder", "cy"),
            ("sources", "reopen", "local-02", "--coder", "cy"),
        ]
        for arguments in lines:
            assert run(*arguments).code == 0, arguments

    made_once(fill)
    return study


def is_pooled(text: str) -> bool:
    """Return whether a text says that the work of several coders is in it."""
    return re.search(r"are (counted|listed) together", " ".join(text.split())) is not None


def read(run: Run, line: str, *more: str) -> Said:
    said = run(*line.split(), *more)
    assert said.code in (0, 3), (line, more, said.err)
    return said


def test_every_command_takes_coders_or_it_is_said_why_not() -> None:
    classes = (set(COUNTED), set(LISTED), set(WITHOUT_NOTE), OWN, set(NO_WORK))
    assert sum(map(len, classes)) == len(set().union(*classes)), "each in one table"
    assert set().union(*classes) == set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_option_is_the_same_everywhere(name: str) -> None:
    options = [each for each in commands()[name].params if "--coder" in each.opts]
    if name in NO_WORK:
        assert not options, f"{name} takes --coder: it belongs to another table of this test"
        return
    [option] = options
    assert option.multiple == (name not in OWN)
    assert option.metavar == "NAME"


@pytest.mark.usefixtures("pooled")
@pytest.mark.parametrize("name", sorted(READING))
def test_a_table_says_whose_work_it_has(run: Run, name: str) -> None:
    line = READING[name]
    work = {"history": "acts", "memos": "memos", "summary": "summaries"}.get(name, "codings")
    note = POOLED.format(work, "counted" if name in COUNTED else "listed")
    if name == "history":
        note = note.replace("ann, ben", "ann, ben, cy")
    assert note in read(run, line).err
    both = read(run, line, "--coder", "ben", "--coder", "ann").err
    assert POOLED.format(work, "counted" if name in COUNTED else "listed") in both
    one = read(run, line, "--coder", "ben")
    assert not is_pooled(one.err + one.out)
    unknown = run(*line.split(), "--coder", "nobody")
    assert (unknown.code, unknown.out) == (1, "")
    assert "There is no coder 'nobody'" in unknown.err
    assert "`qualcode coders` lists them." in unknown.err
    if name != "history":  # cy has acts
        assert f"cy has no {work} here." in read(run, line, "--coder", "cy").err


@pytest.mark.usefixtures("pooled")
@pytest.mark.parametrize(
    "name", sorted(READING.keys() - {"show", "export", "codebook check", "codebook export"})
)
@pytest.mark.parametrize("form", ["md", "html"])
def test_a_file_for_readers_says_it_too(run: Run, name: str, form: str) -> None:
    line = READING[name]
    assert is_pooled(read(run, line, "--format", form).out)
    assert not is_pooled(read(run, line, "--format", form, "--coder", "ben").out)


@pytest.mark.usefixtures("pooled")
@pytest.mark.parametrize(
    "line",
    [
        *("frequencies -o {}.docx", "frequencies -o {}.xlsx", "sources -o {}.docx", "sources -o {}.xlsx"),
        *("quotes pursue -o {}.md", "quotes pursue -o {}.docx", "codings -o {}.xlsx", "codings -o {}.docx"),
        *("codebook export -o {}.md", "codebook export -o {}.html", "codebook export -o {}.docx"),
        *("report -o {}.html", "report --methods -o {}.md", "report --methods -o {}.docx"),
        *("export --only frequencies -o {}.md", "export -o {}.xlsx", "export --only segments -o {}.docx"),
    ],
)
def test_a_written_file_names_the_coders(run: Run, tmp_path: Path, line: str) -> None:
    read(run, line.format(tmp_path / "both"))
    [file] = tmp_path.glob("both.*")
    assert "The codings of ann, ben are " in text_of(file)
    read(run, line.format(tmp_path / "one"), "--coder", "ben")
    [file] = tmp_path.glob("one.*")
    assert not is_pooled(text_of(file))


def text_of(file: Path) -> str:
    """Return the text of a file, of an Office file with its markup."""
    if file.suffix not in (".docx", ".xlsx"):
        return " ".join(file.read_text(encoding="utf-8").split())
    with ZipFile(file) as content:
        return "\n".join(content.read(name).decode("utf-8", "replace") for name in content.namelist())


@pytest.mark.usefixtures("pooled")
def test_the_export_of_all_tables_says_it_in_each_document(run: Run, tmp_path: Path) -> None:
    read(run, "export -f html", "-o", str(tmp_path / "tables"))
    notes = {file.stem: is_pooled(text_of(file)) for file in (tmp_path / "tables").iterdir()}
    assert notes.pop("codings") is False, "each row has its coder"
    assert set(notes.values()) == {True}


@pytest.mark.usefixtures("pooled")
@pytest.mark.parametrize("line", ["frequencies --plot", "barcode --plot", "crosstab code source --plot"])
def test_a_chart_in_a_file_says_it_under_its_title(run: Run, tmp_path: Path, line: str) -> None:
    read(run, line, str(tmp_path / "both.svg"))
    assert "Codings of ann, ben together" in text_of(tmp_path / "both.svg")
    read(run, line, str(tmp_path / "one.svg"), "--coder", "ben")
    assert "together" not in text_of(tmp_path / "one.svg")


@pytest.mark.usefixtures("pooled")
def test_numbers_of_one_coder_are_that_coders(run: Run) -> None:
    def numbers(*more: str) -> list[str]:
        return read(run, "codebook -f csv", *more).out.split()[1:]

    both, ben = numbers(), numbers("--coder", "ben")
    assert [line.split(",")[3] for line in both] == ["5", "2", "2", "2"]
    assert [line.split(",")[3] for line in ben] == ["2", "1", "1", "1"]
    assert "codings,3" in read(run, "status -f csv --coder ben").out
    assert "codings,7" in read(run, "status -f csv").out
    cy = read(run, "sources -f csv --coder cy").out.splitlines()[1:]
    assert [line.split(",")[3:5] for line in cy] == [["0", "untouched"]] * 2


@pytest.mark.usefixtures("pooled")
@pytest.mark.parametrize("name", sorted(READING))
def test_a_note_names_nobody_whose_work_is_hidden(run: Run, name: str) -> None:
    assert run("rounds", "draw", "blind", "--coders", "ann,ben", "--share", "100%").code == 0
    said = read(run, READING[name])
    if name != "history":  # what ben did elsewhere is not hidden
        assert not is_pooled(said.err)
    assert "ann codes in the open round blind" in said.err
    hidden = read(run, READING[name], "--coder", "ben").err
    assert "hidden until it is closed" in hidden


@pytest.mark.usefixtures("pooled")
def test_the_writer_of_a_summary_is_one(run: Run) -> None:
    said = run("summary", "Ada", "roles", "Both.", "--coder", "ann", "--coder", "ben")
    assert (said.code, said.out) == (2, "")
    assert "A summary has one writer." in said.err


@pytest.mark.usefixtures("pooled")
def test_disagreements_can_be_of_some_coders(run: Run) -> None:
    assert run("rounds", "draw", "three", "--coders", "ann,ben,cy", "--share", "100%").code == 0
    assert run("rounds", "close", "three", "--anyway").code == 0
    assert "Round three, ann, ben: " in run("disagreements", "--coder", "ann", "--coder", "ben").err
    assert "One coder alone has no disagreements." in run("disagreements", "--coder", "ann").err
    assert "no coder of the round three 'dan'" in run("disagreements", "--coder", "dan").err
