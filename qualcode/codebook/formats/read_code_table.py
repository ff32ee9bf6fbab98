"""A table of another program, or our own, to a codebook.

Columns are known by their usual names. A code's place is given by the key or label of the code above it, with
the rows in any order; what cannot be taken over is said in warnings.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from qualcode.codebook.yaml_file.field_names import COLOR, MAX_CODES, MAX_LEVELS
from qualcode.codebook.yaml_file.pattern_fields import read_pattern
from qualcode.codebook.yaml_file.yaml_nodes import Sequence, compose
from qualcode.errors import CodebookError, nearest_name
from qualcode.model import Code, Codebook, CodeKey, Pattern, is_key, unused_key
from qualcode.text.visible import UNPRINTABLE

_OTHER_NAMES = {
    "code": ("key", "code id", "code key"),
    "parent": ("parent code", "parent key", "under", "theme", "category"),
    "label": ("name", "code name", "title", "code label"),
    "color": ("colour",),
    "brief": ("brief definition", "short definition", "summary"),
    "definition": ("description", "full definition", "meaning", "code definition"),
    "when to use": ("inclusion", "inclusion criteria", "use when"),
    "when not to use": ("exclusion", "exclusion criteria", "do not use when"),
    "examples": ("example", "quote", "quotes", "example quote"),
    "patterns": ("pattern",),
    "retired": (),
    "codebook": (),
}
_KNOWN = {
    name: column.replace(" ", "_") for column, others in _OTHER_NAMES.items() for name in (column, *others)
}
_YES = frozenset({"yes", "true", "1", "x"})
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCodebook:
    """A codebook from another form, and what of it could not be taken over."""

    codebook: Codebook
    warnings: tuple[str, ...] = ()


def from_rows(rows: Iterable[tuple[int, Row]]) -> ImportedCodebook:
    """Return the codebook in a table's rows, each with its line; CodebookError names the wrong one."""
    return _Table(rows).imported()


class _Table:
    """The rows of a table on their way to a tree."""

    def __init__(self, rows: Iterable[tuple[int, Row]]) -> None:
        self._rows = rows
        self._name = ""
        self._codes: dict[CodeKey, Code] = {}
        self._labels: dict[str, CodeKey] = {}
        self._parents: dict[CodeKey, tuple[int, str]] = {}
        self._strange: dict[str, None] = {}

    def imported(self) -> ImportedCodebook:
        """Read the rows, then hang each code under its parent."""
        for line, row in self._rows:
            known = self._known_cells(row)
            self._name = self._name or " ".join(known.get("codebook", "").split())
            if any(text for name, text in known.items() if name != "codebook"):
                self._take(line, known)
        warnings = [f"The column {name!r} is no field of a code; it was left out." for name in self._strange]
        codes = tuple(_Tree(self._codes, self._above()).under(None))
        return ImportedCodebook(codebook=Codebook(name=self._name, codes=codes), warnings=tuple(warnings))

    def _known_cells(self, row: Row) -> dict[str, str]:
        known: dict[str, str] = {}
        for name, cell in row.items():
            field = _KNOWN.get(" ".join(name.casefold().replace("_", " ").split()))
            if field is None:
                if name.casefold() != "n":
                    self._strange[name] = None
            elif cell.strip():
                known.setdefault(field, UNPRINTABLE.sub("", cell.replace("\r\n", "\n")).strip())
        return known

    def _take(self, line: int, cells: Mapping[str, str]) -> None:
        key = self._key(line, cells)
        if len(self._codes) >= MAX_CODES:
            raise CodebookError(f"The table has more than {MAX_CODES:,} codes.", line=line)
        color = cells.get("color", "")
        if color and not COLOR.fullmatch(color):
            raise CodebookError(f"{color!r} is not a colour.", "Write it as in #4C78A8.", line=line)
        given = cells.get("code", "")
        label = " ".join((cells.get("label") or ("" if is_key(given) else given)).split())
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

    def _key(self, line: int, cells: Mapping[str, str]) -> CodeKey:
        given = cells.get("code", "")
        if not given and not cells.get("label"):
            raise CodebookError("This row names no code.", "Fill in the column `code` or `label`.", line=line)
        if not is_key(given):
            return unused_key(given or cells["label"], self._codes)
        if given in self._codes:
            first = self._codes[CodeKey(given)].line
            raise CodebookError(f"The code {given!r} is here twice, first in line {first}.", line=line)
        return CodeKey(given)

    def _above(self) -> dict[CodeKey, CodeKey | None]:
        """Find the code above each, by key or else by label."""
        above: dict[CodeKey, CodeKey | None] = {}
        for key, (line, named) in self._parents.items():
            parent = CodeKey(named) if named in self._codes else self._labels.get(named.casefold())
            if named and parent is None:
                nearest = nearest_name(named, [*self._codes, *self._labels])
                hint = f"Did you mean {nearest!r}?" if nearest else "Give that code a row of its own."
                raise CodebookError(f"There is no code {named!r} to put `{key}` under.", hint, line=line)
            above[key] = parent if named else None
        return above


class _Tree:
    """Codes put under each other."""

    def __init__(self, codes: Mapping[CodeKey, Code], above: Mapping[CodeKey, CodeKey | None]) -> None:
        self._codes = codes
        self._below: dict[CodeKey | None, list[CodeKey]] = {}
        for key, parent in above.items():
            self._below.setdefault(parent, []).append(key)
        for key in codes:
            self._check_way_up(key, above)

    def under(self, parent: CodeKey | None) -> Iterator[Code]:
        """Yield the codes under one, with their own children."""
        for key in self._below.get(parent, ()):
            yield replace(self._codes[key], children=tuple(self.under(key)))

    def _check_way_up(self, key: CodeKey, above: Mapping[CodeKey, CodeKey | None]) -> None:
        passed = {key}
        parent = above[key]
        while parent is not None:
            if parent in passed:
                raise CodebookError(f"`{key}` stands under itself.", line=self._codes[key].line)
            if len(passed) >= MAX_LEVELS:
                raise CodebookError(f"`{key}` stands under more than {MAX_LEVELS} codes.")
            passed.add(parent)
            parent = above[parent]


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
    """Read patterns as they stand in a codebook file, one a line."""
    try:
        found = compose("\n".join(f"- {text}" for text in cell.split("\n") if text.strip()))
        items = found.items if isinstance(found, Sequence) else []
        return tuple(replace(read_pattern(item), line=line) for item in items)
    except CodebookError as error:
        raise CodebookError(error.message, error.hint, line=line) from error
