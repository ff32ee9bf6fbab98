import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import CoderName
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.workflows.project import create_project
from qualcode.workflows.sources.import_files import ImportOptions, import_files

ANN = CoderName("ann")
WORDS = "Int: Well?\nAnna: We tried.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project.create(tmp_path / "study") as project:
        yield project


def test_the_bytes_that_are_parsed_hashed_and_stored_are_the_same(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_bytes = untrusted.read_bytes

    def read_then_change(path: Path, limit: int) -> bytes:
        data = read_bytes(path, limit)
        path.write_text("Int: Changed?\nAnna: While it was read.\n", encoding="utf-8")
        return data

    path = tmp_path / "one.txt"
    path.write_bytes(WORDS.encode())
    monkeypatch.setattr(untrusted, "read_bytes", read_then_change)
    [result] = import_files(project, ANN, [path], ImportOptions())
    source = sources.with_name(project.database, "one")
    assert result.source == source
    assert source.text == WORDS
    assert source.file_sha256 == hashlib.sha256(WORDS.encode()).hexdigest()
    assert (project.sources_folder / "one.txt").read_bytes() == WORDS.encode()


def test_a_file_of_an_unknown_format_is_an_error_and_is_not_stored(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "one.mp3"
    path.write_bytes(b"ID3")
    [result] = import_files(project, ANN, [path], ImportOptions())
    assert isinstance(result.error, UnreadableSourceError)
    assert result.error.path == path
    assert not sources.ids_by_name(project.database)
    assert not (project.sources_folder / "one.mp3").exists()


def test_the_duration_is_the_last_time_that_the_file_states(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("[00:05] Int: Well?\n[01:05] Anna: We tried.\n", encoding="utf-8")
    [result] = import_files(project, ANN, [path], ImportOptions())
    assert result.duration == 65.0
