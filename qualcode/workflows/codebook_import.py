"""Importing a codebook from a table, another program's file, or an indented list."""

from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.errors import CodebookError, ConflictError, UsageError
from qualcode.files import write_whole
from qualcode.model import Codebook, CoderName
from qualcode.store import codings, history
from qualcode.store.project import Project
from qualcode.workflows.opening import CodebookInForce, codebook_in_force
from qualcode.workflows.starting import write_schema

SUFFIXES = (".csv", ".tsv", ".xlsx", ".qdc", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A codebook from a file, and what of it could not be taken over."""

    path: Path
    codebook: Codebook
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What it means to put another codebook in the place of the project's."""

    codes: int
    """How many codes of the coder's own there are now; those of an untouched new codebook do not count."""
    left: dict[str, int]
    """The codings whose code the other codebook does not have, by code."""


def read(path: Path) -> Incoming:
    """Return the codebook in a .csv, .xlsx, .qdc or .txt file; CodebookError names the line that is wrong."""
    from qualcode import codebook
    from qualcode.exchange import refi_codebook
    from qualcode.readers import guard
    from qualcode.readers.decoding import decode

    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        hint = "A YAML file is a codebook already: name it in qualcode.toml." if suffix[:3] == ".ya" else ""
        raise UsageError(
            f"A codebook is not imported from {suffix or 'such a file'}.",
            hint or f"Read are {' '.join(SUFFIXES)}.",
        )
    data = guard.file_bytes(path, guard.FILE_LIMIT)
    try:
        if suffix == ".qdc":
            found = refi_codebook.read(data, path)
            return Incoming(path=path, codebook=found.codebook, warnings=found.warnings)
        if suffix == ".txt":
            decoded = decode(path, data)
            outline = codebook.from_outline(decoded.text)
            return Incoming(
                path=path, codebook=outline.codebook, warnings=(*decoded.warnings, *outline.warnings)
            )
        table = codebook.from_rows(_rows(path))
    except CodebookError as error:
        error.path = path
        raise
    return Incoming(path=path, codebook=table.codebook, warnings=table.warnings)


def consequences(project: Project, incoming: Incoming) -> Consequences:
    """Return what would be replaced, and which codings would be left without their code."""
    used = codings.counts(project.database, "code")
    return Consequences(
        codes=_own_codes(project),
        left={key: count for key, count in used.items() if key not in incoming.codebook},
    )


def bring_in(
    project: Project, coder: CoderName, incoming: Incoming, *, replacing: bool = False
) -> int | None:
    """Make this the project's codebook; return the number of the version that it replaced, if there was one.

    ConflictError where there are codes already and they are not to be replaced. Codings are never touched.
    """
    before = _present(project)
    if before and _own_codes(project) and not replacing:
        raise ConflictError(
            f"The codebook has {len(before.codebook)} codes already: {project.codebook_path.name}.",
            "Say --replace to put this one in its place, or --output FILE to write it beside.",
        )
    summary = f"{len(incoming.codebook)} codes from {incoming.path.name}"
    with history.act(project.database, coder, "import codebook", summary, undoable=False) as recorder:
        version = before.keep(recorder, coder) if before else None
        write_whole(project.codebook_path, _text(incoming, before).encode())
        codebook_in_force(project).keep(recorder, coder)
    write_schema(project)
    return version


def write_beside(incoming: Incoming, path: Path, *, replacing: bool = False) -> Path:
    """Write the codebook to a YAML file of its own; ConflictError where there is a file already."""
    from qualcode.codebook import write

    if path.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"A codebook is a .yaml file, not {path.name}.", "Name it so after --output.")
    if path.exists() and not replacing:
        raise ConflictError(f"There is a file already: {path}.", "Name another, or say --replace.")
    return write_whole(path, write(incoming.codebook).encode())


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return a table's rows; in csv our guard against formulas is taken away again."""
    from qualcode.readers import read_rows
    from qualcode.tables import with_formula

    if path.suffix.lower() == ".xlsx":
        return list(read_rows(path))
    return [(line, {name: with_formula(cell) for name, cell in row.items()}) for line, row in read_rows(path)]


def _present(project: Project) -> CodebookInForce | None:
    return codebook_in_force(project) if project.codebook_path.exists() else None


def _own_codes(project: Project) -> int:
    """Return how many codes would be lost: none where the codebook is still as `init` made it."""
    from qualcode.codebook import new_text

    force = _present(project)
    if force is None or force.text == new_text(force.codebook.name):
        return 0
    return len(force.codebook)


def _text(incoming: Incoming, before: CodebookInForce | None) -> str:
    """Return the YAML; a file that names no codebook gets the name that the project's has."""
    from qualcode.codebook import with_schema, write

    name = incoming.codebook.name or (before.codebook.name if before else "")
    return with_schema(write(replace(incoming.codebook, name=name)))
