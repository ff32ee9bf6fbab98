"""Import a codebook from a table, a REFI-QDA file or an indented list."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualcode.errors import CodebookError, ConflictError, UsageError
from qualcode.files import write_atomically
from qualcode.model import Code, Codebook, CodeKey, CoderName
from qualcode.store.project import Project
from qualcode.store.records import move_codings
from qualcode.store.records.foreign_guids import GuidKind
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.codebook.edit_codebook import ProposedEdit
from qualcode.workflows.project.create_project import write_schema
from qualcode.workflows.project.current_codebook import CurrentCodebook, read_codebook_file

SUFFIXES = (".csv", ".tsv", ".xlsx", ".qdc", ".qdpx", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingCodebook:
    """A codebook from a file, with warnings about content that was left out."""

    path: Path
    codebook: Codebook
    warnings: tuple[str, ...] = ()
    guids: Mapping[GuidKind, Mapping[str, str]] = field(default_factory=dict)
    """GUIDs of codes and groups by name, if the file has them."""


def read(path: Path) -> IncomingCodebook:
    """Return the codebook in a .csv, .xlsx, .qdc or .txt file; CodebookError names the line."""
    from qualcode import codebook, untrusted
    from qualcode.exchange import refi_codebook
    from qualcode.readers.decode_bytes import decode

    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        hint = "A YAML file is a codebook already: name it in qualcode.toml." if suffix[:3] == ".ya" else ""
        raise UsageError(
            f"A codebook cannot be imported from {suffix or 'a file without a suffix'}.",
            hint or f"Supported: {' '.join(SUFFIXES)}.",
        )
    if suffix == ".qdpx":
        return _codebook_of_project(path)
    data = untrusted.read_bytes(path, untrusted.FILE_LIMIT)
    try:
        if suffix == ".qdc":
            qdc = refi_codebook.read(data, path)
            return IncomingCodebook(
                path=path,
                codebook=qdc.codebook,
                warnings=qdc.warnings,
                guids={
                    GuidKind.CODE: {str(key): guid for key, guid in qdc.guids.items()},
                    GuidKind.GROUP: qdc.group_guids,
                },
            )
        if suffix == ".txt":
            with untrusted.naming_file(path):
                decoded = decode(data)
            outline = codebook.from_outline(decoded.text)
            return IncomingCodebook(
                path=path, codebook=outline.codebook, warnings=(*decoded.warnings, *outline.warnings)
            )
        table = codebook.from_rows(_rows(data, path))
    except CodebookError as error:
        error.path = path
        raise
    return IncomingCodebook(path=path, codebook=table.codebook, warnings=table.warnings)


def _codebook_of_project(path: Path) -> IncomingCodebook:
    """Return the codebook alone of another program's project."""
    from qualcode.workflows.exchange.read_foreign_project import read_foreign_project

    contents = read_foreign_project(path)
    rest = (
        f"Only its codes are taken; {len(contents.sources)} sources and {len(contents.codings)} codings come "
        "with `qualcode init DIR --from FILE`."
    )
    return IncomingCodebook(
        path=path,
        codebook=contents.codebook,
        warnings=(rest,) if contents.sources else (),
        guids={kind: contents.guids.get(kind.value, {}) for kind in (GuidKind.CODE, GuidKind.GROUP)},
    )


def propose(project: Project, incoming: IncomingCodebook, *, replacing: bool = False) -> ProposedEdit:
    """Propose the incoming codebook as the project's; codes in use that it lacks are appended as retired.

    ConflictError if the project has codes already and `replacing` is false.
    """
    from qualcode.codebook import read, with_schema, write
    from qualcode.codebook.changes import edit

    current = read_codebook_file(project)
    if not (replacing or is_untouched(current)):
        raise ConflictError(
            f"The codebook has {len(current.codebook)} codes already: {current.file}.",
            "Use --replace to replace it, or --output FILE to write the new one to another file.",
        )
    name = incoming.codebook.name or current.codebook.name  # without a name in the file, the old name stays
    missing = missing_uses(project, incoming)
    codes = (*incoming.codebook.codes, *(_retired(current.codebook, key) for key in missing))
    groups = incoming.codebook.groups or current.codebook.groups  # a table has none: those there stay
    text = with_schema(write(Codebook(name=name, codes=codes, groups=groups)))
    return ProposedEdit(
        verb="import codebook",
        summary=f"{len(incoming.codebook)} codes from {incoming.path.name}",
        current=current,
        edit=edit.Edit(text=text, codebook=read(text)),
        codings=sum(missing.values()),
        guids=incoming.guids,
    )


def carry_out(project: Project, coder: CoderName, proposal: ProposedEdit) -> None:
    """Write the imported codebook, as an act that can be undone."""
    edit_codebook.carry_out(project, coder, proposal)
    write_schema(project)


def missing_uses(project: Project, incoming: IncomingCodebook) -> dict[CodeKey, int]:
    """Return the codes in use that the incoming codebook lacks, with their numbers of codings."""
    used = move_codings.codes_in_use(project.database)
    return {key: count for key, count in used.items() if key not in incoming.codebook}


def is_untouched(current: CurrentCodebook) -> bool:
    """Return whether the codebook has no codes or is unchanged since `qualcode init`."""
    from qualcode.codebook import new_text

    return not current.codebook.codes or current.text == new_text(current.codebook.name)


def _retired(book: Codebook, key: CodeKey) -> Code:
    code = book.code(key) if key in book else Code(key=key)
    return replace(code, children=(), retired=True)


def write_yaml_file(incoming: IncomingCodebook, path: Path, *, replacing: bool = False) -> Path:
    """Write the incoming codebook to a YAML file; ConflictError if it exists and `replacing` is false."""
    from qualcode.codebook import write

    if path.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"A codebook is a .yaml file, not {path.name}.", "End its name in .yaml.")
    if path.exists() and not replacing:
        raise ConflictError(f"The file exists already: {path}.", "Use another name, or --replace.")
    return write_atomically(path, write(incoming.codebook).encode())


def _rows(data: bytes, path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return a table's rows with their lines; the formula guard of our CSV files is removed."""
    from qualcode.readers import parse_rows
    from qualcode.tables import unguard_formula

    rows = parse_rows(data, path)
    if path.suffix.lower() == ".xlsx":
        return list(rows)
    return [(line, {name: unguard_formula(cell) for name, cell in row.items()}) for line, row in rows]
