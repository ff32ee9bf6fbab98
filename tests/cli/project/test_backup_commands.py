"""`backup`, `restore`, and what `status` and `sources remove --erase` say of backups."""

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_backup_is_restored_and_named_afterwards(study: Path, run: Run) -> None:
    def last_backup(folder: Path) -> str:
        rows = json.loads(run("status", "-p", folder, "-f", "json").out)
        return str(next(row["value"] for row in rows if row["what"] == "last backup"))

    archive = study.parent / "study.zip"
    assert last_backup(study) == "never"
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    assert "5 files" in run("backup", archive).err
    assert last_backup(study).startswith("less than an hour ago")
    assert str(archive) in last_backup(study)
    assert "already" in run("backup", archive).err
    assert run("restore", archive, study.parent / "copy").code == 0
    assert json.loads(run("codings", "-p", study.parent / "copy", "-f", "json").out) == json.loads(
        run("codings", "-f", "json").out
    )
    assert str(archive) in run("sources", "remove", "local-01", "--yes", "--erase").err


def test_a_backup_inside_the_project_is_made_with_a_warning(study: Path, run: Run) -> None:
    result = run("backup", study / "study.zip")
    assert result.code == 0
    assert "copy it to another disk" in result.err


def test_a_backup_that_cannot_be_written_leaves_nothing(study: Path, run: Run) -> None:
    result = run("backup", study.parent / "no folder" / "study.zip")
    assert result.code == 1
    assert "could not be written" in result.err
    assert not (study.parent / "no folder").exists()


def test_what_is_no_backup_is_refused(study: Path, run: Run) -> None:
    for file in (study / "codebook.yaml", study / "nothing.zip", study):
        result = run("restore", file, study.parent / "copy")
        assert result.code == 1
        assert str(file) in result.err
    assert not (study.parent / "copy").exists()
