"""`qualcode` alone: where a project stands and what follows, and how to begin outside a project."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TWO_SPEAKERS = "Ann: What do you do?\nBen: We took out a line.\nAnn: And then?\nBen: It came back.\n"


def test_outside_a_project_it_says_how_to_begin(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = run()
    assert shown.code == 0
    for command in ("qualcode demo", "qualcode init", "qualcode import", "qualcode guide first-hour"):
        assert command in shown.out


def test_a_project_without_sources_needs_some(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert "There are no sources yet.\n      qualcode import FILES\n" in run().out


def test_a_project_without_codings_has_untouched_sources(study: Path, run: Run) -> None:
    del study
    shown = run().out
    assert "1 source, 0 codings, 4 codes" in shown
    steps = shown.split("Likely next steps:\n")[1]
    assert "1 source is untouched: local-01.\n      qualcode code local-01\n" in steps
    assert "No suggestions have been made yet.\n      qualcode suggest\n" in steps
    assert "qualcode cases import participants.csv" in steps


def test_what_is_done_is_no_step_any_more(study: Path, run: Run) -> None:
    del study
    run("apply", "pursue", "--source", "local-01", "--quote", "took out a line", "--nth", "1")
    run("suggest")
    shown = run().out
    assert "1 coding (ann 1)" in shown
    assert "untouched" not in shown
    assert "No suggestions have been made" not in shown
    assert "There are codings to count.\n      qualcode frequencies\n" in shown


def test_suggestions_that_wait_are_counted(study: Path, run: Run) -> None:
    codebook = study / "codebook.yaml"
    codebook.write_text(
        codebook.read_text(encoding="utf-8").replace(
            "        definition: Enforcement.\n",
            "        definition: Enforcement.\n        patterns: [{phrase: took out a line}]\n",
        ),
        encoding="utf-8",
    )
    run("suggest", "--code", "pursue")
    waiting = len(run("suggestions", "--format", "csv").out.splitlines()) - 1
    assert waiting > 0
    assert f"{waiting} suggestions wait for your decision.\n      qualcode review\n" in run().out
    run("reject", "--code", "pursue", "--yes")
    assert "your decision" not in run().out


def test_interviews_in_which_nobody_is_the_interviewer_are_named(
    study: Path, run: Run, tmp_path: Path
) -> None:
    del study
    (tmp_path / "unclear.txt").write_text(TWO_SPEAKERS, encoding="utf-8")
    assert "Nobody is the interviewer" not in run().out
    run("import", tmp_path / "unclear.txt", "--interviewer", "nobody")
    assert "Nobody is the interviewer in 1 interview: unclear." in run().out


def test_interviews_without_speakers_may_be_documents(study: Path, run: Run, tmp_path: Path) -> None:
    del study
    (tmp_path / "policy.txt").write_text("We will visit each town.\n\nThe towns will say how it was.\n")
    assert "`qualcode sources kind SOURCE document`" in run("import", tmp_path / "policy.txt").err
    overview = run().out
    assert "No speaker was recognised in 1 interview: policy." in overview
    assert "Nobody is the interviewer" not in overview
    assert "      qualcode sources kind policy document\n" in overview
    run("sources", "kind", "policy", "document")
    assert "No speaker" not in run().out


def test_warnings_of_the_codebook_are_counted(study: Path, run: Run) -> None:
    assert "The codebook has 1 warning.\n      qualcode codebook check\n" in run().out
    rows = run("codebook", "check", "--no-usage", "--format", "csv").out.splitlines()
    assert len(rows) == 2
    codebook = study / "codebook.yaml"
    codebook.write_text(
        codebook.read_text(encoding="utf-8").replace(
            "    label: Roles\n", "    label: Roles\n    definition: Roles.\n"
        ),
        encoding="utf-8",
    )
    assert "warning" not in run().out


def test_it_is_said_when_the_coder_is_not_known(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_CONFIG", str(study / "no-settings"))
    assert "It is not known who codes" not in run().out
    monkeypatch.delenv("QUALCODE_CODER")
    assert "It is not known who codes.\n      export QUALCODE_CODER=NAME\n" in run().out


def test_names_of_sources_are_quoted_for_the_shell(study: Path, run: Run) -> None:
    del study
    run("sources", "rename", "local-01", "local 01; ls")
    assert "qualcode code 'local 01; ls'\n" in run().out


def test_it_loads_no_heavy_library(study: Path) -> None:
    program = (
        "import sys; from qualcode.cli import main; sys.argv = ['qualcode']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'spacy', 'pandas', 'numpy', 'textual', 'scipy', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=study, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("\n[]\n")
    assert "Likely next steps" in done.stdout


def test_a_codebook_that_is_not_there_is_said_without_the_ways_of_a_project(run: Run, tmp_path: Path) -> None:
    refused = run("init", tmp_path / "new", "--codebook", tmp_path / "gone.yaml")
    assert refused.code == 1
    assert "gone.yaml: It cannot be opened: No such file or directory." in refused.err
    assert "stored version" not in refused.err


def test_a_projects_codebook_that_is_not_there_can_be_restored(study: Path, run: Run) -> None:
    (study / "codebook.yaml").unlink()
    refused = run("frequencies")
    assert refused.code == 1
    assert "qualcode codebook at NUMBER > codebook.yaml" in refused.err
