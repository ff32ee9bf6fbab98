"""Read a codebook from a table with one row per code, from another program or from `code_table`.

Columns are recognised by their usual names. The parent of a code is given by key or label; rows may be in any
order. Columns that are not recognised are named in warnings.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from qualcode.codebook.yaml_file.field_names import COLOR, MAX_CODES, MAX_LEVELS
from qualcode.codebook.yaml_file.pattern_fields import read_pattern
from qualcode.codebook.yaml_file.yaml_nodes import SequenceNode, compose
from qualcode.errors import CodebookError, nearest_name
from qualcode.model import Code, Codebook, CodeGroup, CodeKey, Pattern, is_key, unused_key
from qualcode.text.visible import UNPRINTABLE

_SYNONYMS = {
    "code": ("key", "code id", "code key"),
    "parent": ("parent code", "parent key", "under", "theme", "category"),
    "label": ("name", "code name", "title", "code label", "tag"),
    "color": ("colour",),
    "brief": ("brief definition", "short definition", "summary"),
    "definition": ("description", "full definition", "meaning", "code definition"),
    "when to use": ("inclusion", "inclusion criteria", "use when"),
    "when not to use": ("exclusion", "exclusion criteria", "do not use when"),
    "examples": ("example", "quote", "quotes", "example quote"),
    "patterns": ("pattern",),
    "groups": ("group", "code groups", "code group"),
    "retired": (),
    "codebook": (),
}
_FIELD_BY_COLUMN = {
    name: column.replace(" ", "_") for column, synonyms in _SYNONYMS.items() for name in (column, *synonyms)
}
_YES = frozenset({"yes", "true", "1", "x"})
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCodebook:
    """A codebook from another format, with warnings about content that was left out."""

    codebook: Codebook
    warnings: tuple[str, ...] = ()


def from_rows(rows: Iterable[tuple[int, Row]]) -> ImportedCodebook:
    """Return the codebook in (line, row) pairs; CodebookError names the line that is not valid."""
    return _Table(rows).imported()


class _Table:
    """Collects the codes of a table's rows and the parent named in each row."""

    def __init__(self, rows: Iterable[tuple[int, Row]]) -> None:
        self._rows = rows
        self._name = ""
        self._codes: dict[CodeKey, Code] = {}
        self._labels: dict[str, CodeKey] = {}
        self._parents: dict[CodeKey, tuple[int, str]] = {}
        self._groups: dict[str, list[CodeKey]] = {}
        self._unknown_columns: dict[str, None] = {}

    def imported(self) -> ImportedCodebook:
        """Read all rows, then build the tree."""
        for line, row in self._rows:
            cells = self._cells_by_field(row)
            self._name = self._name or " ".join(cells.get("codebook", "").split())
            if any(text for field, text in cells.items() if field != "codebook"):
                self._add_code(line, cells)
        warnings = [
            f"The column {name!r} is no field of a code; it was left out." for name in self._unknown_columns
        ]
        codes = tuple(_Tree(self._codes, self._parent_keys()).children(None))
        groups = tuple(CodeGroup(name=name, members=tuple(keys)) for name, keys in self._groups.items())
        codebook = Codebook(name=self._name, codes=codes, groups=groups)
        return ImportedCodebook(codebook=codebook, warnings=tuple(warnings))

    def _cells_by_field(self, row: Row) -> dict[str, str]:
        cells: dict[str, str] = {}
        for name, cell in row.items():
            field = _FIELD_BY_COLUMN.get(" ".join(name.casefold().replace("_", " ").split()))
            if field is None:
                if name.casefold() != "n":
                    self._unknown_columns[name] = None
            elif cell.strip():
                cells.setdefault(field, UNPRINTABLE.sub("", cell.replace("\r\n", "\n")).strip())
        return cells

    def _add_code(self, line: int, cells: Mapping[str, str]) -> None:
        key = self._key(line, cells)
        if len(self._codes) >= MAX_CODES:
            raise CodebookError(f"The table has more than {MAX_CODES:,} codes.", line=line)
        color = cells.get("color", "")
        if color and not COLOR.fullmatch(color):
            raise CodebookError(f"{color!r} is not a colour.", "Write it as in #4C78A8.", line=line)
        cell = cells.get("code", "")
        label = " ".join((cells.get("label") or ("" if is_key(cell) else cell)).split())
        self._codes[key] = Code(
            key=key,
            label=label,
            color=color,
            brief=cells.get("brief", ""),
            definition=cells.get("definition", ""),
            when_to_use=cells.get("when_to_use", ""),
            when_not_to_use=cells.get("when_not_to_use", ""),
            examples=_examples(cells.get("examples", "")),
            patterns=_patterns(cells.get("patterns", ""), line),
            retired=cells.get("retired", "").casefold() in _YES,
            line=line,
        )
        self._labels.setdefault(label.casefold(), key)
        self._parents[key] = line, cells.get("parent", "")
        for name in dict.fromkeys(" ".join(text.split()) for text in cells.get("groups", "").split("\n")):
            if name:
                self._groups.setdefault(name, []).append(key)

    def _key(self, line: int, cells: Mapping[str, str]) -> CodeKey:
        cell = cells.get("code", "")
        if not cell and not cells.get("label"):
            raise CodebookError("This row names no code.", "Fill in the column `code` or `label`.", line=line)
        if not is_key(cell):
            return unused_key(cell or cells["label"], self._codes)
        if cell in self._codes:
            first = self._codes[CodeKey(cell)].line
            raise CodebookError(f"The code {cell!r} is here twice, first in line {first}.", line=line)
        return CodeKey(cell)

    def _parent_keys(self) -> dict[CodeKey, CodeKey | None]:
        """Return the key of each code's parent, which a row names by key or else by label."""
        parents: dict[CodeKey, CodeKey | None] = {}
        for key, (line, name) in self._parents.items():
            parent = CodeKey(name) if name in self._codes else self._labels.get(name.casefold())
            if name and parent is None:
                nearest = nearest_name(name, [*self._codes, *self._labels])
                hint = f"Did you mean {nearest!r}?" if nearest else "Give that code a row of its own."
                raise CodebookError(f"There is no code {name!r} to put `{key}` under.", hint, line=line)
            parents[key] = parent if name else None
        return parents


