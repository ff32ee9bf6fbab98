"""The brackets of a session: what the margin shows of a span, and the width that its labels need."""

from collections.abc import Iterator, Mapping

from rich.cells import cell_len

from qualcode.model import CodeKey, CoderName, Coding, Span
from qualcode.store.records import suggestions
from qualcode.text.visible import one_line, visible
from qualcode.tui.painting.margin_brackets import Bracket, MarkKind
from qualcode.tui.painting.shortened_labels import distinct_beginnings
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.span_index import SpanIndex

_LANES = 3
"""Cells for brackets and the space after them."""
_SECOND_LABEL = 9
_MEMO_LABEL = 12
"""Cells for the label of a memo where the keys need less."""
_MEMO_WORDS = 40
_CONSIDERABLE = 0.1
_SCORE = 5
"""Cells that the label of a suggestion has more than its key: `?` and ` 80%`."""


def brackets_in(session: CodingSession, span: Span) -> list[Bracket]:
    """Return a bracket for each coding, memo and suggestion that overlaps a span and is shown."""
    open_source = session.open_source
    brackets = [
        Bracket(coding.span, coding.code, MarkKind.CODING, coding.code)
        for coding in open_source.own_codings.overlapping(span)
    ]
    if session.show_other_coders:
        brackets += _other_brackets(session, span)
    brackets += _memo_brackets(session, span)
    return brackets + [
        Bracket(
            suggestion.span,
            suggestion.code,
            MarkKind.SUGGESTION,
            f"?{suggestion.code} {suggestion.score:.0%}",
        )
        for suggestion in session.suggestions_in(span)
    ]


def _other_brackets(session: CodingSession, span: Span) -> Iterator[Bracket]:
    """Yield a bracket for each coding of other coders, with the name or the letters that tell it apart."""
    letters = _letters(session)
    for coding in session.open_source.other_codings.overlapping(span):
        label = f"{coding.code}·{coding.coder}"
        yield Bracket(coding.span, coding.code, MarkKind.OTHER, label, f"·{letters[coding.coder]}")


def _memo_brackets(session: CodingSession, span: Span) -> Iterator[Bracket]:
    """Yield a bracket with the first words of each memo on words, of other coders if those are shown."""
    letters = _letters(session)
    for memo in session.memos_in(span):
        if memo.span is None:
            continue
        words = one_line(memo.text)[:_MEMO_WORDS]
        is_own = memo.coder == session.coder
        label, ending = (words, "") if is_own else (f"{words}·{memo.coder}", f"·{letters[memo.coder]}")
        yield Bracket(memo.span, CodeKey(""), MarkKind.MEMO, label, ending)


def _letters(session: CodingSession) -> Mapping[CoderName, str]:
    """Return the first letters that tell the coders of the open source apart."""
    return distinct_beginnings((session.coder, *session.open_source.other_coders))


def margin_cells(session: CodingSession) -> int:
    """Return the cells that the labels of the codes in use need, without reading the codings.

    It depends on the whole project, so that the text has the same width in most sources. Where there are
    suggestions, they may be of any code. Where codings overlap, there is room for a second label.
    """
    has_suggestions = suggestions.exist_for(
        session.project.database, session.coder, session.open_source.source.id
    )
    used = [key for key, count in session.totals.items() if count] + session.recent
    keys = session.current_codebook.codebook.keys if has_suggestions else used
    longest = max((cell_len(visible(key)) for key in keys), default=0)
    if session.open_source.memos_on_words:
        longest = max(longest, _MEMO_LABEL)
    second = min(longest, _SECOND_LABEL) if _overlap(session.open_source.own_codings) else 0
    return _LANES + longest + (_SCORE if has_suggestions else 0) + second


def _overlap(codings: SpanIndex[Coding]) -> bool:
    """Whether a considerable share of the coded characters has several codings."""
    coded = sum(len(coding.span) for coding in codings)
    return coded - codings.covered > coded * _CONSIDERABLE
