"""`apply CODE --where QUERY`: code every hit of a query, after showing their number and some of them."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import coder_name
from qualcode.errors import UsageError
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.workflows.coding.code_hits import HitProposal

_EXAMPLES = 5
"""Hits that are shown before the question."""


class AppliedUnit(StrEnum):
    """The values of `--as`."""

    TURN = "turn"
    SENTENCE = "sentence"
    HIT = "hit"


def apply_where(
    project: Path | None,
    coder: str | None,
    codes: Sequence[str],
    query: str,
    unit: AppliedUnit,
    memo: str,
    *,
    asking: bool,
) -> None:
    """Show what a query finds, ask, and apply the codes in one act; print the ids of the new codings.

    UsageError where no terminal can answer the question.
    """
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import code_hits

    if not codes:
        raise UsageError("The codes are missing.", "qualcode apply CODE… --where QUERY")
    with open_project(project) as opened:
        name = coder_name(coder)
        proposal = code_hits.propose(opened, name, codes, query, code_hits.HitUnit(unit.value))
        _show_proposal(proposal)
        if proposal.new and asking:
            _confirm(proposal)
        new_codings = code_hits.code_hits(opened, name, proposal, memo)
    for coding in new_codings:
        show.line(coding.id)
    if new_codings:
        show.say(f"{counted(len(new_codings), 'coding')}. `qualcode undo` reverts it.")


def _show_proposal(proposal: "HitProposal") -> None:
    had = f" ({counted(proposal.existing, 'coding')} there already)" if proposal.existing else ""
    if not proposal.new:
        show.say(f"Nothing to code{had}." if had else "Nothing found.")
        return
    spans = list(dict.fromkeys((hit.source.name, hit.span, hit.source.text) for hit in proposal.new))
    where = counted(proposal.sources, "source")
    show.say(f"{counted(len(spans), proposal.unit)} in {where} for {', '.join(proposal.codes)}{had}:")
    for source, span, text in spans[:_EXAMPLES]:
        show.say(f"  {source} [{span.start}:{span.end}] {show.brief(span.of(text))}")
    if len(spans) > _EXAMPLES:
        show.say(f"  … and {len(spans) - _EXAMPLES} more")


def _confirm(proposal: "HitProposal") -> None:
    if not sys.stdin.isatty():
        raise UsageError("Nothing was coded, as no terminal can answer.", "Add --yes to code the hits.")
    question = f"Apply {', '.join(proposal.codes)} ({counted(len(proposal.new), 'coding')})?"
    typer.confirm(question, err=True, abort=True)
