"""What `init --from` does and shows: the new project in numbers, and the loss report as rows."""

from pathlib import Path

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import coder_name
from qualcode.garbage_collection import collection_paused
from qualcode.output_formats import TableFormat
from qualcode.text.plurals import counted


def create_from(
    folder: Path, file: Path, *, offsets: str, name: str, coder: str | None, format_: TableFormat
) -> None:
    """Create a project from another program's, and show what it holds and what could not be taken over."""
    from qualcode.exchange.loss_report import loss_listing
    from qualcode.workflows.exchange.create_from_contents import create_from_contents
    from qualcode.workflows.exchange.read_foreign_project import read_foreign_project

    with collection_paused():
        contents = read_foreign_project(file, offsets, name)
        created = create_from_contents(folder, contents, file.name, coder_name(coder), name)
    created.project.database.close()
    show.say(f"{file.name} is a project of {created.program}.")
    for note in created.notes:
        show.say(note)
    counts = (
        counted(created.sources, "source"),
        counted(created.codes, "code"),
        counted(created.codings, "coding"),
        counted(created.memos, "memo"),
        counted(created.cases, "case"),
    )
    show.say(f"Created a project in {created.project.folder}: {', '.join(counts)}.")
    if created.losses:
        show.say("Not taken over as it was:", "yellow")
    show.rows(loss_listing(created.losses), format_, empty="Everything was taken over.", topic="losses")
