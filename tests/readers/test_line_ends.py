"""What ends a line, in each format that can carry the character."""

from pathlib import Path

import pytest

from tests.support.dialogue_files import write
from tests.support.source_files import read, read_file


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\v"])
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_every_line_end_is_a_newline(tmp_path: Path, suffix: str, end: str) -> None:
    transcript = read(tmp_path, f"a{suffix}", f"Int: Well?{end}Ann: Yes.{end}")
    assert transcript.text == "Int: Well?\nAnn: Yes.\n"
    assert transcript.warnings == ()


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
@pytest.mark.parametrize("suffix", [".docx", ".odt", ".rtf", ".html"])
def test_line_separators_in_a_paragraph_are_newlines(tmp_path: Path, suffix: str, end: str) -> None:
    path = write(
        tmp_path, suffix, [("Int", ["Well?"]), ("Ann", [f"Yes.{end}And no."])], "colon", asides=False
    )
    transcript = read_file(path)
    assert transcript.text == "Int: Well?\n\nAnn: Yes.\nAnd no."
    assert transcript.warnings == ()
