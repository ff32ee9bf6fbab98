"""Who codes own sources again sees nothing of the first codings, also where a closed round has them.

Two copies of a study differ only in what ann coded first. A round with these codings is closed; then ann
codes the same sources again, as ann-again. Each command must say the same to her in both copies.
"""

import re
import sqlite3
from pathlib import Path

import pytest

from qualcode.api import open as open_study
from qualcode.model import CoderName, RoundSettings
from qualcode.project_folder import DATABASE_FILE
from qualcode.store.project import open_project
from qualcode.workflows.project.create_project import create
from qualcode.workflows.rounds.close_round import close_round
from qualcode.workflows.rounds.draw_round import draw_round
from tests.cli.conftest import Run
from tests.support.study_copies import copy

LEAD = CoderName("lead")
CODEBOOK = "codebook: T\ncodes:\n  - code: pursue\n    label: Pursue\n  - code: harm\n    label: Harm\n"
TEXTS = {
    "one": "Interviewer: What then?\nDana: We took out a line. It came back within a week. Nobody asked.\n",
    "two": "Interviewer: And here?\nSam: We map the line. Arrests alone do not help. It goes on.\n",
}
FIRST = {"copy-1": "It came back within a week.", "copy-2": "Nobody asked."}
COMMANDS = {
    "agreement pilot": "hidden until it is closed",
    "agreement pilot --show pairs --unit sentence": "hidden until it is closed",
    "agreement pilot --show confusion": "hidden until it is closed",
    "agreement pilot --show boundaries --explain": "hidden until it is closed",
    "disagreements pilot": "hidden until it is closed",
    "rounds": "",
    "codings": "",
    "coders": "",
    "history": "",
    "sources": "",
    "timeline": "",
    "report --methods": "",
}
_CHANGING = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?|\b[0-9a-f]{8}\b")


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the folders of both copies; nobody has coded anything as ann-again yet."""
    folder = tmp_path_factory.mktemp("again")
    (folder / "codes.yaml").write_text(CODEBOOK, encoding="utf-8")
    create(folder / "begin", codebook=folder / "codes.yaml").database.close()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_study(folder / "begin", coder="lead") as study:
        study.import_files([folder / f"{name}.txt" for name in TEXTS])
    folders = [copy(folder / "begin", folder / name / "study") for name in FIRST]
    for copied, quote in zip(folders, FIRST.values(), strict=True):
        with open_study(copied, coder="ann") as study:
            study.apply("pursue", "one", quote=quote, memo="SECRET")
            study.apply("harm", "two", quote="We map the line.")
            study.finish_sources(["one", "two"])
        with open_study(copied, coder="ben") as study:
            study.apply("pursue", "one", quote="It came back")
            study.finish_sources(["one", "two"])
        with open_project(copied) as project:
            draw_round(project, LEAD, "pilot", ("ann", "ben"), RoundSettings(share=1))
            close_round(project, LEAD, "pilot")
            draw_round(project, LEAD, "self", (), RoundSettings(share=1, again_of="ann"))
    return folders


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_the_same_whatever_the_first_codings_were(
    command: str, copies: list[Path], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_CODER", "ann-again")
    outputs = []
    for study in copies:
        report = tmp_path / "report.md"
        result = run(*command.split(), *(["-o", report] if command.startswith("report") else []), "-p", study)
        written = report.read_text(encoding="utf-8") if report.exists() else ""
        assert result.code == 0, result.err
        report.unlink(missing_ok=True)
        assert COMMANDS[command] in result.out + result.err
        outputs.append(_CHANGING.sub("…", f"{result.out}\n{result.err}\n{written}").replace(str(study), ""))
    assert outputs[0] == outputs[1]
    assert "SECRET" not in outputs[0]


def test_her_pack_has_nothing_of_them_and_leaves_the_closing_to_a_later_one(
    copies: list[Path], tmp_path: Path, run: Run
) -> None:
    pack = tmp_path / "again.qpack"
    result = run("team", "pack", pack, "--everybody", "--coder", "ann-again", "-p", copies[0])
    assert "pilot is still open in it: some of its frozen state is hidden from you" in result.err
    assert b"SECRET" not in pack.read_bytes()


def test_closing_the_round_shows_everything_again(copies: list[Path], tmp_path: Path, run: Run) -> None:
    study = copy(copies[0], tmp_path / "closed")
    with open_project(study) as project:
        close_round(project, LEAD, "self", anyway=True)
    result = run("disagreements", "pilot", "-p", study)
    assert "SECRET" in result.out
    assert "hidden" not in result.err


def test_the_frozen_state_comes_with_a_pack_with_texts_after_one_without(tmp_path: Path, run: Run) -> None:
    (tmp_path / "codes.yaml").write_text(CODEBOOK, encoding="utf-8")
    create(tmp_path / "ann", codebook=tmp_path / "codes.yaml").database.close()
    (tmp_path / "one.txt").write_text(TEXTS["one"], encoding="utf-8")
    with open_study(tmp_path / "ann", coder="lead") as study:
        study.import_files([tmp_path / "one.txt"])
    with open_project(tmp_path / "ann") as project:
        draw_round(project, LEAD, "pilot", ("ann", "ben"), RoundSettings(share=1))
    ben = copy(tmp_path / "ann", tmp_path / "ben")
    run("rounds", "close", "pilot", "--anyway", "--coder", "ann", "-p", tmp_path / "ann")
    states = []
    for options in (["--without-texts"], []):
        pack = tmp_path / f"ann{len(options)}.qpack"
        packed = run("team", "pack", pack, *options, "--coder", "ann", "-p", tmp_path / "ann")
        assert ("pilot is still open in it" in packed.err) == bool(options)
        assert run("team", "merge", pack, "--coder", "ben", "-p", ben).code == 0
        with sqlite3.connect(ben / DATABASE_FILE) as database:
            [closed] = database.execute("SELECT closed_at <> '' FROM rounds").fetchall()
            frozen = database.execute("SELECT name FROM frozen_sources").fetchall()
        states.append((closed[0], frozen))
    assert states == [(0, []), (1, [("one",)])]
