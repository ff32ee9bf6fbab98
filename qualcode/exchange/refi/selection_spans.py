"""The spans of selections in the texts as stored; what has no words is counted as lost."""

from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.refi.counted_text import Convention
from qualcode.exchange.refi.read_sources import SelectionElement, SourceElement
from qualcode.exchange.refi.xml_elements import children
from qualcode.model import Span

_LOST_LINE_END = 2
"""Steps by which a selection may end after the text: those of a line end."""


class SelectionSpans:
    """Converts the positions of selections by a convention."""

    def __init__(self, convention: Convention, losses: LossReport) -> None:
        self._convention = convention
        self._losses = losses

    def span(self, source: SourceElement, selection: SelectionElement) -> Span | None:
        """Return a selection's span; None, and the loss is counted, if it has no words."""
        text = source.text
        if selection.start is None or selection.end is None:
            span: Span | None = Span(0, len(text.text)).trimmed(text.text)
        else:
            span = text.span(selection.start, selection.end, self._convention)
        if span is None and selection.start is not None and selection.end is not None:
            span = self._cut_at_the_end(source, selection.start, selection.end)
        if span is not None and span.of(text.text).strip():
            return span
        codings = list(children(selection.element, "Coding"))
        where = f"{source.source.name} {selection.start}-{selection.end}"
        reason = (
            "it has no words" if span is not None else "its positions are not in the text, or not in order"
        )
        self._losses.add("selections without words", reason, "not taken over", where)
        self._losses.add("codings on no words", reason, "not taken over", where, count=len(codings))
        return None

    def _cut_at_the_end(self, source: SourceElement, start: int, end: int) -> Span | None:
        """Return the span of a selection that ends at a last line end which the text has lost."""
        text = source.text
        length = text.counted(len(text.text), self._convention)
        if not 0 < end - length <= _LOST_LINE_END:
            return None
        span = text.span(start, length, self._convention)
        if span is not None:
            reason = "they end after the text, which lacks its last line end"
            self._losses.add("ends of selections", reason, "they end with the text", source.source.name)
        return span
