"""Who may read a project, and where the program writes."""

import os
from pathlib import Path

import pytest

from tests.cli.conftest import CODEBOOK, INTERVIEW, Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o277], ids=oct)
def umask(request: pytest.FixtureRequest) -> int:
    """The umask of the test."""
    return int(request.param)


def modes(folder: Path) -> dict[str, int]:
    """Return the permissions of everything in a folder, and of itself."""
    return {
        str(path.relative_to(folder)): path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*"))
    }


def make_study(folder: Path, run: Run) -> None:
    """Do what writes files into a project."""
    (folder.parent / "local-01.txt").write_text(INTERVIEW, encoding="utf-8")
    (folder.parent / "codes.yaml").write_text(CODEBOOK, encoding="utf-8")
    assert run("init", folder, "--codebook", folder.parent / "codes.yaml").code == 0
    run("import", folder.parent / "local-01.txt", "-p", folder, "--coder", "ann")
    run("apply", "pursue", "-s", "local-01", "--turn", "2", "-p", folder, "--coder", "ann")
    for form in ("csv", "xlsx"):
        assert run("export", "-f", form, "-p", folder).code == 0
    assert run("codebook", "rename", "pursue", "chase", "-p", folder, "--coder", "ann").code == 0


def test_everything_in_a_project_is_its_owners_alone_whatever_the_umask(
    tmp_path: Path, run: Run, umask: int
) -> None:
    before = os.umask(umask)
    try:
        make_study(tmp_path / "study", run)
        found = modes(tmp_path / "study")
    finally:
        os.umask(before)
    assert {mode for path, mode in found.items() if (tmp_path / "study" / path).is_dir()} == {0o700}
    assert {mode for path, mode in found.items() if (tmp_path / "study" / path).is_file()} == {0o600}
    assert len(found) > 13
    assert run("check", "-p", tmp_path / "study").code == 0


def test_what_is_written_elsewhere_follows_the_umask(study: Path, run: Run) -> None:
    outside = study.parent / "outside"
    before = os.umask(0o027)
    try:
        for form in ("csv", "xlsx"):
            assert run("export", "--output", outside, "-f", form).code == 0
        assert run("codebook", "export", "-o", study.parent / "codes.xlsx").code == 0
    finally:
        os.umask(before)
    assert outside.stat().st_mode & 0o777 == 0o750
    assert {path.stat().st_mode & 0o777 for path in (*outside.iterdir(), study.parent / "codes.xlsx")} == {
        0o640
    }


def test_check_names_files_that_others_may_use_unless_the_project_is_shared(study: Path, run: Run) -> None:
    (study / "qualcode.db").chmod(0o644)
    (study / "sources").chmod(0o755)
    result = run("check", "-f", "json")
    assert result.code == 3
    assert "qualcode.db" in result.out
    assert "sources" in result.out
    assert "chmod -R go=" in result.out
    settings = study / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8").replace("shared = false", "shared = true"), "utf-8")
    assert run("check").code == 0
    before = os.umask(0o007)
    try:
        run("export", "-f", "csv")
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (study / "tables").iterdir()} == {0o660}
