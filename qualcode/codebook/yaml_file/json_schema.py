"""The JSON Schema of the codebook file, with which editors complete and check while typing.

It is shipped as a file beside this module; the reader checks more (repeated keys, regular expressions).
"""

from importlib.resources import files


def schema_text() -> str:
    """Return the schema as JSON text."""
    return files("qualcode.codebook").joinpath("schema.json").read_text(encoding="utf-8")
