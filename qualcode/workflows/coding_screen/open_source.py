"""In-memory state of the open source for one coder: codings, memos, pending suggestions, read turns.

After an act only what its recorded changes name is read again from the store.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.model import (
    Change,
    Codebook,
    CodeKey,
    CoderName,
    Coding,
    CodingId,
    Memo,
    Source,
    Span,
    Suggestion,
    SuggestionId,
    merge_spans,
)
from qualcode.store.project import Project
from qualcode.store.records import codings, memos, sources, suggestions
from qualcode.store.records.transcripts import reading_places, turn_versions
from qualcode.store.records.transcripts.reading_places import ReadingPlace
from qualcode.workflows.coding_screen.span_index import SpanIndex
from qualcode.workflows.coding_screen.speaker_numbers import speaker_numbers
from qualcode.workflows.coding_screen.text_units import TextUnits
from qualcode.workflows.rounds.assigned_spans import assigned_samples

_NEAR = 20_000
"""Number of characters before and after an offset that fill every screen."""
_MAX_CHANGES = 200
"""Maximum number of changes that are applied one by one; beyond it, everything is read again."""


@dataclass(slots=True)
class OpenSource:
    """A source's text units, the coder's and other coders' codings, and the undecided suggestions."""

    project: Project
    coder: CoderName
    codebook: Codebook
    """The current one: suggestions of its retired codes are not pending."""
    units: TextUnits
    own_codings: SpanIndex[Coding] = field(default_factory=SpanIndex)
    other_codings: SpanIndex[Coding] = field(default_factory=SpanIndex)
    other_coders: tuple[CoderName, ...] = ()
    """Whose the other codings, and the memos on words, are."""
    pending: SpanIndex[Suggestion] = field(default_factory=SpanIndex)
    memos_on_words: tuple[Memo, ...] = ()
    """The memos of all coders on words of the source."""
    read_turns: set[int] = field(default_factory=set)
    """Numbers of the turns that the coder has read to their ends."""
    read_earlier: tuple[Span, ...] = ()
    """What was read before the source was opened, also parts of turns that have been cut since."""
    speaker_numbers: Mapping[str, int] = field(default_factory=dict)
    """Number of each speaker who is no interviewer, by label; a person has one number in all sources."""
    turn_version: int = 0
    """Number of the version of the turns that `units` has."""
    version: int = 0
    """Incremented by every change of codings or suggestions."""
    changed_spans: list[Span] | None = None
    """Spans changed since the screen emptied the list; None where everything may have changed."""
    _characters_read: int = 0
    samples: tuple[tuple[str, tuple[Span, ...]], ...] = ()
    """What the coder has still to code of it in open rounds, by the name of the round."""
    mark: int | None = None
    """Offset of the bookmark."""
    partly_loaded: bool = False
    """Whether only the codings near the cursor are read so far, so that the first screen is quick."""

    @classmethod
    def load(
        cls,
        project: Project,
        coder: CoderName,
        codebook: Codebook,
        source: Source,
        *,
        near: int | None = None,
    ) -> "OpenSource":
        """Read all codings and suggestions of a source, or only the codings `near` an offset."""
        units = TextUnits(
            source,
            sources.turns(project.database, source.id),
            sources.sentence_rows(project.database, source.id),
        )
        open_source = cls(project, coder, codebook, units, partly_loaded=near is not None)
        open_source.speaker_numbers = speaker_numbers(project.database, source.id)
        open_source.turn_version = turn_versions.current(project.database, source.id).number
        if near is None:
            open_source.refresh()
        else:
            open_source.samples = assigned_samples(project.database, coder, source.id)
            open_source._load_codings(Span(max(near - _NEAR, 0), near + _NEAR))
        place = reading_places.of_source(project.database, coder, source.id)
        if place is not None:
            open_source.read_earlier, open_source.mark = place.read_spans, place.mark
            for turn in units.turns:
                if place.has_read(turn):
                    open_source.mark_read(turn.number)
        return open_source

    @property
    def source(self) -> Source:
        """The open source."""
        return self.units.source

    def rounds_at(self, offset: int) -> str:
        """Return whether an offset is in the coder's part of open rounds; empty if they have none here."""
        inside = [
            name for name, spans in self.samples if any(span.start <= offset < span.end for span in spans)
        ]
        if inside or not self.samples:
            return ", ".join(inside)
        return f"outside {', '.join(name for name, _ in self.samples)}"

    def refresh(self) -> None:
        """Read everything but the text again."""
        self.samples = assigned_samples(self.project.database, self.coder, self.source.id)
        self._load_codings(Span(0, len(self.units.text)))
        self.pending = SpanIndex(
            suggestions.pending(self.project.database, self.coder, self.codebook, self.source.id)
        )
        self.partly_loaded = False
        self.version += 1
        self.changed_spans = None

    def _load_memos(self) -> None:
        self.memos_on_words = memos.on_words_of(self.project.database, self.source.id)
        coders = {item.coder for items in (self.other_codings, self.memos_on_words) for item in items}
        self.other_coders = tuple(sorted(coders - {self.coder}))

    def _load_codings(self, within: Span) -> None:
        stored = codings.of_source(self.project.database, self.source.id, within=within)
        self.own_codings = SpanIndex(coding for coding in stored if coding.coder == self.coder)
        self.other_codings = SpanIndex(coding for coding in stored if coding.coder != self.coder)
        self._load_memos()

    def mark_changed(self, spans: Iterable[Span]) -> None:
        """Record that codings or suggestions on these spans have changed."""
        self.version += 1
        if self.changed_spans is not None:
            self.changed_spans.extend(spans)

    def apply_changes(self, changes: Sequence[Change]) -> None:
        """Read again the codings that an act changed here, and the pending suggestions of their codes.

        Which suggestions are pending depends on the coder's decisions and codings with the same code. So the
        suggestions of each changed code are read again within the hull of the spans that changed for it. An
        act that only adds codings and decisions leaves no suggestion pending that was not before.
        """
        if len(changes) > _MAX_CHANGES:
            self.refresh()
            return
        spans_by_code: defaultdict[CodeKey, list[Span]] = defaultdict(list)
        only_adds = all(change.before is None for change in changes)
        for change in changes:
            record = change.after or change.before or {}
            if record.get("source_id", self.source.id) != self.source.id:
                continue
            if change.subject == "codings":
                for coding in self._reload_coding(CodingId(str(record["id"]))):
                    spans_by_code[coding.code].append(coding.span)
            elif change.subject == "memos":
                memos_before = {*self.memos_on_words}
                self._load_memos()
                changed_memos = memos_before ^ {*self.memos_on_words}
                self.mark_changed(memo.span for memo in changed_memos if memo.span is not None)
            elif change.subject == "decisions":
                span = Span(int(record["start"] or 0), int(record["end"] or 0))
                spans_by_code[CodeKey(str(record["code"]))].append(span)
        for code, spans in spans_by_code.items():
            hull = Span(min(span.start for span in spans), max(span.end for span in spans))
            before = {each.id: each for each in self.pending.overlapping(hull) if each.code == code}
            if before or not only_adds:
                self._reload_pending(code, hull, before)

    def _reload_pending(self, code: CodeKey, within: Span, before: dict[SuggestionId, Suggestion]) -> None:
        """Make the pending suggestions of a code that overlap a span (`before`) those that the store has."""
        stored = suggestions.pending(
            self.project.database, self.coder, self.codebook, self.source.id, code, within=within
        )
        after = {each.id: each for each in stored}
        self.pending.discard(*(before.keys() - after.keys()))
        self.pending.add(*(after[each_id] for each_id in after.keys() - before.keys()))
        self.mark_changed((before | after)[each_id].span for each_id in before.keys() ^ after.keys())

    def _reload_coding(self, coding_id: CodingId) -> Iterator[Coding]:
        """Make a coding of the coder's what it is in the store; yield it as it was, and as it is now."""
        stored = codings.with_id(self.project.database, coding_id)
        indexed = self.own_codings.with_id(coding_id)
        if indexed is not None:
            self.own_codings.discard(indexed.id)
            self.mark_changed([indexed.span])
            yield indexed
        if stored is not None and stored.source == self.source.id and stored.coder == self.coder:
            self.own_codings.add(stored)
            self.mark_changed([stored.span])
            yield stored

    def mark_read(self, turn: int) -> None:
        """Mark a turn as read to its end."""
        if turn not in self.read_turns and 0 < turn <= len(self.units.turns):
            self.read_turns.add(turn)
            self._characters_read += len(self.units.turns[turn - 1].body)

    def is_read(self, span: Span) -> bool:
        """Whether every turn that overlaps the span has been read to its end."""
        first, last = (self.units.block_at(offset) for offset in (span.start, max(span.start, span.end - 1)))
        turns = (self.units.turn_of(block) for block in range(first, last + 1))
        return all(turn is None or turn.number in self.read_turns for turn in turns)

    def share_read(self) -> float:
        """Return the share of the turns' characters that has been read, from 0 to 1."""
        total = self.units.turn_characters
        return self._characters_read / total if total else 0.0

    def share_coded(self) -> float:
        """Return the share of the text's characters that this coder has coded, from 0 to 1."""
        return self.own_codings.covered / len(self.units.text) if self.units.text else 0.0

    def save_place(self, offset: int) -> None:
        """Store the reading place for the next start."""
        if self.project.database.writable:
            place = ReadingPlace(
                source=self.source.id,
                position=offset,
                read_spans=merge_spans([*self.read_earlier, *self._spans_of_read_turns()]),
                mark=self.mark,
            )
            reading_places.write(self.project.database, self.coder, place)

    def _spans_of_read_turns(self) -> Iterator[Span]:
        return (self.units.turns[number - 1].span for number in self.read_turns)
