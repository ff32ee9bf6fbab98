"""Finding what is there: codings by source, code and coder, and all memos, as rows."""

from collections.abc import Sequence

from qualcode.model import About, CodeKey, CoderName, Listing, Value
from qualcode.store.project import Project
from qualcode.store.records import codings as stored
from qualcode.store.records import memos as stored_memos
from qualcode.store.records import sources as stored_sources
from qualcode.workflows.project.current_codebook import current_codebook


def codings(
    project: Project,
    *,
    sources: Sequence[str] = (),
    codes: Sequence[CodeKey] = (),
    coder: CoderName | None = None,
    branch: bool = False,
    starred: bool = False,
    before_version: int | None = None,
) -> Listing:
    """Return codings as rows; a code that only codings still have can be asked for too.

    `before_version` leaves those that were made under an earlier version of the codebook than this.
    """
    ids = tuple(stored_sources.with_name(project.database, name).id for name in sources)
    keys: list[CodeKey] = []
    if codes:
        force = current_codebook(project)
        used = stored.counts(project.database, "code")
        for code in codes:
            key = code if code in used else force.code(code)
            keys += force.codebook.branch(key) if branch and key in force.codebook else (key,)
    wanted = stored.CodingFilter(
        sources=ids, codes=tuple(keys), coder=coder, starred=starred, before_version=before_version
    )
    return stored.listing(project.database, wanted)


def memos(project: Project) -> Listing:
    """Return every memo, those on codings last, with what each is on."""
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
    listing = stored.listing(project.database, stored.CodingFilter(with_memo=True))
    for row in listing.rows:
        coding = dict(zip(listing.columns, row, strict=True))
        on = f"{coding['code']} in {coding['source']}"
        rows.append((coding["id"], "coding", on, coding["memo"], coding["coder"], coding["made_at"]))
    return Listing(columns=("id", "about", "what", "memo", "coder", "made at"), rows=tuple(rows))
