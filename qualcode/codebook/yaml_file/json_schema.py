"""The JSON Schema of the codebook file, used by editors for completion and validation.

It is a package data file (`schema.json`); `read` checks more (repeated keys, regular expressions).
"""

from importlib.resources import files


def schema_text() -> str:
    """Return the schema as JSON text."""
    return files("qualcode.codebook").joinpath("schema.json").read_text(encoding="utf-8")
