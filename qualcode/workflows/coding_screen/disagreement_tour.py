"""Show other coders' codings, and go from one disagreement of the last closed round to the next."""

from typing import NamedTuple

from qualcode.model import CoderName, SourceId
from qualcode.retrieval.disagreements import Disagreement
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.rounds import rounds
from qualcode.workflows.coding_screen.navigation import Navigation
from qualcode.workflows.rounds.list_disagreements import list_disagreements


class Stop(NamedTuple):
    """A disagreement in the order of the tour: by source name and position."""

    source_name: str
    start: int
    source: SourceId
    disagreement: Disagreement

    @property
    def id(self) -> str:
        """What tells it from others at the same place."""
        return " ".join(("disagreement", *(coding.id for coding in self.disagreement.codings)))


def show_others(navigation: Navigation) -> str:
    """Show other coders' codings at the next disagreement, or hide them after the last; return what was done.

    Where no round is closed, or its coders agree, they are only shown or hidden.
    """
    stops = _stops(navigation.project, navigation.coder)
    if not stops:
        navigation.show_other_coders = not navigation.show_other_coders
        if not navigation.show_other_coders:
            return "Other coders' codings are hidden"
        is_blind = navigation.project.database.hides_something
        return f"Other coders' codings are shown{', but not those in your open round' if is_blind else ''}"
    ahead = _ahead(navigation, stops)
    if not ahead:
        navigation.show_other_coders = False
        return "That was the last disagreement; other coders' codings are hidden"
    navigation.show_other_coders = True
    stop = ahead[0]
    if stop.source != navigation.open_source.source.id:
        navigation.open(sources.with_id(navigation.project.database, stop.source), stop.start)
    navigation.cursor.move_to(_first_word(navigation, stop))
    navigation.focused_id = stop.id
    return f"{stops.index(stop) + 1} of {len(stops)}, {_described(stop.disagreement)}"


def _ahead(navigation: Navigation, stops: list[Stop]) -> list[Stop]:
    """Return the disagreements after the one where the cursor is, or from the cursor on."""
    source, offset = navigation.open_source.source, navigation.cursor.offset
    for number, stop in enumerate(stops):
        is_here = stop.source == source.id and stop.id == navigation.focused_id
        if is_here and navigation.show_other_coders and _first_word(navigation, stop) == offset:
            return stops[number + 1 :]
    ahead = [
        stop
        for stop in stops
        if stop.source_name > source.name
        or (stop.source == source.id and _first_word(navigation, stop) >= offset)
    ]
    return ahead or ([] if navigation.show_other_coders else stops)


def _first_word(navigation: Navigation, stop: Stop) -> int:
    """Return where a disagreement in the open source begins, after the label of its speaker."""
    units, span = navigation.open_source.units, stop.disagreement.span
    if units.is_drawn(span.start):
        return units.clamped(span.start)
    bodies = (turn.body.start for turn in units.turns)
    return units.clamped(next((start for start in bodies if span.start <= start < span.end), span.start))


def _stops(project: Project, coder: CoderName) -> list[Stop]:
    closed = [
        each
        for each in rounds.read_all(project.database)
        if not each.is_open and (coder in each.coders or coder == each.coder)
    ]
    if not closed:
        return []
    last = max(closed, key=lambda each: each.closed_at)
    names = {identity: name for name, identity in sources.ids_by_name(project.database).items()}
    stops = [
        Stop(names[each.source], each.span.start, each.source, each)
        for each in list_disagreements(project, last.name).disagreements
        if each.source in names
    ]
    return sorted(stops, key=lambda stop: (stop.source_name, stop.start, stop.disagreement.codes))


def _described(each: Disagreement) -> str:
    by_coder: dict[str, list[str]] = {}
    for coding in each.codings:
        by_coder.setdefault(coding.coder, []).append(coding.code)
    by_codes: dict[str, list[str]] = {}
    for coder, codes in sorted(by_coder.items()):
        by_codes.setdefault(", ".join(dict.fromkeys(codes)), []).append(coder)
    if each.without:
        by_codes["nothing"] = list(each.without)
    who = [f"{', '.join(coders)} {codes}" for codes, coders in by_codes.items()]
    return f"{each.kind.value}: {' · '.join(who)}"
