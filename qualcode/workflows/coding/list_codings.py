"""List codings by source, code and coder, and all memos, as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualcode.model import About, CodeKey, CoderName, Listing, Memo, Value
from qualcode.store.project import Project
from qualcode.store.records import codings as stored
from qualcode.store.records import memos as stored_memos
from qualcode.store.records import sources as stored_sources
from qualcode.store.records.coding_filter import CodingFilter
from qualcode.workflows.coding.act_summaries import located
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.project.filter_codes import filter_codes
from qualcode.workflows.retrieval.find_quotes import find_quotes


def codings(
    project: Project,
    *,
    sources: Sequence[str] = (),
    codes: Sequence[CodeKey] = (),
    coders: Sequence[CoderName] = (),
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
    keys: tuple[CodeKey, ...] = ()
    if codes:
        used = stored.counts(project.database, "code")
        keys = filter_codes(current_codebook(project).codebook, codes, used=used, branch=branch)
    selection = CodingFilter(
        sources=ids, codes=keys, coders=tuple(coders), starred=starred, before_version=before_version
    )
    listing = stored.listing(project.database, selection)
    if not where.strip():
        return listing
    selected = {coding for quote in find_quotes(project, "*", where=where) for coding in quote.codings}
    column = listing.columns.index("id")
    return replace(listing, rows=tuple(row for row in listing.rows if row[column] in selected))


def memos(project: Project, coders: Sequence[CoderName] = ()) -> Listing:
    """Return every memo (of these coders) with its target, those on codings last."""
    names: dict[str, str] = {
        identity: name for name, identity in stored_sources.ids_by_name(project.database).items()
    }
    rows: list[tuple[Value, ...]] = [
        (
            memo.id,
            memo.about.value,
            _target(memo, names),
            memo.text,
            memo.coder,
            memo.made_at,
            memo.quote,
        )
        for memo in stored_memos.read_all(project.database)
        if memo.coder in coders or not coders
    ]
    listing = stored.listing(project.database, CodingFilter(with_memo=True, coders=tuple(coders)))
    for row in listing.rows:
        coding = dict(zip(listing.columns, row, strict=True))
        target = f"{coding['code']} in {coding['source']}"
        cells = (coding[name] for name in ("memo", "coder", "made_at", "quote"))
        rows.append((coding["id"], "coding", target, *cells))
    return Listing(columns=("id", "about", "what", "memo", "coder", "made_at", "quote"), rows=tuple(rows))


def _target(memo: Memo, names: Mapping[str, str]) -> str:
    """Return what a memo is on: a code, or the name of a source with the offsets of the words."""
    if memo.about is not About.SOURCE:
        return memo.target
    name = names.get(memo.target, memo.target)
    return located(name, memo.span) if memo.span else name
