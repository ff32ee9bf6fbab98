from pathlib import Path

import pytest

from qualcode.errors import (
    CodebookError,
    ConflictError,
    InvalidFileError,
    MissingExtraError,
    NotFoundError,
    ProjectVersionError,
    QualcodeError,
    QueryError,
    StorageError,
    UnreadableSourceError,
    UsageError,
    nearest_name,
)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (NotFoundError, QualcodeError),
        (ConflictError, QualcodeError),
        (UsageError, QualcodeError),
        (InvalidFileError, QualcodeError),
        (CodebookError, InvalidFileError),
        (UnreadableSourceError, InvalidFileError),
        (QueryError, QualcodeError),
        (StorageError, QualcodeError),
        (ProjectVersionError, StorageError),
        (MissingExtraError, QualcodeError),
    ],
)
def test_every_error_is_in_one_tree(error: type[QualcodeError], kind: type[QualcodeError]) -> None:
    assert issubclass(error, kind)


def test_an_error_has_its_message_and_on_the_next_line_its_hint() -> None:
    assert str(ConflictError("It is taken.", "Choose another.")) == "It is taken.\nChoose another."
    assert str(ConflictError("It is taken.")) == "It is taken."


def test_a_missing_name_has_the_nearest_name_as_its_hint() -> None:
    error = NotFoundError.among(
        "source", "interview-o1", ["Interview-01", "notes"], "See `qualcode sources`."
    )
    assert error.message == "There is no source 'interview-o1'."
    assert error.hint == "Did you mean 'Interview-01'?"


def test_without_a_similar_name_the_remedy_is_the_hint() -> None:
    error = NotFoundError.among("source", "xyz", ["interview"], "See `qualcode sources`.")
    assert error.hint == "See `qualcode sources`."


@pytest.mark.parametrize(
    ("line", "column", "location"),
    [(None, None, "codebook.yaml: "), (3, None, "codebook.yaml:3: "), (3, 7, "codebook.yaml:3:7: ")],
)
def test_an_error_in_a_file_begins_with_its_location(
    line: int | None, column: int | None, location: str
) -> None:
    error = CodebookError("Wrong.", "Right it.", path=Path("codebook.yaml"), line=line, column=column)
    assert str(error) == f"{location}Wrong.\nRight it."


def test_an_error_without_a_file_has_no_location() -> None:
    assert str(InvalidFileError("Wrong.")) == "Wrong."


def test_a_query_error_has_the_offset() -> None:
    assert QueryError("No closing bracket.", position=4).position == 4


def test_a_missing_extra_is_named_with_the_command_that_installs_it() -> None:
    assert "pip install 'qualcode[irr]'" in MissingExtraError.named("irr", "This table").hint


def test_the_nearest_name_ignores_case() -> None:
    assert nearest_name("PURSUIT", ["pursue", "Pursuits", "harm"]) == "Pursuits"
    assert nearest_name("zzz", ["pursue"]) is None
    assert nearest_name("x", []) is None
