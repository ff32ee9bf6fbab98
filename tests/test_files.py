"""Atomic writes of files."""

from pathlib import Path

import pytest

from qualcode.errors import StorageError
from qualcode.files import staged_file, write_atomically


def test_a_file_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"old")
    assert write_atomically(path, b"new") == path
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_a_failed_write_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(StorageError, match="could not be written"):
        write_atomically(tmp_path / "taken", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]


def test_parent_folders_are_created_only_with_parents(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.md"
    with pytest.raises(StorageError, match="could not be written"):
        write_atomically(path, b"x")
    assert not path.parent.exists()
    assert write_atomically(path, b"x", parents=True).read_bytes() == b"x"


def test_a_link_is_followed_and_permissions_are_kept(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(real)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_staged_file_is_renamed_only_by_the_yielded_function(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_bytes(b"old")
    with staged_file(path, b"new") as rename:
        assert path.read_bytes() == b"old"
        rename()
        assert path.read_bytes() == b"new"
    with staged_file(path, b"never"):
        pass
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["codebook.yaml"]
