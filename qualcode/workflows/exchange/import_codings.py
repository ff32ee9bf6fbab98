"""Codings from a table of any program: its columns are guessed and shown before anything is applied.

The rows are applied by the same engine as `apply --from`; here columns and codes have the names that other
programs give them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.errors import InvalidFileError
from qualcode.model import CodeKey, CoderName, key_from
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.text.plurals import counted
from qualcode.workflows.coding.bulk_apply import BulkResult, apply_numbered
from qualcode.workflows.exchange.code_names import CodeNames, shared_label_message
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
_MAX_NAMED = 10
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
    headings = list(dict.fromkeys(name for _, row in numbered for name in row))
    columns = _guess_columns(headings)
    missing = [name for name in ("source", "code") if name not in columns.values()]
    if missing or not {"quote", "start", "turn"} & set(columns.values()):
        wanted = " and ".join(missing) or "the words (quote) or their positions (start, end)"
        raise InvalidFileError(
            f"No column of this table is {wanted}: it has {', '.join(headings) or 'none'}.",
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
    names = CodeNames(current_codebook(project).codebook)
    by_coder: dict[CoderName, list[tuple[int, FileRow]]] = {}
    undecided: dict[str, None] = {}
    for line, row in rows:
        own = CoderName(" ".join(str(row.pop("coder", "") or coder).split()))
        for name in _named_codes(str(row.get("code") or ""), names):
            key = _key(name, names)
            if key is None:
                undecided[_PATH.split(name)[-1] or name] = None
            by_coder.setdefault(own, []).append((line, {**row, "code": key or name}))
    return ProposedCodings(
        path=path,
        columns=columns,
        unused=tuple(name for name in headings if name not in columns),
        rows=by_coder,
        notes=(*notes, *_notes_on_codes(undecided, names)),
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


def _named_codes(cell: str, names: CodeNames) -> list[str]:
    """Return the names in a cell: one if the whole cell is a name, else those between separators."""
    if _key(cell, names) is not None or names.sharing(cell.strip()):
        return [cell]
    return [part for part in _SEPARATORS.split(cell.strip()) if part] or [cell]


def _key(name: str, names: CodeNames) -> CodeKey | None:
    """Return the code that is named by key, label or path."""
    *above, last = _PATH.split(name.strip())
    return names.key(name.strip()) or names.key(last, above[-1] if above else "")


def _notes_on_codes(undecided: Iterable[str], names: CodeNames) -> Iterator[str]:
    """Yield what to do about names that several codes have, or none."""
    unknown = []
    for name in undecided:
        if keys := names.sharing(name):
            yield shared_label_message(name, keys)
        elif name:
            unknown.append(name)
    if unknown:
        first = ", ".join(unknown[:_MAX_NAMED]) + (" …" if len(unknown) > _MAX_NAMED else "")
        yield (
            f"{counted(len(unknown), 'name')} of no code here: {first}. Add them to the codebook first "
            f"(`qualcode codebook add {key_from(unknown[0])}`), or leave their rows out with --skip-bad."
        )


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
