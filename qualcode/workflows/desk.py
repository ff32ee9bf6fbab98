"""The desk: one open source with all that lies on it, as one coder sees it, and who wrote to it meanwhile."""

from dataclasses import dataclass, field

from qualcode.model import CodeKey, CoderName, Coding, Source, SourceId, Span, Suggestion
from qualcode.store import codings, places, sources, suggestions
from qualcode.store.places import Place
from qualcode.store.project import Project
from qualcode.workflows.ground import Ground
from qualcode.workflows.shelf import Shelf


@dataclass(slots=True)
class Desk:
    """A source's text and units, the coder's codings, the others', and what is suggested and undecided."""

    project: Project
    coder: CoderName
    ground: Ground
    own: Shelf[Coding] = field(default_factory=Shelf)
    others: Shelf[Coding] = field(default_factory=Shelf)
    pending: Shelf[Suggestion] = field(default_factory=Shelf)
    read: set[int] = field(default_factory=set)
    """The numbers of the turns that the coder has read to their ends."""
    version: int = 0
    """Another number after every change of what lies on the source."""
    mark: int | None = None
    """Where the coder asked to come back to."""

    @classmethod
    def opened(cls, project: Project, coder: CoderName, source: Source) -> "Desk":
        """Read everything there is on a source."""
        ground = Ground(
            source, sources.turns(project.database, source.id), sources.sentences(project.database, source.id)
        )
        desk = cls(project, coder, ground)
        desk.refresh()
        place = places.of_source(project.database, coder, source.id)
        desk.read = set(place.read_turns) if place else set()
        desk.mark = place.mark if place else None
        return desk

    @property
    def source(self) -> Source:
        """The source that lies open."""
        return self.ground.source

    def refresh(self) -> None:
        """Read again what may have changed: everything but the text."""
        found = codings.of_source(self.project.database, self.source.id)
        self.own = Shelf(one for one in found if one.coder == self.coder)
        self.others = Shelf(one for one in found if one.coder != self.coder)
        self.refresh_suggestions()

    def refresh_suggestions(self) -> None:
        """Read again what is undecided."""
        self.version += 1
        self.pending = Shelf(suggestions.pending(self.project.database, self.coder, self.source.id))

    def is_read(self, span: Span) -> bool:
        """Whether every turn in which the span lies has been read to its end."""
        first, last = (self.ground.block_at(offset) for offset in (span.start, max(span.start, span.end - 1)))
        touched = (self.ground.turn_of(block) for block in range(first, last + 1))
        return all(turn is None or turn.number in self.read for turn in touched)

    def share_read(self) -> float:
        """Return which part of the turns' characters has been read."""
        total = sum(len(turn.body) for turn in self.ground.turns)
        done = sum(len(turn.body) for turn in self.ground.turns if turn.number in self.read)
        return done / total if total else 0.0

    def share_coded(self) -> float:
        """Return which part of the text this coder has put codes on."""
        return self.own.covered() / len(self.ground.text) if self.ground.text else 0.0

    def keep_place(self, position: int) -> None:
        """Write where the coder is, for the next start."""
        if self.project.database.writable:
            place = Place(
                source=self.source.id, position=position, read_turns=frozenset(self.read), mark=self.mark
            )
            places.keep(self.project.database, self.coder, place)


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
    read = {source: len(place.read_turns) for source, place in places.every(database, coder).items()}
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


def counts_here(desk: Desk) -> dict[CodeKey, int]:
    """Return how many of the coder's codings of each code are in the open source."""
    found: dict[CodeKey, int] = {}
    for coding in desk.own:
        found[coding.code] = found.get(coding.code, 0) + 1
    return found
