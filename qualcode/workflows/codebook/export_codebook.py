"""Publishing the codebook: for an appendix, a web page, a spreadsheet, or another program."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from qualcode.errors import NotFoundError, UsageError
from qualcode.files import write_whole
from qualcode.model import Codebook, CodeKey
from qualcode.store.project import Project
from qualcode.store.records import codings
from qualcode.workflows.codebook import live_examples
from qualcode.workflows.project.current_codebook import current_codebook

FORMS = ("md", "html", "docx", "csv", "xlsx", "qdc")
"""What can be made: the first three to be read, the others to be taken up by other programs."""
PRINTED = FORMS[:3]
BINARY = ("docx", "xlsx")
_KNOWN = f"There are {', '.join(FORMS)}."


def form_of(path: Path) -> str:
    """Return the form that a file's name asks for; UsageError where it is none of them."""
    suffix = path.suffix.lower().removeprefix(".")
    form = "html" if suffix == "htm" else suffix
    if form not in FORMS:
        raise UsageError(f"{path.name} is not a file that the codebook is written to.", _KNOWN)
    return form


def export(project: Project, path: Path, *, quotes: int = 0) -> Path:
    """Write the codebook to a file in the form that its name asks for, over one that is there."""
    return write_whole(path, published(project, form_of(path), quotes=quotes))


def published(project: Project, form: str, *, quotes: int = 0) -> bytes:
    """Return the codebook in one of `FORMS`, with the number of codings of each code.

    With `quotes`, so many of each code's best real quotes stand beside the file's own examples.
    """
    from qualcode import codebook
    from qualcode.exchange import refi_codebook

    if form not in FORMS:
        raise NotFoundError.among("form of a codebook", form, FORMS, _KNOWN)
    if quotes and form not in PRINTED:
        raise UsageError(f"Real quotes go into {', '.join(PRINTED)} only.", "Leave out --quotes.")
    book = current_codebook(project).codebook
    counts = {CodeKey(key): count for key, count in codings.counts(project.database, "code").items()}
    if form == "qdc":
        return refi_codebook.write(book)
    if form in PRINTED:
        live = live_examples.quotes(project, quotes) if quotes else None
        return codebook.publish(book, form, counts, live)
    return _table(book, counts, form)


def _table(book: Codebook, counts: Mapping[CodeKey, int], form: str) -> bytes:
    from qualcode import codebook
    from qualcode.tables import frame, write

    with TemporaryDirectory() as folder:
        [made] = write({"codebook": frame(codebook.listing(book, counts))}, Path(folder), form)
        return made.read_bytes()
