"""Export a study for an archive: open formats, a description of every column, counts and checksums."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import ConflictError, UsageError
from qualcode.exchange.loss_report import loss_listing
from qualcode.exchange.refi.write_project import write_project
from qualcode.exchange.study_contents import StudyContents
from qualcode.files import write_atomically
from qualcode.model import CodeKey
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.text.plurals import counted
from qualcode.workflows.exchange.export_project import pseudonymous_contents
from qualcode.workflows.exchange.file_stems import file_stems
from qualcode.workflows.exchange.gather_contents import gather_contents
from qualcode.workflows.project.current_codebook import current_codebook

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODING_COLUMNS = {
    "id": "identifier of the coding (UUID)",
    "source": (
        "name of the source; its file in texts/ has - for signs such as / and :, and a number where two "
        "names would be the same"
    ),
    "start": "offset of the first character in the text, counted in Unicode code points from 0",
    "end": "offset after the last character",
    "quote": "the characters from start to end",
    "code": "key of the code; codebook/ says what it means",
    "coder": "who applied the code",
    "made_at": "when, in UTC (ISO 8601)",
    "starred": "1 if a coder marked it as a good example",
    "memo": "what the coder wrote about it",
}
_PSEUDONYMS = (
    "Sources, cases and coders have numbers. The words of the texts, memos and attributes are as they were: "
    "names in them have to be found and replaced by a person before the deposit."
)


def deposit(project: Project, folder: Path, *, pseudonymous: bool = False) -> list[Path]:
    """Write everything to a new or empty folder; return the files. ConflictError if there are files in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConflictError(f"There is something in {folder} already.", "Name a new folder.")
    contents = gather_contents(project)
    if not contents.codebook.codes:
        raise UsageError("A deposit needs a codebook; this one has no codes.", "Add the codes first.")
    if pseudonymous:
        contents = pseudonymous_contents(contents)
    files: dict[str, bytes] = {}
    stems = file_stems(source.name for source in contents.sources)
    for source in contents.sources:
        files[f"texts/{stems[source.name]}.txt"] = source.text.encode(errors="replace")
    files |= _codebook_files(project, contents)
    files |= _tables(contents)
    files["project.qdpx"] = write_project(contents)
    files["README.md"] = _readme(project, contents, pseudonymous=pseudonymous).encode()
    sums = [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(files.items())]
    files["checksums.sha256"] = ("\n".join(sums) + "\n").encode()
    return [write_atomically(folder / name, data, parents=True) for name, data in files.items()]


def _codebook_files(project: Project, contents: StudyContents) -> dict[str, bytes]:
    from qualcode.codebook import publish
    from qualcode.exchange import refi_codebook

    current = current_codebook(project)
    own = {CodeKey(key): guid for key, guid in contents.guids.get("code", {}).items()}
    counts = Counter(coding.code for coding in contents.codings)
    return {
        "codebook/codebook.yaml": current.text.encode(),
        "codebook/codebook.qdc": refi_codebook.write(current.codebook, own, contents.guids.get("group", {})),
        "codebook/codebook.docx": publish(current.codebook, "docx", counts),
    }


def _tables(contents: StudyContents) -> dict[str, bytes]:
    from qualcode.model import Listing
    from qualcode.tables import file_bytes, frame

    texts = {source.guid: source for source in contents.sources}
    rows = tuple(
        (
            each.guid, texts[each.source].name, each.span.start, each.span.end,
            each.span.of(texts[each.source].text), each.code, each.coder, each.made_at, int(each.starred),
            each.memo,
        )
        for each in contents.codings
    )  # fmt: skip
    attributes = list(dict.fromkeys(name for case in contents.cases for name in case.attributes))
    participants = tuple(
        (
            case.name,
            "; ".join(texts[guid].name for guid in dict.fromkeys((*case.sources, *case.spans))),
            *(case.attributes.get(name, "") for name in attributes),
        )
        for case in contents.cases
    )
    memo_rows = tuple(
        (
            str(memo.about),
            texts[memo.target].name if memo.target in texts else memo.target,
            memo.span.start if memo.span else "",
            memo.span.end if memo.span else "",
            memo.coder,
            memo.made_at,
            memo.text,
        )
        for memo in contents.memos
    )
    memo_columns = ("about", "target", "start", "end", "coder", "made_at", "text")
    listings: Mapping[str, Listing] = {
        "codings": Listing(columns=tuple(_CODING_COLUMNS), rows=rows),
        "participants": Listing(columns=("case", "sources", *attributes), rows=participants),
        "memos": Listing(columns=memo_columns, rows=memo_rows),
        "codings-columns": Listing(columns=("column", "meaning"), rows=tuple(_CODING_COLUMNS.items())),
        "not-carried-by-the-qdpx": loss_listing(contents.losses),
    }
    return {f"{name}.csv": file_bytes({name: frame(table)}, "csv") for name, table in listings.items()}


def _readme(project: Project, contents: StudyContents, *, pseudonymous: bool) -> str:
    from qualcode import __version__

    columns = "\n".join(f"* `{name}`: {meaning}" for name, meaning in _CODING_COLUMNS.items())
    words = sum(summary.words for summary in sources.summaries(project.database))
    coders = len({coding.coder for coding in contents.codings})
    times = sorted(coding.made_at for coding in contents.codings if coding.made_at)
    period = f"from {times[0][:10]} to {times[-1][:10]}" if times else "not yet"
    counts = ", ".join((
        counted(coders, "coder"),
        counted(len(contents.codebook), "code"),
        counted(len(contents.cases), "case"),
        counted(len(contents.memos), "memo"),
    ))  # fmt: skip
    return f"""# {contents.name}

{counted(len(contents.sources), "source")} with {words:,} words (without labels and times),
{counted(len(contents.codings), "coding")}, {counts}.
Coded {period}, written by qualcode {__version__}.

{_PSEUDONYMS if pseudonymous else "Names are as they are in the project."}

## Files

* `texts/`: each source as UTF-8 text with line feeds; positions of codings count its Unicode code points.
* `codings.csv`: every coding; its columns are below and in `codings-columns.csv`.
* `codebook/`: the codes with definitions and rules, as YAML, REFI-QDA (`.qdc`) and Word.
* `participants.csv`: cases with their sources and attributes.
* `memos.csv`: notes on the project, sources, words of sources and codes.
* `project.qdpx`: the same as a REFI-QDA project for other programs; `not-carried-by-the-qdpx.csv` says what
  that format has no place for.
* `checksums.sha256`: SHA-256 of every file; check with `sha256sum -c checksums.sha256`.

## Columns of `codings.csv`

{columns}

## Method

Each coding is a decision of a person (`coder`) under the codebook in `codebook/`. Interview language:
{project.settings.language}. `qualcode report --methods` writes a methods section.
"""
