"""Codebooks: read and write the YAML file, check, compare, edit, publish and import.

Reading and writing (loads ruamel only):
    read(text, path=None) -> Codebook        CodebookError(path, line, column) if it is not valid
    write(codebook) -> str                   the YAML text of a new file; read(write(c)) == c
    new_text(name) -> str                    the commented codebook of a new project
    with_schema(text) -> str                 the text with a first line that names the JSON Schema
    check(codebook) -> tuple[LintFinding, ...]   LintFinding(line, code, kind: LintRule, message) by line

Editing (loads ruamel only; text of a file in and out, nothing is written):
    edit.add, rename, define, relabel, recolor, retire, revive, move, merge, split, remove
        (text, key, ...) -> edit.Edit(text, codebook, changes: tuple[edit.KeyChange(old, new), ...])
        ConflictError if other lines would change, NotFoundError for an unknown key, else UsageError;
        edit.rename(..., codebook=) is faster with the codebook that was read (or cached) from that text
    compare(old, new, key_map={}) -> tuple[CodebookDifference, ...]
        CodebookDifference(kind: DifferenceKind, code, new_keys, message, field, before, after)
        `key_map` maps old keys to the new ones, as KeyChange does
    guess_renames(old, new) -> tuple[RenameGuess, ...]   RenameGuess(old, new, confidence, reason)
    check_usage(codebook, Usage(codings=, sources=, hits=, unmatched=, dead=)) -> tuple[LintFinding, ...]
    schema_text() -> str                     the JSON Schema of the file, for editors

Exchanging (loads python-docx only for docx):
    publish(codebook, form, counts=None, quotes=None) -> bytes     form in PRINTED_FORMS: md html docx
    listing(codebook, counts=None) -> Listing    one row per code, for `tables` to write as csv, xlsx …
    from_rows(rows) -> ImportedCodebook(codebook, warnings)
        rows as `readers.read_rows` gives them, each cell of a csv file through `tables.unguard_formula` first
    from_outline(text) -> ImportedCodebook       an indented list of codes
    from_nested_list(text) -> ImportedCodebook   a nested list in YAML, as qc has it
    plain_fields(text) -> dict[str, str]         the fields of another program's settings in YAML
    (.qdc files: `qualcode.exchange.refi_codebook`)

Text fields are read without the white space around them; labels and the name are single lines. Open files
with `newline=""`, so that an edit can keep their line endings.
"""

from qualcode.codebook.changes.compare_versions import CodebookDifference, DifferenceKind, compare
from qualcode.codebook.changes.rename_guesses import RenameGuess, guess_renames
from qualcode.codebook.formats.code_table import listing
from qualcode.codebook.formats.indented_outline import from_outline
from qualcode.codebook.formats.nested_list import from_nested_list, plain_fields
from qualcode.codebook.formats.published_formats import PRINTED_FORMS, publish
from qualcode.codebook.formats.read_code_table import ImportedCodebook, from_rows
from qualcode.codebook.lint.findings import LintFinding, LintRule
from qualcode.codebook.lint.lint_rules import check
from qualcode.codebook.lint.usage_rules import PatternHits, Usage, check_usage
from qualcode.codebook.yaml_file.json_schema import schema_text
from qualcode.codebook.yaml_file.new_codebook import SCHEMA_FILE, new_text, with_schema
from qualcode.codebook.yaml_file.read_yaml import read
from qualcode.codebook.yaml_file.write_yaml import write

__all__ = [
    "PRINTED_FORMS",
    "SCHEMA_FILE",
    "CodebookDifference",
    "DifferenceKind",
    "ImportedCodebook",
    "LintFinding",
    "LintRule",
    "PatternHits",
    "RenameGuess",
    "Usage",
    "check",
    "check_usage",
    "compare",
    "from_nested_list",
    "from_outline",
    "from_rows",
    "guess_renames",
    "listing",
    "new_text",
    "plain_fields",
    "publish",
    "read",
    "schema_text",
    "with_schema",
    "write",
]
