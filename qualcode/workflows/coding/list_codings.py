"""List codings by source, code and coder, and all memos, as rows."""

from collections.abc import Sequence
from dataclasses import replace

from qualcode.model import About, CodeKey, CoderName, Listing, Value
from qualcode.store.project import Project
from qualcode.store.records import codings as stored
from qualcode.store.records import memos as stored_memos
from qualcode.store.records import sources as stored_sources
from qualcode.store.records.coding_filter import CodingFilter
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.retrieval.find_quotes import find_quotes


def codings(
    project: Project,
    *,
    sources: Sequence[str] = (),
    codes: Sequence[CodeKey] = (),
    coder: CoderName | None = None,
    branch: bool = False,
    starred: bool = False,
    before_version: int | None = None,
    where: str = "",
) -> Listing:
    """Return codings as rows; codes that are no longer in the codebook can be selected too.

    With `before_version`, only those created under an earlier version of the codebook; with `where`, only
    those that overlap a turn whose speaker's case meets the conditions.
    """
    ids = tuple(stored_sources.with_name(project.database, name).id for name in sources)
    keys: list[CodeKey] = []
    if codes:
        current = current_codebook(project)
        used = stored.counts(project.database, "code")
        for code in codes:
            key = code if code in used else current.code(code)
            keys += current.codebook.branch(key) if branch and key in current.codebook else (key,)
    selection = CodingFilter(
        sources=ids, codes=tuple(keys), coder=coder, starred=starred, before_version=before_version
    )
    listing = stored.listing(project.database, selection)
    if not where.strip():
        return listing
    selected = {coding for quote in find_quotes(project, "*", where=where) for coding in quote.codings}
    column = listing.columns.index("id")
    return replace(listing, rows=tuple(row for row in listing.rows if row[column] in selected))


def memos(project: Project) -> Listing:
    """Return every memo with its target, those on codings last."""
    names: dict[str, str] = {
        identity: name for name, identity in stored_sources.ids_by_name(project.database).items()
    }
    rows: list[tuple[Value, ...]] = [
        (
            memo.id,
            memo.about.value,
            names.get(memo.target, memo.target) if memo.about is About.SOURCE else memo.target,
            memo.text,
            memo.coder,
            memo.made_at,
        )
        for memo in stored_memos.read_all(project.database)
    ]
    listing = stored.listing(project.database, CodingFilter(with_memo=True))
    for row in listing.rows:
        coding = dict(zip(listing.columns, row, strict=True))
        target = f"{coding['code']} in {coding['source']}"
        rows.append((coding["id"], "coding", target, coding["memo"], coding["coder"], coding["made_at"]))
    return Listing(columns=("id", "about", "what", "memo", "coder", "made_at"), rows=tuple(rows))