class _Tree:
    """The tree of codes; CodebookError for cycles and too many levels."""

    def __init__(self, codes: Mapping[CodeKey, Code], parents: Mapping[CodeKey, CodeKey | None]) -> None:
        self._codes = codes
        self._children: dict[CodeKey | None, list[CodeKey]] = {}
        for key, parent in parents.items():
            self._children.setdefault(parent, []).append(key)
        for key in codes:
            self._check_ancestors(key, parents)

    def children(self, parent: CodeKey | None) -> Iterator[Code]:
        """Yield the child codes of one code (of the root for None), with their own children."""
        for key in self._children.get(parent, ()):
            yield replace(self._codes[key], children=tuple(self.children(key)))

    def _check_ancestors(self, key: CodeKey, parents: Mapping[CodeKey, CodeKey | None]) -> None:
        visited = {key}
        parent = parents[key]
        while parent is not None:
            if parent in visited:
                raise CodebookError(f"`{key}` is under itself.", line=self._codes[key].line)
            if len(visited) >= MAX_LEVELS:
                raise CodebookError(f"`{key}` is under more than {MAX_LEVELS} codes.")
            visited.add(parent)
            parent = parents[parent]


def _examples(cell: str) -> tuple[str, ...]:
    if cell.startswith("["):
        try:
            texts = json.loads(cell)
        except (ValueError, RecursionError):
            texts = None
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
            return tuple(text.strip() for text in texts if text.strip())
    return tuple(text.strip() for text in cell.split("\n") if text.strip())


def _patterns(cell: str, line: int) -> tuple[Pattern, ...]:
    """Read patterns in the codebook file's form, one per line."""
    try:
        node = compose("\n".join(f"- {text}" for text in cell.split("\n") if text.strip()))
        items = node.items if isinstance(node, SequenceNode) else []
        return tuple(replace(read_pattern(item), line=line) for item in items)
    except CodebookError as error:
        hint = error.hint.replace("Write:\n    1 | - ", "Write: ")
        raise CodebookError(error.message, hint, line=line) from error
