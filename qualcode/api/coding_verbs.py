"""Change the codings of a project: apply and remove codes, write memos, undo and redo."""

from typing import TYPE_CHECKING, Literal, overload

from qualcode.api.project_access import Names, ProjectAccess, all_names, listing_table
from qualcode.errors import NotFoundError, UsageError
from qualcode.model import About, Span

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.workflows.coding.apply_codes import SpanChoice


class CodingVerbs(ProjectAccess):
    """Acts on codings and memos; each is one act in the history, which `undo` reverts."""

    def apply(
        self,
        codes: Names,
        source: str,
        *,
        quote: str | None = None,
        nth: int | None = None,
        turn: int | None = None,
        sentence: int | None = None,
        span: tuple[int, int] | None = None,
        memo: str = "",
    ) -> list[str]:
        """Apply codes to a span of a source, chosen in one way; return the ids of the new codings.

        ConflictError if a quote occurs several times (then choose with `nth`) or you have applied a code to
        this span already.

        >>> [coding_id] = project.apply("protect", "local-01", quote="We try to safeguard them.")
        >>> project.apply(["pursue", "displacement"], "national-01", turn=2, memo="both")
        ['...', '...']
        """
        from qualcode.workflows.coding import apply_codes

        coder = self._writing_coder()
        keys = all_names(codes)
        choice = _span_choice(quote, nth, turn, sentence, span)
        new_codings = apply_codes.apply(self._project, coder, keys, source, choice, memo)
        return [coding.id for coding in new_codings]

    def apply_where(self, codes: Names, query: str, *, unit: str = "hit", memo: str = "") -> list[str]:
        """Apply codes to every hit of a query in one act; return the ids of the new codings.

        `unit` is what is coded of a hit: its own span (`hit`), or each `sentence` or `turn` that it overlaps.
        Codings that you have made before are left as they are.

        >>> len(project.apply_where("protect", 'text(kids) or text(safeguard)', unit="sentence"))
        2
        """
        from qualcode.workflows.coding.code_hits import HitUnit, code_hits, propose

        coder = self._writing_coder()
        units = [known.value for known in HitUnit]
        if unit not in units:
            raise NotFoundError.among("unit of hits", unit, units, f"Units: {', '.join(units)}.")
        keys = all_names(codes)
        proposal = propose(self._project, coder, keys, query, HitUnit(unit))
        return [coding.id for coding in code_hits(self._project, coder, proposal, memo)]

    @overload
    def apply_rows(self, table: "pd.DataFrame", *, skip_bad: Literal[False] = False) -> int: ...
    @overload
    def apply_rows(self, table: "pd.DataFrame", *, skip_bad: Literal[True]) -> "pd.DataFrame": ...
    def apply_rows(self, table: "pd.DataFrame", *, skip_bad: bool = False) -> "int | pd.DataFrame":
        """Apply a code to a span for each row of a table, as one act; return the number of new codings.

        Columns: `source`, `code`, and `start` and `end`, or `quote` (with `turn`, `before`, `start` or `nth`
        where it occurs more than once); optional: `memo`. All rows are applied or none; InvalidFileError
        lists the rows that cannot be. With `skip_bad` the others are applied, and the rows that cannot be
        are returned, with a last column `reason`.

        >>> hits = project.kwic("kids")
        >>> project.apply_rows(hits.assign(code="protect"))
        1
        >>> bad = project.apply_rows(hits.assign(code="protcet"), skip_bad=True)
        >>> bad["reason"].item()
        "There is no code 'protcet'. Did you mean 'protect'?"
        """
        from qualcode.tables import listing
        from qualcode.workflows.coding import bulk_apply

        coder = self._writing_coder()
        rows = listing(table)
        records = (dict(zip(rows.columns, row, strict=True)) for row in rows.rows)
        result = bulk_apply.apply_rows(self._project, coder, list(records), skip_faulty=skip_bad)
        if not skip_bad:
            return result.codings
        positions = [row.line - 1 for row in result.skipped if row.line]
        return table.iloc[positions].assign(reason=[row.reason for row in result.skipped])

    def remove(self, ids: Names) -> list[str]:
        """Remove codings of yours, by the first characters of their ids; return the whole ids.

        >>> table = project.codings()
        >>> removed = project.remove(table.loc[table["code"] == "displacement", "coding_id"])
        >>> len(removed), len(project.codings())
        (1, 3)
        """
        from qualcode.workflows.coding import apply_codes

        coder = self._writing_coder()
        return [coding.id for coding in apply_codes.remove(self._project, coder, all_names(ids))]

    def star(self, ids: Names, *, starred: bool = True) -> list[str]:
        """Star codings of yours as good examples, or unstar them; return the ids of those that changed.

        >>> changed = project.star(project.codings()["coding_id"][0])
        >>> project.codings()["starred"].tolist()
        [True, False, False, False]
        """
        from qualcode.workflows.coding import star_codings

        coder = self._writing_coder()
        changed = star_codings.star(self._project, coder, all_names(ids), starred=starred)
        return [coding.id for coding in changed]

    def memo(self, about: str, target: str, text: str) -> None:
        """Write a memo on the `project` (target ""), a `source`, a `code`, or a `coding` by its id.

        >>> project.memo("code", "pursue", "Arrests and seizures; not stop and search.")
        >>> project.memos()["memo"].tolist()
        ['Arrests and seizures; not stop and search.', 'by analysis']
        """
        from qualcode.workflows.coding import write_memos

        coder = self._writing_coder()
        kinds = [*(kind.value for kind in About), "coding"]
        if about not in kinds:
            raise NotFoundError.among("kind of memo", about, kinds, f"Kinds: {', '.join(kinds)}.")
        if about == "coding":
            write_memos.write_on_coding(self._project, coder, target, text)
        else:
            write_memos.write(self._project, coder, About(about), target, text)

    def undo(self, *, last: int = 1, act: int | None = None) -> "pd.DataFrame":
        """Undo your last acts, or all back to an act and including it; return them, newest first.

        Acts are numbered in `project.history()`. Only your own acts can be undone, newest first.

        >>> _ = project.apply("protect", "local-01", turn=4)
        >>> project.undo()[["coder", "verb", "what"]]
          coder   verb                                               what
        0   ann  apply  protect on «We try to safeguard them.», local-...
        """
        from qualcode.workflows.project import undo_acts
        from qualcode.workflows.project.list_history import listed_acts

        coder = self._writing_coder()
        if act is None:
            undone = undo_acts.undo(self._project, coder, last)
        else:
            acts = undo_acts.acts_back_to(self._project, coder, act)
            undone = undo_acts.undo_these(self._project, coder, acts)
        return listing_table(listed_acts(undone), "history")

    def redo(self, *, last: int = 1) -> "pd.DataFrame":
        """Redo the last acts that you undid; return them, or no row if there is nothing to redo.

        >>> _ = project.undo()
        >>> len(project.redo())
        1
        """
        from qualcode.workflows.project import undo_acts
        from qualcode.workflows.project.list_history import listed_acts

        redone = undo_acts.redo(self._project, self._writing_coder(), last)
        return listing_table(listed_acts(redone), "history")


def _span_choice(
    quote: str | None,
    nth: int | None,
    turn: int | None,
    sentence: int | None,
    span: tuple[int, int] | None,
) -> "SpanChoice":
    """Return the chosen span; UsageError unless it is chosen in exactly one way."""
    from qualcode.workflows.coding.apply_codes import SpanChoice

    if sum(choice is not None for choice in (quote, turn, sentence, span)) != 1:
        raise UsageError(
            "Choose the span to code in exactly one way.", "Give one of quote, turn, sentence and span."
        )
    if nth is not None and quote is None:
        raise UsageError("nth needs a quote.", "Turns, sentences and spans are unique: leave out nth.")
    if span is not None and not 0 <= span[0] < span[1]:
        raise UsageError(f"{span} is not a span.", "Give (start, end) in characters, such as (120, 164).")
    return SpanChoice(
        quote=quote, nth=nth, turn=turn, sentence=sentence, span=Span(*span) if span is not None else None
    )
