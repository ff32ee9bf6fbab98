"""Until a round is closed, no command shows one of its coders what another has done in it.

Two copies of a study differ only in what ben has coded, memoed, starred or decided in the round. Each
command that ann runs must say the same in both.
"""

import json
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from qualcode.api import OpenProject
from qualcode.api import open as open_study
from qualcode.errors import ConflictError
from qualcode.model import CoderName, RoundSettings
from qualcode.store.project import open_project
from qualcode.store.records.rounds import rounds
from qualcode.workflows.project.back_up import back_up
from qualcode.workflows.project.create_project import create
from qualcode.workflows.rounds.close_round import close_round, finish_round
from qualcode.workflows.rounds.draw_round import draw_round
from qualcode.workflows.team.pack_study import pack_study
from tests.cli.conftest import Run
from tests.support.command_lines import commands

INTERVIEWS = {
    "one": "Interviewer: What do you do?\nDana: We took out a line. It came back within a week.\n"
    "Interviewer: And the kids?\nDana: We try to safeguard them. Nobody asked about the kids.\n",
    "two": "Interviewer: What do you see?\nSam: We map the line. Arrests alone do not help.\n",
}
CODEBOOK = """codebook: Test
codes:
  - code: roles
    label: Roles
    children:
      - code: pursue
        label: Pursue
        patterns:
          - phrase: took out
      - code: protect
        label: Protect
  - code: displacement
    label: Displacement
"""
CASES = "case,source,speaker,tier\nDana,one,Dana,local\nSam,two,Sam,national\n"
ROWS = "source,code,quote\none,protect,Nobody asked\n"
NEW = "Interviewer: Who else?\nKim: The nurse sees the kids first.\n"

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "init": ("../new",),
    "demo": ("../new-demo",),
    "backup": ("../backup.zip",),
    "restore": ("../../study.zip", "../restored"),
    "undo": ("--yes",),
    "guide": ("team",),
    "import": ("../../three.txt",),
    "show": ("one",),
    "sources finish": ("one",),
    "sources reopen": ("two",),
    "sources speakers": ("one",),
    "sources kind": ("two", "document"),
    "sources rename": ("one", "first"),
    "sources remove": ("two", "--yes"),
    "cases import": ("../../cases.csv",),
    "cases set": ("Dana", "tier=national"),
    "cases join": ("Dana", "two", "Sam"),
    "cases rename": ("Dana", "Dora"),
    "cases remove": ("Sam",),
    "coders rename": ("ann", "Ann"),
    "team pack": ("../ann.qpack", "--everybody"),
    "team settle": ("3f2a9c", "--other"),
    "team merge": ("../../other.qpack",),
    "rounds draw": ("second", "--coders", "ann,lead"),
    "rounds finish": ("pilot",),
    "rounds close": ("pilot",),
    "codebook adopt": ("--dry-run",),
    "codebook add": ("trust", "--label", "Trust"),
    "codebook rename": ("roles", "all-roles"),
    "codebook define": ("pursue", "--definition", "Enforcement."),
    "codebook relabel": ("pursue", "Pursuing"),
    "codebook recolor": ("pursue", "#4C78A8"),
    "codebook move": ("displacement", "--under", "roles"),
    "codebook retire": ("displacement",),
    "codebook revive": ("displacement",),
    "codebook merge": ("displacement", "--into", "pursue"),
    "codebook remove": ("protect", "--yes"),
    "codebook export": ("--format", "md"),
    "codebook at": ("1",),
    "codebook examples": ("pursue",),
    "codebook import": ("../../codes.csv",),
    "apply": ("displacement", "--source", "one", "--quote", "Nobody asked"),
    "codings import": ("../../rows.csv", "--yes"),
    "codings star": ("ID",),
    "codings unstar": ("ID",),
    "remove": ("ID",),
    "memo project": ("A thought.",),
    "memo source": ("one", "A thought."),
    "memo code": ("pursue", "A thought."),
    "memo coding": ("ID", "A thought."),
    "memo remove": ("MEMO",),
    "accept": ("--code", "pursue"),
    "reject": ("--code", "pursue"),
    "similar": ("the kids",),
    "quotes": ("*",),
    "kwic": ("kids",),
    "crosstab": ("code", "tier"),
    "summary": ("Dana", "roles", "Speaks of lines."),
    "compare": ("tier", "local", "national"),
    "report": ("--output", "../report.html"),
    "export": ("--output", "../tables"),
}
"""Arguments of the commands that need some; ID is a coding of ann's, MEMO a memo of hers."""

