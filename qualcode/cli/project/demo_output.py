"""Output of `qualcode demo`: each step, the results, and commands to try next."""

from pathlib import Path

from qualcode.cli.output import show
from qualcode.cli.sources.import_summary import show_imported
from qualcode.output_formats import TableFormat


def demonstrate(folder: Path) -> None:
    """Create the demonstration project and show its tables.

    ConflictError if the folder has a project, such as an earlier demonstration.
    """
    from qualcode.tables import listing
    from qualcode.workflows import demo_project
    from qualcode.workflows.analysis import export_tables
    from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies
    from qualcode.workflows.sources.import_files import ImportOptions

    demo = demo_project.create_demo_project(folder, show.say)
    with demo.project as project:
        show_imported(demo.imported, TableFormat.TABLE, ImportOptions())
        show.say(
            f"{demo.suggested} suggestions, all accepted: {demo.codings} codings by the coder "
            f"{demo_project.CODER}, each with the origin `suggestion`.\n"
            f"In a study a person decides on each one. {demo.finished} sources are marked as finished: "
            "there, a code that is missing is absent.",
            "bold",
        )
        show.rows(listing(frequencies(project).printed(), "Frequencies"), topic="frequencies")
        written = [
            file for form in ("xlsx", "csv") for file in export_tables.export(project, form=form).files
        ]
    show.say("The tables are in " + ", ".join(str(path) for path in written))
    show.say(f"\nTry next:\n  cd {folder}", "bold")
    for command in ("qualcode show local-01-neighbourhood-sergeant", "qualcode frequencies --by tier"):
        show.say(f"  {command}")
    show.say("  qualcode codebook")
