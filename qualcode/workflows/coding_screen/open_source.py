"""The desk: one open source with all that lies on it, as one coder sees it, and who wrote to it meanwhile."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from qualcode.model import Change, CodeKey, CoderName, Coding, CodingId, Source, SourceId, Span, Suggestion
from qualcode.store.project import Project
from qualcode.store.records import codings, reading_places, sources, suggestions
from qualcode.store.records.reading_places import ReadingPlace
from qualcode.workflows.coding_screen.span_index import SpanIndex
from qualcode.workflows.coding_screen.text_units import TextUnits

_NEAR = 20_000
"""Characters before and after a place that certainly fill every screen."""
_FEW = 200
"""As many changed rows are read one by one; for more, everything is read again."""


@dataclass(slots=True)
class OpenSource:
    """A source's text and units, the coder's codings, the others', and what is suggested and undecided."""

    project: Project
    coder: CoderName
    units: TextUnits
    own_codings: SpanIndex[Coding] = field(default_factory=SpanIndex)
    other_codings: SpanIndex[Coding] = field(default_factory=SpanIndex)
    pending: SpanIndex[Suggestion] = field(default_factory=SpanIndex)
    read_turns: set[int] = field(default_factory=set)
    """The numbers of the turns that the coder has read to their ends."""
    version: int = 0
    """Another number after every change of what lies on the source."""
    changed_spans: list[Span] | None = None
    """Where something has changed since a screen looked last; None: anywhere."""
    _characters_read: int = 0
    mark: int | None = None
    """Where the coder asked to come back to."""
    partly_loaded: bool = False
    """Whether most of what lies on the source is still to be read: a screen shows what is in sight first."""

    @classmethod
    def opened(
        cls, project: Project, coder: CoderName, source: Source, *, near: int | None = None
    ) -> "OpenSource":
        """Read all there is on a source; or only the codings `near` a character, and the rest later."""
        ground = TextUnits(
            source,
            sources.turns(project.database, source.id),
            sources.sentence_rows(project.database, source.id),
        )
        desk = cls(project, coder, ground, partly_loaded=near is not None)
        if near is None:
            desk.refresh()
        else:
            desk._lay_out(Span(max(near - _NEAR, 0), near + _NEAR))
        place = reading_places.of_source(project.database, coder, source.id)
        for number in place.read_turns if place else ():
            desk.mark_read(number)
        desk.mark = place.mark if place else None
        return desk

    @property
    def source(self) -> Source:
        """The source that lies open."""
        return self.units.source

    def refresh(self) -> None:
        """Read again what may have changed: everything but the text."""
        self._lay_out(Span(0, len(self.units.text)))
        self.pending = SpanIndex(suggestions.pending(self.project.database, self.coder, self.source.id))
        self.partly_loaded = False
        self.version += 1
        self.changed_spans = None

    def _lay_out(self, within: Span) -> None:
        found = codings.of_source(self.project.database, self.source.id, within=within)
        self.own_codings = SpanIndex(one for one in found if one.coder == self.coder)
        self.other_codings = SpanIndex(one for one in found if one.coder != self.coder)

    def mark_changed(self, spans: Iterable[Span]) -> None:
        """Note that what lies on these spans is something else now."""
        self.version += 1
        if self.changed_spans is not None:
            self.changed_spans.extend(spans)

    def take_in(self, changes: Sequence[Change]) -> None:
        """Read again only what an act changed here: codings, and suggestions of their codes beside them."""
        if len(changes) > _FEW:
            self.refresh()
            return
        reading_places: defaultdict[CodeKey, list[Span]] = defaultdict(list)
        for change in changes:
            record = change.after or change.before or {}
            if record.get("source_id", self.source.id) != self.source.id:
                continue
            if change.subject == "codings":
                for one in self._read_coding(CodingId(str(record["id"]))):
                    reading_places[one.code].append(one.span)
            elif change.subject == "decisions":
                start, end = int(record["start"] or 0), int(record["end"] or 0)
                reading_places[CodeKey(str(record["code"]))].append(Span(start, end))
        for code, spans in reading_places.items():
            within = Span(min(span.start for span in spans), max(span.end for span in spans))
            undecided = suggestions.pending(
                self.project.database, self.coder, self.source.id, code, within=within
            )
            found = {one.id: one for one in undecided}
            before = {one.id: one for one in self.pending.overlapping(within) if one.code == code}
            self.pending.discard(*(before.keys() - found.keys()))
            self.pending.add(*(found[identity] for identity in found.keys() - before.keys()))
            self.mark_changed((before | found)[identity].span for identity in before.keys() ^ found.keys())

    def reread(self, coding: Coding) -> None:
        """Take a coding from the store again: its memo or its star is another."""
        list(self._read_coding(coding.id))

    def _read_coding(self, identity: CodingId) -> Iterator[Coding]:
        """Put a coding on the shelf as it is stored now, or take it away; yield it as it was and is."""
        found = codings.with_id(self.project.database, identity)
        one = self.own_codings.with_id(identity)
        if one is not None:
            self.own_codings.discard(one.id)
            self.mark_changed([one.span])
            yield one
        if found is not None and found.source == self.source.id and found.coder == self.coder:
            self.own_codings.add(found)
            self.mark_changed([found.span])
            yield found

    def mark_read(self, turn: int) -> None:
        """Note that a turn has been read to its end."""
        if turn not in self.read_turns and 0 < turn <= len(self.units.turns):
            self.read_turns.add(turn)
            self._characters_read += len(self.units.turns[turn - 1].body)

    def is_read(self, span: Span) -> bool:
        """Whether every turn in which the span lies has been read to its end."""
        first, last = (self.units.block_at(offset) for offset in (span.start, max(span.start, span.end - 1)))
        touched = (self.units.turn_of(block) for block in range(first, last + 1))
        return all(turn is None or turn.number in self.read_turns for turn in touched)

    def share_read(self) -> float:
        """Return which part of the turns' characters has been read."""
        return self._characters_read / self.units.spoken if self.units.spoken else 0.0

    def share_coded(self) -> float:
        """Return which part of the text this coder has put codes on."""
        return self.own_codings.covered / len(self.units.text) if self.units.text else 0.0

    def save_place(self, position: int) -> None:
        """Write where the coder is, for the next start."""
        if self.project.database.writable:
            place = ReadingPlace(
                source=self.source.id,
                position=position,
                read_turns=frozenset(self.read_turns),
                mark=self.mark,
            )
            reading_places.write(self.project.database, self.coder, place)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source in the list: how far this coder is with it."""

    id: SourceId
    name: str
    words: int
    turns: int
    read: int
    codings: int
    """This coder's."""
    pending: int


def source_lines(project: Project, coder: CoderName) -> list[SourceLine]:
    """Return every source with the coder's progress in it, by name."""
    database = project.database
    read = {
        source: len(place.read_turns) for source, place in reading_places.read_all(database, coder).items()
    }
    own = codings.spans(database, codings.CodingFilter(coder=coder))
    undecided: dict[SourceId, int] = {}
    for one in suggestions.pending(database, coder):
        undecided[one.source] = undecided.get(one.source, 0) + 1
    return [
        SourceLine(
            id=one.id,
            name=one.name,
            words=one.words,
            turns=one.turns,
            read=read.get(one.id, 0),
            codings=len(own.get(one.id, ())),
            pending=undecided.get(one.id, 0),
        )
        for one in sources.summaries(database)
    ]
