from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import codebook
from qualcode.codebook.yaml_file.yaml_nodes import compose
from qualcode.model import Codebook, is_key, key_from
from qualcode.store.records.codebook.codebook_json import from_json, to_json
from tests.support.random_codebooks import codebooks, words


@given(codebooks(grouped=True))
@settings(max_examples=150, deadline=None)
def test_a_written_codebook_is_read_back_equal(book: Codebook) -> None:
    assert codebook.read(codebook.write(book)) == book


@given(codebooks(grouped=True))
@settings(max_examples=60, deadline=None)
def test_the_python_parser_composes_the_same_nodes_as_libyaml(book: Codebook) -> None:
    text = codebook.write(book)
    assert compose(text, pure=True) == compose(text)


@pytest.mark.parametrize("path", sorted(Path("codebooks").glob("*.yaml")), ids=lambda path: path.name)
def test_both_parsers_give_the_examples_the_same_offsets(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert compose(text, pure=True) == compose(text)


@given(codebooks(grouped=True))
@settings(max_examples=60, deadline=None)
def test_the_stored_form_keeps_everything_including_lines(book: Codebook) -> None:
    read = codebook.read(codebook.write(book))
    restored = from_json(to_json(read))
    assert restored == read
    assert [code.line for code, _ in restored.walk()] == [code.line for code, _ in read.walk()]
    lines = [
        [pattern.line for code, _ in each.walk() for pattern in code.patterns] for each in (restored, read)
    ]
    assert lines[0] == lines[1]


def test_a_stored_form_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="form"):
        from_json('[0, "", []]')


@given(words() | st.text(max_size=200))
def test_a_key_is_derived_from_any_text(text: str) -> None:
    assert is_key(key_from(text))
