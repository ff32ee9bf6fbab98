"""What `codings import` does and shows: how a table's columns are read, and what was applied."""

from pathlib import Path

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import coder_name
from qualcode.text.plurals import counted


def import_table(
    project: Path | None, coder: str | None, file: Path, *, asking: bool, skip_bad: bool
) -> None:
    """Show how the columns of a table are read, ask, and apply its codings."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding.skipped_rows import write_skipped
    from qualcode.workflows.exchange.import_codings import carry_out, propose_codings

    with open_project(project) as opened:
        proposal = propose_codings(opened, coder_name(coder), file)
        for name, meaning in proposal.columns.items():
            show.say(f"  {name} → {meaning}")
        for name in proposal.unused:
            show.say(f"  {name} → not used")
        for note in proposal.notes:
            show.say(note, "yellow")
        by_coder = ", ".join(f"{len(rows):,} by {name}" for name, rows in proposal.rows.items())
        show.say(f"{counted(proposal.count, 'coding')}: {by_coder}." if by_coder else "No codings.")
        if asking:
            typer.confirm("Apply them?", err=True, abort=True)
        results = carry_out(opened, proposal, skip_faulty=skip_bad)
    for name, result in results.items():
        show.say(f"{name}: {counted(result.codings, 'coding')}.")
    skipped = [row for result in results.values() for row in result.skipped]
    if skipped:
        show.say(f"{counted(len(skipped), 'row')} not applied; with reasons in:")
        show.line(str(write_skipped(file, skipped)))
