"""Texts of new codes in the form that they would have if they had been read from a file."""

from dataclasses import replace

from qualcode.codebook.changes import changed_codebook
from qualcode.codebook.yaml_file.field_names import COLOR, TEXT_FIELDS
from qualcode.errors import UsageError
from qualcode.model import Code
from qualcode.text.visible import UNPRINTABLE


def normalise_code(code: Code) -> Code:
    """Return a code with its texts normalised as if it had been read from a file."""
    for field in TEXT_FIELDS:
        code = changed_codebook.with_field(code, field, normalise_text(field, getattr(code, field)))
    examples = tuple(normal for example in code.examples if (normal := normalise_text("example", example)))
    return replace(code, examples=examples, children=tuple(map(normalise_code, code.children)))


def normalise_text(field: str, text: str) -> str:
    """Return a text for a field as if it had been read; UsageError if it cannot be one."""
    if UNPRINTABLE.search(text):
        raise UsageError(f"The new {field} has control characters in it.", "Remove them.")
    new = " ".join(text.split()) if field == "label" else text.strip()
    if field == "color" and new and not COLOR.fullmatch(new):
        raise UsageError(f"{new!r} is not a colour.", 'Write it as in "#4C78A8".')
    return new
