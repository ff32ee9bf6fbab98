"""`codebook export`, `import`, `schema`: exchange of the codebook with readers and other programs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import CoderOption, OnlyCodersOption, ProjectOption, coder_name
from qualcode.errors import UsageError
from qualcode.output_formats import BINARY_FORMATS, CODEBOOK

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.workflows.codebook.import_codebook import IncomingCodebook

_MAX_NAMED = 5


def add_to(codebook: typer.Typer) -> None:
    """Add these commands to the group `codebook`."""
    codebook.command("export")(export)
    codebook.command("import")(import_)
    codebook.command("schema")(schema)


def export(
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help=f"Write a {CODEBOOK.endings} file.", metavar="FILE", dir_okay=False
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help=f"{CODEBOOK.choices}; without --output, print it.".capitalize(),
            metavar="FORMAT",
        ),
    ] = "",
    quotes: Annotated[
        int, typer.Option(help="Number of each code's quotes to add to the examples.", min=0)
    ] = 0,
    coder: OnlyCodersOption = None,
    project: ProjectOption = None,
) -> None:
    """Export the codebook for readers (md, html, docx) or for other programs (csv, xlsx, qdc)."""
    from qualcode.store.project import open_project
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.codebook import export_codebook

    if output is None and not form:
        raise UsageError("Give a file or a format.", "qualcode codebook export -o FILE, or --format md")
    if output is None and form in BINARY_FORMATS and sys.stdout.isatty():
        raise UsageError(f"A terminal cannot show {form}.", f"qualcode codebook export -o codebook.{form}")
    with open_project(project) as opened:
        coders = coder or ()
        chosen = choose_coders(opened.database, coders)
        if output is not None:
            show.line(str(export_codebook.export(opened, output, form, quotes=quotes, coders=coders)))
        else:
            content = export_codebook.published(opened, form, quotes=quotes, coders=coders)
            if sys.stdout.isatty():
                show.raw_text(content.decode())
            else:
                sys.stdout.flush()
                sys.stdout.buffer.write(content)
    for note in chosen.count_notes():
        show.say(note)


def import_(
    file: Annotated[Path, typer.Argument(help="A .csv, .xlsx, .qdc or indented .txt file.", dir_okay=False)],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write this .yaml file; no project is needed.", metavar="FILE"),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a codebook that has codes.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Import a codebook from a table, a REFI-QDA file or an indented list of codes."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import import_codebook

    incoming = import_codebook.read(file)
    for warning in incoming.warnings:
        show.say(f"{file.name}: {warning}", "yellow")
    if output is not None:
        if replace and output.exists() and not yes:
            typer.confirm(f"Replace {output}?", err=True, abort=True)
        show.line(str(import_codebook.write_yaml_file(incoming, output, replacing=replace)))
    else:
        with open_project(project) as opened:
            _import_into(opened, incoming, coder, replacing=replace, asking=not yes)
    show.say(f"{len(incoming.codebook)} codes.")


def schema() -> None:
    """Print the JSON Schema of the codebook file, for completion and validation in editors."""
    from qualcode.codebook import schema_text

    sys.stdout.write(schema_text())


def _import_into(
    project: "Project", incoming: "IncomingCodebook", coder: str | None, *, replacing: bool, asking: bool
) -> None:
    from qualcode.workflows.codebook import import_codebook

    proposal = import_codebook.propose(project, incoming, replacing=replacing)
    missing = import_codebook.missing_uses(project, incoming)
    if missing:
        names = [f"{key} ({count})" for key, count in missing.items()]
        more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
        show.say(
            f"Not in {incoming.path.name}, but in use: {', '.join(names[:_MAX_NAMED])}{more}. "
            "They stay as retired codes; `qualcode codebook merge` gives their codings another code.",
            "yellow",
        )
    if asking and not import_codebook.is_untouched(proposal.current):
        question = f"Replace the {len(proposal.current.codebook)} codes of {proposal.current.file}"
        typer.confirm(f"{question} by {len(incoming.codebook)} others?", err=True, abort=True)
    import_codebook.carry_out(project, coder_name(coder), proposal)
    if not import_codebook.is_untouched(proposal.current):
        show.say("`qualcode undo` restores the codebook before.")