MORE = """codings --coder ben
codings --starred
codings --format json
codings --branch --code roles
show one --coder ben
history --limit 0
history --coder ben
history --act ACT
quotes * --across-coders
quotes * --coder ben
quotes displacement --context 1 -o ../quotes.md
quotes * -o ../quotes.docx
crosstab code coder --with-interviewer
crosstab code coder --show table
frequencies --coder ben
frequencies --coder ann --coder ben --with-interviewer
timeline --with-interviewer
matrix --framework
matrix --binary --all
matrix --framework -o ../framework.xlsx
coverage --coder ben
barcode --coder ben
cooccurrence --coder ben
export -o ../study.qdpx
export -o ../study.docx --format word
export -o ../tables --format xlsx
export -o ../tables --format json
export -o ../page --format page
export -o ../text --format text
export -o ../ann.csv --only codings
export --only suggestions -o ../suggestions.csv
report -o ../report.html --coder ben
report --methods -o ../methods.md
trial --part curve
next --by source
suggestions --skipped
remove OTHER
remove OTHER --yes
codings star OTHER
memo coding OTHER A-thought
team rivals --format json
team pack ../ann.qpack
rounds --format json
sources --format json
coders --columns all
memos --format json
codebook history
codebook examples displacement --max 9
agreement --coders ann,ben --unit turn --show confusion
agreement --over-time
summary Dana roles
status --format json
check --format json
""".splitlines()
"""Command lines with options; OTHER is a coding of ben's, ACT his last act."""

NEEDS_A_TERMINAL = {"code", "review", "codebook edit", "codebook split", "memo", "team", "tutor"}
"""Commands that ask for keys, and groups without one; the coding screen has a test of its own."""


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folders of two copies in which ben has done different things; each has a copy of its own."""
    folder = tmp_path_factory.mktemp("blind")
    texts = {
        **{f"{name}.txt": text for name, text in INTERVIEWS.items()},
        "cases.csv": CASES,
        "three.txt": NEW,
    }
    for name, text in {
        **texts,
        "codes.yaml": CODEBOOK,
        "codes.csv": "code,label\nnew,New\n",
        "rows.csv": ROWS,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    create(folder / "study", codebook=folder / "codes.yaml").database.close()
    with open_study(folder / "study", coder="ann") as project:
        project.import_files([folder / "one.txt", folder / "two.txt"])
        project.import_cases(folder / "cases.csv")
        project.apply("pursue", "one", quote="took out a line", memo="mine")
        project.apply("pursue", "two", quote="We map the line.")
        project.finish_sources("two")
        project.memo("source", "two", "Wet paper.")
    with open_project(folder / "study") as opened:
        back_up(opened, folder / "study.zip")
        settings = RoundSettings(share=1.0)
        draw_round(opened, CoderName("lead"), "pilot", ["ann", "ben"], settings)
        pack_study(opened, CoderName("lead"), folder / "other.qpack")
    copies = {name: folder / name / "study" for name in ("copy-1", "copy-2")}
    for copy in copies.values():
        shutil.copytree(folder / "study", copy)
    with open_study(copies["copy-1"], coder="ben") as project:
        project.apply("protect", "one", quote="We try to safeguard them.", memo="SECRET of the first copy")
        project.suggest(suggester="patterns")
    with open_study(copies["copy-2"], coder="ben") as project:
        project.suggest(suggester="patterns")
        _work_on(project)
    return copies


def _work_on(project: OpenProject) -> None:
    """Do with ben's codings, memos, summaries and suggestions what a coder can do."""
    [coding] = project.apply(
        "displacement", "one", quote="It came back within a week.", memo="SECRET of the second copy"
    )
    project.star(coding)
    project.apply("pursue", "one", quote="Nobody asked about the kids.")
    [removed] = project.apply("pursue", "two", quote="Arrests alone do not help.", memo="SECRET, removed")
    project.remove(removed)
    project.apply("protect", "two", quote="We map the line.", memo="SECRET, undone")
    project.undo()
    project.memo("source", "one", "SECRET on a source")
    project.write_summary("Dana", "roles", "SECRET summary")
    project.reject(project.suggestions()["id"])
    project.suggest(suggester="learned")


