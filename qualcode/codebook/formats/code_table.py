"""A codebook as a table with a row for each code: the form in which spreadsheets exchange codebooks.

A code's place is given by the key of the code above it; a list stands in one cell, an item a line.
`from_rows` in `table_reading` reads it back.
"""

import json

from qualcode.codebook.formats.appendix_entries import Counts
from qualcode.codebook.yaml_file.field_names import TEXT_FIELDS
from qualcode.codebook.yaml_file.write_yaml import pattern_text
from qualcode.model import Code, Codebook, Listing, Value

COLUMNS = ("code", "parent", *TEXT_FIELDS, "examples", "patterns", "retired", "codebook")


def listing(codebook: Codebook, counts: Counts | None = None) -> Listing:
    """Return a row for each code; without codes, one row that holds the codebook's name."""
    rows: list[tuple[Value, ...]] = [
        (*_row(codebook, code, above), *(() if counts is None else (counts.get(code.key, 0),)))
        for code, above in codebook.walk()
    ]
    columns = (*COLUMNS, *(() if counts is None else ("n",)))
    if not rows and codebook.name:
        rows = [tuple(codebook.name if name == "codebook" else None for name in columns)]
    return Listing(columns=columns, rows=tuple(rows), title=codebook.name)


def _row(codebook: Codebook, code: Code, above: tuple[Code, ...]) -> tuple[Value, ...]:
    return (
        code.key,
        above[-1].key if above else "",
        *(getattr(code, field) for field in TEXT_FIELDS),
        _lines(code.examples),
        "\n".join(map(pattern_text, code.patterns)),
        "yes" if code.retired else "",
        codebook.name,
    )


def _lines(texts: tuple[str, ...]) -> str:
    """Return a text a line, or JSON where a text has lines itself or looks like JSON."""
    plain = not any("\n" in text for text in texts) and not "".join(texts[:1]).startswith("[")
    return "\n".join(texts) if plain else json.dumps(texts, ensure_ascii=False)
