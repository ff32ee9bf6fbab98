"""Export the codebook: as a document for readers, a table, or a REFI-QDA file for other programs."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from qualcode import notices
from qualcode.errors import UsageError
from qualcode.files import write_atomically
from qualcode.model import Codebook, CodeKey
from qualcode.output_formats import CODEBOOK
from qualcode.store.project import Project
from qualcode.store.records import codings, foreign_guids
from qualcode.store.records.foreign_guids import GuidKind
from qualcode.text.plurals import counted
from qualcode.workflows.chosen_coders import choose_coders
from qualcode.workflows.codebook import live_examples
from qualcode.workflows.project.current_codebook import current_codebook


def export(
    project: Project, path: Path, form: str = "", *, quotes: int = 0, coders: Sequence[str] = ()
) -> Path:
    """Write the codebook to a file in the format `form` or that of its ending, replacing it."""
    content = published(project, CODEBOOK.choose(path, form), quotes=quotes, coders=coders)
    return write_atomically(path, content)


def published(project: Project, form: str, *, quotes: int = 0, coders: Sequence[str] = ()) -> bytes:
    """Return the bytes of the codebook in a format of `CODEBOOK`, with the number of codings of each code.

    `quotes` is the number of each code's quotes to add to the examples in the file. With `coders`, only their
    codings are counted and quoted; whose are counted is said in formats for readers.
    """
    from qualcode import codebook
    from qualcode.exchange import refi_codebook

    CODEBOOK.named(form)
    if quotes and form not in codebook.PRINTED_FORMS:
        raise UsageError(
            f"Real quotes go into {', '.join(codebook.PRINTED_FORMS)} only.", "Leave out --quotes."
        )
    book = current_codebook(project).codebook
    left_out = [group for group in book.groups if not group.members]
    if left_out and form not in ("qdc", *codebook.PRINTED_FORMS):
        count = counted(len(left_out), "group")
        notices.notify(f"{count} without codes left out: the column `groups` has none for it.")
    chosen = choose_coders(project.database, coders)
    stored = codings.counts(project.database, "code", *chosen.names)
    counts = {CodeKey(key): count for key, count in stored.items()}
    if form == "qdc":
        code_guids = foreign_guids.of_kind(project.database, GuidKind.CODE)
        return refi_codebook.write(
            book,
            {CodeKey(key): guid for key, guid in code_guids.items()},
            foreign_guids.of_kind(project.database, GuidKind.GROUP),
        )
    if form in codebook.PRINTED_FORMS:
        live = live_examples.best_quotes(project, quotes, chosen.names) if quotes else None
        return codebook.publish(book, form, counts, live, tuple(chosen.count_notes()))
    return _table(book, counts, form)


def _table(book: Codebook, counts: Mapping[CodeKey, int], form: str) -> bytes:
    from qualcode import codebook
    from qualcode.tables import file_bytes, frame

    return file_bytes({"codebook": frame(codebook.listing(book, counts))}, form)
