"""The codebook as a table with one row per code, for spreadsheets and other programs.

The column `parent` holds the key of the parent code; a list is one cell with one item per line.
`from_rows` in `read_code_table` reads the table back.
"""

import json

from qualcode.codebook.formats.appendix_entries import Counts
from qualcode.codebook.yaml_file.field_names import TEXT_FIELDS
from qualcode.codebook.yaml_file.write_yaml import pattern_text
from qualcode.model import Code, Codebook, Listing, Value

COLUMNS = ("code", "parent", *TEXT_FIELDS, "examples", "patterns", "retired", "codebook")


def listing(codebook: Codebook, counts: Counts | None = None) -> Listing:
    """Return one row per code; without codes, one row with the codebook's name only.

    A codebook with groups has a column of them, one in a line.
    """
    rows: list[tuple[Value, ...]] = [
        (
            *_row(codebook, code, ancestors),
            *((_groups_of(codebook, code),) if codebook.groups else ()),
            *(() if counts is None else (counts.get(code.key, 0),)),
        )
        for code, ancestors in codebook.walk()
    ]
    columns = (
        *COLUMNS, *(("groups",) if codebook.groups else ()), *(() if counts is None else ("n",)),
    )  # fmt: skip
    if not rows and codebook.name:
        rows = [tuple(codebook.name if name == "codebook" else None for name in columns)]
    return Listing(columns=columns, rows=tuple(rows), title=codebook.name)


def _row(codebook: Codebook, code: Code, ancestors: tuple[Code, ...]) -> tuple[Value, ...]:
    return (
        code.key,
        ancestors[-1].key if ancestors else "",
        *(getattr(code, field) for field in TEXT_FIELDS),
        _lines(code.examples),
        "\n".join(map(pattern_text, code.patterns)),
        "yes" if code.retired else "",
        codebook.name,
    )


def _groups_of(codebook: Codebook, code: Code) -> str:
    return "\n".join(group.name for group in codebook.groups if code.key in group.members)


def _lines(texts: tuple[str, ...]) -> str:
    """Return one text per line, or JSON if a text has several lines or looks like JSON."""
    plain = not any("\n" in text for text in texts) and not "".join(texts[:1]).startswith("[")
    return "\n".join(texts) if plain else json.dumps(texts, ensure_ascii=False)
