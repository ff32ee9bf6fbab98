import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from qualcode import codebook
from qualcode.codebook.yaml_file import token_patterns
from qualcode.codebook.yaml_file.field_names import CODE_FIELDS
from qualcode.model import Codebook, PatternKind
from tests.support.random_codebooks import codebooks

SCHEMA = json.loads(codebook.schema_text())
VALIDATOR = Draft7Validator(SCHEMA)


def faults(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(YAML(typ="safe", pure=True).load(text))]


def test_the_schema_is_a_valid_json_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", sorted(Path("codebooks").glob("*.yaml")), ids=lambda path: path.name)
def test_the_example_codebooks_follow_the_schema(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_a_new_codebook_follows_the_schema() -> None:
    assert faults(codebook.new_text("no")) == []


@given(codebooks(grouped=True))
@settings(max_examples=25, deadline=None)
def test_written_codebooks_follow_the_schema(book: Codebook) -> None:
    assert faults(codebook.write(book)) == []


def test_the_schema_has_the_fields_patterns_and_token_attributes_of_the_reader() -> None:
    kinds = SCHEMA["definitions"]
    assert tuple(kinds["code"]["properties"]) == CODE_FIELDS
    assert set(kinds["pattern"]["properties"]) == {kind.value for kind in PatternKind}
    names = kinds["token"]["propertyNames"]["pattern"]
    assert set(names.removeprefix("^(?:").removesuffix(")$").split("|")) == token_patterns.ATTRIBUTES


@pytest.mark.parametrize(
    "text",
    [
        "codes:\n- label: x\n",
        "codes:\n- code: a b\n",
        "codes:\n- code: ''\n",
        "codes:\n- code: a\n  colour: x\n",
        "codes:\n- code: a\n  color: red\n",
        "codes:\n- code: a\n  label: [x]\n",
        "codes:\n- code: a\n  patterns: [x]\n",
        "codes:\n- code: a\n  patterns: [{lemma: x, not: y}]\n",
        "codes:\n- code: a\n  patterns: [token: [{LOWRE: x}]]\n",
        "codes:\n- code: a\n  retired: maybe\n",
        "other: x\n",
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(text: str) -> None:
    assert faults(text)
