"""Quotes: the spans that a query finds, with the data to cite and to trace them."""

from dataclasses import dataclass

from qualcode.model import CodeKey, CoderName, CodingId, Role, SourceId, SourceKind, Span, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Words of one turn, or some of them; `span` is in the source's text."""

    turn: Turn
    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A span of a source with the codings by which the query matches it.

    Several codings of one coder on the same span are one quote with several codes.
    """

    source: SourceId
    source_name: str
    kind: SourceKind
    span: Span
    text: str
    turns: tuple[Turn, ...] = ()
    """The turns that it overlaps; none for words before the first turn."""
    codes: tuple[CodeKey, ...] = ()
    """The codes by which it matches, in the codebook's order; none for queries on words or speakers only."""
    coders: tuple[CoderName, ...] = ()
    """The coders of these codings; several only across coders."""
    codings: tuple[CodingId, ...] = ()
    """The codings by which it matches."""
    cases: tuple[str, ...] = ()
    """The names of the cases of its speakers."""
    before: tuple[Utterance, ...] = ()
    """Context: the turns before it, and the start of its first turn."""
    after: tuple[Utterance, ...] = ()
    """Context: the rest of its last turn, and the turns after it."""

    @property
    def turn(self) -> int | None:
        """The number of its first turn."""
        return self.turns[0].number if self.turns else None

    @property
    def last_turn(self) -> int | None:
        """The number of its last turn."""
        return self.turns[-1].number if self.turns else None

    @property
    def speaker(self) -> str:
        """The speaker of its first turn."""
        return self.turns[0].speaker if self.turns else ""

    @property
    def role(self) -> Role:
        """The role of that speaker."""
        return self.turns[0].role if self.turns else Role.NOBODY

    @property
    def begins(self) -> float | None:
        """The start of its first turn in the recording, in seconds."""
        return self.turns[0].begins if self.turns else None

    @property
    def page(self) -> int | None:
        """The page on which its first turn starts."""
        return self.turns[0].page if self.turns else None

    @property
    def heading(self) -> str:
        """The heading above its first turn."""
        return self.turns[0].heading if self.turns else ""

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """Its words by turn, without the speakers' labels."""
        start = self.span.start
        utterances: list[Utterance] = []
        for turn in self.turns:
            first, last = max(start, turn.body.start), min(self.span.end, turn.body.end)
            if first < last:
                text = self.text[first - start : last - start]
                utterances.append(Utterance(turn=turn, span=Span(first, last), text=text))
        return tuple(utterances)