@pytest.fixture
def outputs(studies: dict[str, Path], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> "Outputs":
    """Return a function that runs a command of ann's in fresh copies of both studies."""
    monkeypatch.setenv("QUALCODE_CODER", "ann")

    def outputs(*arguments: str) -> tuple[str, ...]:
        return tuple(_output(studies[name], tmp_path / name, arguments, run, monkeypatch) for name in studies)

    return outputs


Outputs = Callable[..., tuple[str, ...]]


def _output(
    study: Path, folder: Path, arguments: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Return what a command prints and writes outside the project, without times and random names."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(study, folder / "study")
    for file in study.parents[1].glob("*.*"):
        shutil.copy(file, folder.parent)
    monkeypatch.chdir(folder / "study")
    ids = _ids(folder / "study")
    said = run(*(ids.get(argument, argument) for argument in arguments))
    assert said.code != 2, said
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and "study" not in path.parts]
    is_whole = arguments[0] == "backup"  # the guide says so
    assert is_whole or not any(b"SECRET" in content for path in files for content in _contents(path))
    written = [
        path.read_text(encoding="utf-8", errors="ignore")
        for path in files
        if path.suffix in {".csv", ".html", ".md"}
    ]
    text = "\n".join((str(said.code), said.out, said.err, *written))
    return _CHANGING.sub("…", text.replace(folder.name, "copy-0"))


def _ids(study: Path) -> dict[str, str]:
    """Return what stands for ids in the command lines, also for those that ann does not see."""
    with open_study(study, coder="lead") as project:
        codings, memos, acts = project.codings(), project.memos(), project.history()
    return {
        "ID": codings[codings["coder"] == "ann"]["coding_id"].iloc[0],
        "OTHER": codings[codings["coder"] == "ben"]["coding_id"].iloc[-1],
        "MEMO": memos[memos["coder"] == "ann"]["id"].iloc[0],
        "ACT": str(acts[acts["coder"] == "ben"]["act"].iloc[0]),
    }


def _contents(path: Path) -> list[bytes]:
    """Return the bytes of a file, and of the files in an archive."""
    if not is_zipfile(path):
        return [path.read_bytes()]
    with ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


_CHANGING = re.compile(
    r"in \d+\.\d s|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?"
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{8}\b"
)


def _lines(name: str) -> tuple[str, ...]:
    return (*name.split(), *ARGUMENTS.get(name, ()))


@pytest.mark.parametrize("name", sorted(set(commands()) - NEEDS_A_TERMINAL))
def test_a_command_says_the_same_whatever_another_coder_of_the_round_has_done(
    name: str, outputs: Outputs
) -> None:
    first, second = outputs(*_lines(name))
    assert first == second
    assert "SECRET" not in first


@pytest.mark.parametrize("line", MORE)
def test_nor_do_its_options_and_formats(line: str, outputs: Outputs) -> None:
    first, second = outputs(*line.split())
    assert first == second
    assert "SECRET" not in first


@pytest.mark.parametrize(
    "arguments",
    [
        ("agreement", "--coders", "ann,ben"),
        ("agreement", "--coders", "ann,ben,patterns", "--unit", "turn", "--show", "pairs"),
        ("agreement", "pilot"),
        ("disagreements", "pilot"),
        ("crosstab", "code", "coder", "--finished"),
        ("frequencies", "--coder", "ben"),
        ("suggest", "--coder", "ann", "--suggester", "learned"),
        ("report", "--methods", "--output", "../methods.md"),
    ],
    ids=" ".join,
)
def test_nor_does_a_command_once_the_other_has_finished(
    arguments: tuple[str, ...], outputs: Outputs, studies: dict[str, Path]
) -> None:
    for study in studies.values():
        with open_project(study) as project, suppress(ConflictError):  # finished for the one before
            finish_round(project, CoderName("ben"), "pilot")
    first, second = outputs(*arguments)
    assert first == second


@pytest.mark.parametrize(
    "change",
    [
        "cases rename Dana Dora",
        "cases remove Dana",
        "sources rename one first",
        "sources remove one --yes",
        "sources remove two --yes",
        "coders rename ben Ben",
        "codebook rename displacement moved",
        "codebook remove displacement --yes",
    ],
)
def test_nor_does_the_history_once_something_was_renamed_or_removed(
    change: str, studies: dict[str, Path], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shutil.copytree(studies["copy-2"], tmp_path / "study"))
    assert run(*change.split(), "--coder", "lead").code == 0
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    listed = run("history", "--limit", "0", "--format", "json")
    acts = json.loads(listed.out)
    verbs = {act["verb"] for act in acts if act["coder"] in {"ben", "Ben"}}
    assert verbs <= {"finish round"}  # which `rounds` shows as well
    with open_study(tmp_path / "study", coder="lead") as project:
        numbers = [str(number) for number in project.history()["act"]]
    looks = [run("history", "--act", number).out for number in numbers]
    looks += [run(*line.split()).out for line in ("summary", "memos", "codings", "matrix --framework")]
    assert not any("SECRET" in said for said in (listed.out, *looks))


def test_nor_does_the_history_of_a_merge_that_changed_the_others_memos(
    studies: dict[str, Path], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, ben = (Path(shutil.copytree(studies["copy-2"], tmp_path / name)) for name in ("ann", "ben"))
    with open_study(ben, coder="ben") as project:
        own = project.codings()
        project.memo("coding", own[own["coder"] == "ben"]["coding_id"].iloc[0], "SECRET, changed later")
    assert run("team", "merge", ben, "--project", ann, "--coder", "ann").code == 0
    with open_study(ann, coder="lead") as project:
        number = project.history()["act"].max()
    assert "SECRET" in run("history", "--act", number, "--project", ann, "--coder", "lead").out
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    assert "SECRET" not in run("history", "--act", number, "--project", ann).out


def test_nor_does_an_own_change_of_a_code_tell_whose_codings_it_moved(
    studies: dict[str, Path], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = Path(shutil.copytree(studies["copy-2"], tmp_path / "study"))
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    with open_project(study) as project:
        close_round(project, CoderName("lead"), "pilot", anyway=True)
    with open_study(study, coder="lead") as project:
        codings = project.codings()
        first = codings[codings["coder"] == "ben"].iloc[0]
        coding, code = str(first["coding_id"]), str(first["code"])
    assert run("codebook", "rename", code, "another-key", "--project", study).code == 0
    with open_study(study, coder="lead") as project:
        number = project.history()["act"].max()
    with open_project(study) as project:
        draw_round(project, CoderName("lead"), "second", ["ann", "ben"], RoundSettings(share=1.0))
    assert coding not in run("history", "--act", number, "--project", study).out
    assert run("team", "pack", tmp_path / "own.qpack", "--project", study).code == 0
    assert coding.encode() not in (tmp_path / "own.qpack").read_bytes()
    monkeypatch.setenv("QUALCODE_CODER", "lead")
    assert coding in run("history", "--act", number, "--project", study).out


@pytest.mark.parametrize("name", ["codings", "coders", "history", "memos", "sources", "frequencies"])
def test_closing_the_round_shows_everything(name: str, outputs: Outputs, studies: dict[str, Path]) -> None:
    for study in studies.values():
        with open_project(study) as project:
            if rounds.with_name(project.database, "pilot").is_open:
                close_round(project, CoderName("ann"), "pilot", anyway=True)
    first, second = outputs(*_lines(name))
    assert first != second
