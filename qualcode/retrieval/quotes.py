"""A quote is a passage that a query found, with all that is needed to cite it and to trace it."""

from dataclasses import dataclass

from qualcode.model import CodeKey, CoderName, CodingId, Role, SourceId, SourceKind, Span, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What is said in one turn, or a part of it; `span` is in the source's text."""

    turn: Turn
    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A span of a source, why it is among the results, and where it stands.

    Several codings of the very same words by the same coder are one quote with several codes.
    """

    source: SourceId
    source_name: str
    kind: SourceKind
    span: Span
    text: str
    turns: tuple[Turn, ...] = ()
    """The turns that it touches; none for words before the first turn."""
    codes: tuple[CodeKey, ...] = ()
    """The codes that make it match, in the codebook's order; none where only text or turns were asked for."""
    coders: tuple[CoderName, ...] = ()
    """Whose codings were looked at; several only across coders."""
    codings: tuple[CodingId, ...] = ()
    """The codings that make it match."""
    cases: tuple[str, ...] = ()
    """The cases that speak in it."""
    before: tuple[Utterance, ...] = ()
    """Context: the turns before, and the part of its first turn that comes before it."""
    after: tuple[Utterance, ...] = ()
    """Context: the rest of its last turn, and the turns after."""

    @property
    def turn(self) -> int | None:
        """The number of the turn in which it begins."""
        return self.turns[0].number if self.turns else None

    @property
    def last_turn(self) -> int | None:
        """The number of the turn in which it ends."""
        return self.turns[-1].number if self.turns else None

    @property
    def speaker(self) -> str:
        """Who speaks where it begins."""
        return self.turns[0].speaker if self.turns else ""

    @property
    def role(self) -> Role:
        """Who that is in the interview."""
        return self.turns[0].role if self.turns else Role.NOBODY

    @property
    def begins(self) -> float | None:
        """When the turn in which it begins was said, in seconds from the start of the recording."""
        return self.turns[0].begins if self.turns else None

    @property
    def page(self) -> int | None:
        """The page on which the turn in which it begins starts."""
        return self.turns[0].page if self.turns else None

    @property
    def heading(self) -> str:
        """The heading under which it begins."""
        return self.turns[0].heading if self.turns else ""

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """What each speaker says in it, labels left out."""
        start = self.span.start
        parts: list[Utterance] = []
        for turn in self.turns:
            first, last = max(start, turn.body.start), min(self.span.end, turn.body.end)
            if first < last:
                text = self.text[first - start : last - start]
                parts.append(Utterance(turn=turn, span=Span(first, last), text=text))
        return tuple(parts)
