"""Show the results of an import: a table of sources with their speakers, warnings and errors."""

from collections.abc import Sequence

from qualcode.cli.output import show
from qualcode.output_formats import TableFormat
from qualcode.text.command_arguments import argument
from qualcode.workflows.sources.import_files import ImportOptions, ImportResult
from qualcode.workflows.sources.import_listing import import_listing


def show_imported(results: Sequence[ImportResult], format_: TableFormat, options: ImportOptions) -> None:
    """Show new sources as rows, and skipped files, warnings and errors as messages."""
    imported = import_listing(results, with_account=format_ is not TableFormat.TABLE)
    if imported.rows:
        show.rows(imported, format_, topic="imported")
    for result in results:
        for warning in result.warnings:
            show.say(f"{_name(result)}: {warning}", "yellow")
    existing: list[str] = []
    for result in results:
        if result.existing_source:
            show.say(f"{_name(result)} was imported before, as {result.existing_source}: skipped.")
            existing.append(result.existing_source)
        if result.same_words_as:
            show.say(
                f"{_name(result)} has the same words as the source {result.same_words_as}: not imported. "
                "If it is another interview, import it with --again."
            )
    if existing and options.reads_anew:
        show.say(
            "The very same file is never read twice, whatever the options. To read it anew, first: "
            f"qualcode sources remove {argument(existing[0])} (its codings go with it; undo brings them back)"
        )
    errors = [result.error for result in results if result.error]
    for error in errors:
        show.show_error(error)
    if errors:
        show.say(f"{len(errors)} of {len(results)} files were not imported; see above.", "bold")


def _name(result: ImportResult) -> str:
    return f"{result.path.name} ({result.document})" if result.document else result.path.name
