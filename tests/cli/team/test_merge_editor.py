"""`team merge --edit`: the editor decides on codes that both copies changed."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CODEBOOK = "codebook: T\ncodes:\n  - code: pursue\n    definition: Any.\n  - code: protect\n"


@pytest.fixture
def project(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ann's copy; ben's copy beside it has another definition of one code and a new one of another."""
    (tmp_path / "codes.yaml").write_text(CODEBOOK)
    assert run("init", tmp_path / "ann", "--codebook", tmp_path / "codes.yaml").code == 0
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    monkeypatch.chdir(tmp_path / "ann")
    assert run("codebook", "relabel", "protect", "Protect").code == 0  # both have this version
    shutil.copytree(tmp_path / "ann", tmp_path / "ben")
    for name in ("ann", "ben"):
        run("codebook", "define", "pursue", "--definition", f"By {name}.", "--project", tmp_path / name)
    run("codebook", "define", "protect", "--definition", "By ben.", "--project", tmp_path / "ben")
    return tmp_path / "ann" / "codebook.yaml"


def test_the_edited_text_is_the_joined_codebook(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = project.read_text()
    monkeypatch.setenv("EDITOR", "sed -i 's/definition: By ann/definition: By both/'")
    merged = run("team", "merge", "../ben", "--edit")
    assert (merged.code, "The codebook joins both" in merged.err) == (0, True), merged
    text = project.read_text()
    assert "definition: By both." in text
    assert "definition: By ben." in text  # of the code that only ben changed
    assert "#>" not in text
    assert "everything in it is here already" in run("team", "merge", "../ben").err
    assert run("undo").code == 0
    assert project.read_text() == before


@pytest.mark.parametrize(
    ("editor", "message"),
    [
        ("true", "The codebook was not changed in the editor."),
        ("false", "ended with an error (1)"),
        ("no-such-editor", "cannot be started"),
        ("sed -i 's/code: pursue/code:/'", "The key of this code is empty."),
    ],
)
def test_without_a_valid_change_nothing_is_merged(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, editor: str, message: str
) -> None:
    before = project.read_text()
    monkeypatch.setenv("EDITOR", editor)
    refused = run("team", "merge", "../ben", "--edit")
    assert refused.code in (1, 2)
    assert message in refused.err
    assert project.read_text() == before


@pytest.mark.parametrize("option", ["--ours", "--theirs", "--dry-run"])
def test_the_editor_excludes_other_decisions(project: Path, run: Run, option: str) -> None:
    assert project.is_file()
    assert run("team", "merge", "../ben", "--edit", option).code == 2
