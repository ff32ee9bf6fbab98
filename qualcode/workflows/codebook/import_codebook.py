"""Importing a codebook from a table, another program's file, or an indented list."""

from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.errors import CodebookError, ConflictError, UsageError
from qualcode.files import write_atomically
from qualcode.model import Code, Codebook, CodeKey, CoderName
from qualcode.store.project import Project
from qualcode.store.records import move_codings
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.codebook.edit_codebook import ProposedEdit
from qualcode.workflows.project.create_project import write_schema
from qualcode.workflows.project.current_codebook import CurrentCodebook, read_codebook_file

SUFFIXES = (".csv", ".tsv", ".xlsx", ".qdc", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingCodebook:
    """A codebook from a file, and what of it could not be taken over."""

    path: Path
    codebook: Codebook
    warnings: tuple[str, ...] = ()


def read(path: Path) -> IncomingCodebook:
    """Return the codebook in a .csv, .xlsx, .qdc or .txt file; CodebookError names the line that is wrong."""
    from qualcode import codebook, untrusted
    from qualcode.exchange import refi_codebook
    from qualcode.readers.decode_bytes import decode

    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        hint = "A YAML file is a codebook already: name it in qualcode.toml." if suffix[:3] == ".ya" else ""
        raise UsageError(
            f"A codebook is not imported from {suffix or 'such a file'}.",
            hint or f"Read are {' '.join(SUFFIXES)}.",
        )
    data = untrusted.read_bytes(path, untrusted.FILE_LIMIT)
    try:
        if suffix == ".qdc":
            found = refi_codebook.read(data, path)
            return IncomingCodebook(path=path, codebook=found.codebook, warnings=found.warnings)
        if suffix == ".txt":
            with untrusted.naming_file(path):
                decoded = decode(data)
            outline = codebook.from_outline(decoded.text)
            return IncomingCodebook(
                path=path, codebook=outline.codebook, warnings=(*decoded.warnings, *outline.warnings)
            )
        table = codebook.from_rows(_rows(path))
    except CodebookError as error:
        error.path = path
        raise
    return IncomingCodebook(path=path, codebook=table.codebook, warnings=table.warnings)


def propose(project: Project, incoming: IncomingCodebook, *, replacing: bool = False) -> ProposedEdit:
    """Propose this as the project's codebook; codes in use that it does not have stay, retired, at its end.

    ConflictError where there are codes already and they are not to be replaced.
    """
    from qualcode.codebook import read, with_schema, write
    from qualcode.codebook.changes import edit

    force = read_codebook_file(project)
    if not (replacing or is_untouched(force)):
        raise ConflictError(
            f"The codebook has {len(force.codebook)} codes already: {force.file}.",
            "Say --replace to put this one in its place, or --output FILE to write it beside.",
        )
    name = incoming.codebook.name or force.codebook.name  # a file that names no codebook leaves the name
    kept = left_behind(project, incoming)
    codes = (*incoming.codebook.codes, *(_retired(force.codebook, key) for key in kept))
    text = with_schema(write(Codebook(name=name, codes=codes)))
    return ProposedEdit(
        verb="import codebook",
        summary=f"{len(incoming.codebook)} codes from {incoming.path.name}",
        force=force,
        edit=edit.Edit(text=text, codebook=read(text)),
        codings=sum(kept.values()),
    )


def carry_out(project: Project, coder: CoderName, proposal: ProposedEdit) -> None:
    """Put the codebook in its place, as an act that undo takes back."""
    edit_codebook.carry_out(project, coder, proposal)
    write_schema(project)


def left_behind(project: Project, incoming: IncomingCodebook) -> dict[CodeKey, int]:
    """Return the codes in use that this codebook does not have, each with its number of codings."""
    used = move_codings.codes_in_use(project.database)
    return {key: count for key, count in used.items() if key not in incoming.codebook}


def is_untouched(force: CurrentCodebook) -> bool:
    """Whether there is nothing to lose: the codebook is still as `init` made it, or has no codes."""
    from qualcode.codebook import new_text

    return not force.codebook.codes or force.text == new_text(force.codebook.name)


def _retired(book: Codebook, key: CodeKey) -> Code:
    code = book.code(key) if key in book else Code(key=key)
    return replace(code, children=(), retired=True)


def write_beside(incoming: IncomingCodebook, path: Path, *, replacing: bool = False) -> Path:
    """Write the codebook to a YAML file of its own; ConflictError where there is a file already."""
    from qualcode.codebook import write

    if path.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"A codebook is a .yaml file, not {path.name}.", "Name it so after --output.")
    if path.exists() and not replacing:
        raise ConflictError(f"There is a file already: {path}.", "Name another, or say --replace.")
    return write_atomically(path, write(incoming.codebook).encode())


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return a table's rows; in csv our guard against formulas is taken away again."""
    from qualcode.readers import read_rows
    from qualcode.tables import unguard_formula

    if path.suffix.lower() == ".xlsx":
        return list(read_rows(path))
    return [
        (line, {name: unguard_formula(cell) for name, cell in row.items()}) for line, row in read_rows(path)
    ]
