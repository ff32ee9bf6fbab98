"""Codings from a table of any program: its columns are guessed and shown before anything is applied.

The rows are applied by the same engine as `apply --from`; here columns and codes have the names that other
programs give them.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.errors import InvalidFileError
from qualcode.model import Code, Codebook, CodeKey, CoderName
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.workflows.coding.bulk_apply import BulkResult, apply_numbered
from qualcode.workflows.project.current_codebook import current_codebook

_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "source": (
        "document", "document name", "file", "file name", "filename", "transcript", "source name",
    ),
    "code": ("tag", "codes", "code name", "tags", "label", "node", "category"),
    "coder": ("owner", "author", "created by", "coded by", "user", "creator", "modified by"),
    "quote": (
        "content", "segment", "text", "coded text", "quotation", "seltext", "quotation content",
        "coded segment", "coded", "highlight", "snippet", "quotation text",
    ),
    "start": ("start offset", "begin", "beginning", "pos0", "start position", "from"),
    "end": ("end offset", "pos1", "end position", "to"),
    "turn": ("turn number", "paragraph"),
    "memo": ("comment", "comments", "note", "notes", "memos"),
    "before": ("context before",),
    "nth": ("occurrence",),
}  # fmt: skip
_SEPARATORS = re.compile(r"\s*[;\n|]\s*")
_PATH = re.compile(r"\s*(?:\\|>|::|/)\s*")
FileRow = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCodings:
    """The codings of a table that are not applied yet: its columns as they are read, and its rows."""

    path: Path
    columns: Mapping[str, str]
    """What is read of each column: the table's name → ours."""
    unused: tuple[str, ...]
    rows: Mapping[CoderName, Sequence[tuple[int, FileRow]]] = field(default_factory=dict)
    """The rows of each coder with their lines."""
    notes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Number of codings in the table."""
        return sum(map(len, self.rows.values()))


def propose_codings(project: Project, coder: CoderName, path: Path) -> ProposedCodings:
    """Read a .csv or .xlsx table; InvalidFileError if no column is the source or the code.

    Rows without a coder are `coder`'s. Positions are used only if they fit the quotes beside them.
    """
    from qualcode.readers import read_rows

    numbered = list(read_rows(path))
    names = list(dict.fromkeys(name for _, row in numbered for name in row))
    columns = _guess_columns(names)
    missing = [name for name in ("source", "code") if name not in columns.values()]
    if missing or not {"quote", "start", "turn"} & set(columns.values()):
        wanted = " and ".join(missing) or "the words (quote) or their positions (start, end)"
        raise InvalidFileError(
            f"No column of this table is {wanted}: it has {', '.join(names) or 'none'}.",
            f"Name a column {missing[0] if missing else 'quote'} in its first row.",
            path=path,
        )
    rows: list[tuple[int, FileRow]] = [
        (line, {columns[name]: cell for name, cell in row.items() if name in columns})
        for line, row in numbered
    ]
    texts = _SourceTexts(project)
    for _, row in rows:
        row["source"] = texts.name_of(str(row.get("source") or ""))
    notes = _drop_unfit_positions(rows, texts)
    codebook = current_codebook(project).codebook
    keys_by_name, shared = _keys_by_name(codebook), _keys_with_shared_label(codebook)
    ambiguous: dict[str, None] = {}
    by_coder: dict[CoderName, list[tuple[int, FileRow]]] = {}
    for line, row in rows:
        own = CoderName(" ".join(str(row.pop("coder", "") or coder).split()))
        cell = str(row.get("code") or "")
        for key in _keys(cell, keys_by_name):
            if key in shared and key not in cell:
                ambiguous[key] = None
            by_coder.setdefault(own, []).append((line, {**row, "code": key}))
    return ProposedCodings(
        path=path,
        columns=columns,
        unused=tuple(name for name in names if name not in columns),
        rows=by_coder,
        notes=(*notes, *(_shared_label_note(codebook.code(CodeKey(key))) for key in ambiguous)),
    )


def carry_out(
    project: Project, proposal: ProposedCodings, *, skip_faulty: bool = False
) -> dict[CoderName, BulkResult]:
    """Apply the codings, of each coder in one act; InvalidFileError, and none is applied, for faulty rows."""
    with project.database.transaction():
        return {
            coder: apply_numbered(project, coder, rows, proposal.path, skip_faulty=skip_faulty)
            for coder, rows in proposal.rows.items()
        }


def _guess_columns(names: Sequence[str]) -> dict[str, str]:
    """Return what each column is: its own name, or the first whose synonym it is."""
    columns: dict[str, str] = {}
    for synonyms in (lambda field: (field,), lambda field: _SYNONYMS[field]):
        for field_name in _SYNONYMS:
            if field_name in columns.values():
                continue
            for wanted in synonyms(field_name):
                match = next((name for name in names if name not in columns and _plain(name) == wanted), None)
                if match is not None:
                    columns[match] = field_name
                    break
    return {name: columns[name] for name in names if name in columns}


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _keys_by_name(codebook: Codebook) -> dict[str, str]:
    """Return the keys of the codes by key and label, in lower case."""
    by_title = {code.title.casefold(): str(code.key) for code, _ in codebook.walk()}
    return by_title | {str(key).casefold(): str(key) for key in codebook.keys}


def _keys_with_shared_label(codebook: Codebook) -> frozenset[str]:
    counts = Counter(code.title.casefold() for code, _ in codebook.walk())
    return frozenset(code.key for code, _ in codebook.walk() if counts[code.title.casefold()] > 1)


def _shared_label_note(code: Code) -> str:
    return (
        f"Several codes are called {code.title}: rows with this name get `{code.key}`. "
        "Where another is meant, write its key in the table."
    )


def _keys(cell: str, by_name: Mapping[str, str]) -> list[str]:
    """Return the keys of the codes that a cell names by key, label or path; the cell itself if unknown."""

    def known(name: str) -> str | None:
        return by_name.get(name.casefold()) or by_name.get(_PATH.split(name)[-1].casefold())

    if key := known(cell.strip()):
        return [key]
    keys = [known(part) or part for part in _SEPARATORS.split(cell.strip()) if part]
    return keys or [cell]


class _SourceTexts:
    """Sources by the names that tables give them: with or without an ending, in any case."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._ids = sources.ids_by_name(project.database)
        self._names: dict[str, str] = {}
        for summary in sources.summaries(project.database):
            stem, dot, _ = summary.file_name.rpartition(".")
            for form in (summary.name, summary.file_name, stem if dot else summary.name):
                self._names.setdefault(form.casefold(), summary.name)
        self._texts: dict[str, str] = {}

    def name_of(self, name: str) -> str:
        """Return the source's own name; the same name if there is no such source."""
        plain = " ".join(name.split())
        stem, dot, _ = plain.rpartition(".")
        return (
            self._names.get(plain.casefold()) or self._names.get((stem if dot else plain).casefold()) or plain
        )

    def text(self, name: str) -> str:
        """Return the text of a source; empty if there is none of this name."""
        if name not in self._texts:
            known = name in self._ids
            self._texts[name] = sources.with_id(self._project.database, self._ids[name]).text if known else ""
        return self._texts[name]


def _drop_unfit_positions(rows: Sequence[tuple[int, FileRow]], texts: _SourceTexts) -> tuple[str, ...]:
    """Leave out start and end if they are not the positions of the quotes; return what to say about it."""
    quoted = [row for _, row in rows if row.get("quote") and row.get("start") not in (None, "")]
    fitting = sum(_fits(row, texts.text(str(row["source"]))) for row in quoted)
    if not quoted or fitting == len(quoted):
        return ()
    for row in quoted:
        row.pop("start", None)
        row.pop("end", None)
    message = (
        f"The positions in the table fit {fitting} of {len(quoted)} quotes, so they are paragraphs or "
        "counted in another way: the words are found by their quotes alone."
    )
    return (message,)


def _fits(row: FileRow, text: str) -> bool:
    from qualcode.text.folded_text import fold

    try:
        start, end = int(str(row.get("start"))), int(str(row.get("end")))
    except ValueError:
        return False
    return fold(text[start:end]).strip() == fold(str(row["quote"])).strip()
