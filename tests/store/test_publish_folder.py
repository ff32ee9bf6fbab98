"""What a stopped `init` left is removed by its list of files; a damaged or foreign list removes no other."""

import json
from pathlib import Path

import pytest

from qualcode.store.publish_folder import remove_unfinished


def _leave_list(folder: Path, content: str) -> None:
    staging = folder / ".writing-left"
    (staging / "project").mkdir(parents=True)
    (staging / "files.json").write_text(content, encoding="utf-8")


def test_files_of_the_list_are_removed_unless_they_were_changed(tmp_path: Path) -> None:
    moved, changed = tmp_path / "codebook.yaml", tmp_path / "qualcode.toml"
    for file in (moved, changed):
        file.write_text("", encoding="utf-8")
    times = {moved.name: moved.stat().st_mtime_ns, changed.name: changed.stat().st_mtime_ns - 1}
    _leave_list(tmp_path, json.dumps(times))
    remove_unfinished(tmp_path)
    assert (moved.exists(), changed.exists()) == (False, True)


@pytest.mark.parametrize("name", ["../kept.txt", "{folder}/kept.txt", "sub/../../kept.txt", "..\\kept.txt"])
def test_files_outside_the_folder_are_kept(name: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("", encoding="utf-8")
    folder = tmp_path / "study"
    (folder / "sub").mkdir(parents=True)
    _leave_list(folder, json.dumps({name.format(folder=tmp_path): kept.stat().st_mtime_ns}))
    remove_unfinished(folder)
    assert kept.exists()


@pytest.mark.parametrize(
    "content", ["", "[]", "3", "null", '{"codebook.yaml": []}', "[" * 9999, '{"\\u0000": 1}']
)
def test_a_damaged_list_removes_nothing(content: str, tmp_path: Path) -> None:
    (tmp_path / "codebook.yaml").write_text("", encoding="utf-8")
    _leave_list(tmp_path, content)
    remove_unfinished(tmp_path)
    assert (tmp_path / "codebook.yaml").exists()
