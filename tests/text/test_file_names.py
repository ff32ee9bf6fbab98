"""Names as names of files."""

import pytest

from qualcode.text.file_names import safe_file_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a/b: c?", "a-b- c-"), (" .hidden. ", "hidden"), ("Zoë 1.txt", "Zoë 1.txt"), ("..", "")],
)
def test_signs_that_files_cannot_have_become_dashes(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe
