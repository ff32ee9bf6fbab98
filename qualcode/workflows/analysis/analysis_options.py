"""Options that every analysis shares: what it counts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from qualcode.errors import NotFoundError
from qualcode.model import Case, SourceId, SourceKind, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.tables import Scope, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisOptions:
    """What an analysis counts; by default the codings of all coders on all turns but interviewers'."""

    kind: SourceKind | None = None
    """Only interviews or only documents."""
    coders: tuple[str, ...] = ()
    """Only the codings of these coders; empty for all."""
    with_interviewer: bool = False
    """Also the turns of interviewers."""
    where: str = ""
    """Only turns whose speaker's case meets these conditions: `tier = local and years > 10`."""
    finished: bool = False
    """Only sources that a coder has finished, and of each the codings of the coders who finished it."""


class AnalysisFilters(TypedDict, total=False):
    """The fields of `AnalysisOptions` as keyword arguments of Python users."""

    kind: str | None
    coders: "str | Sequence[str]"
    with_interviewer: bool
    where: str
    finished: bool


def options_from(filters: AnalysisFilters) -> AnalysisOptions:
    """Return the options of an analysis; NotFoundError for an unknown kind of source."""
    options: dict[str, Any] = dict(filters)
    if (kind := filters.get("kind")) is not None:
        options["kind"] = source_kind(kind)
    coders = filters.get("coders", ())
    options["coders"] = (coders,) if isinstance(coders, str) else tuple(coders)
    return AnalysisOptions(**options)


def source_kind(name: str) -> SourceKind:
    """Return the kind of source with this name; NotFoundError if there is none."""
    kinds = [kind.value for kind in SourceKind]
    if name not in kinds:
        raise NotFoundError.among("kind of source", name, kinds, f"Kinds: {', '.join(kinds)}.")
    return SourceKind(name)


DEFAULT_OPTIONS = AnalysisOptions()


def scope_of(study: "Study", options: AnalysisOptions) -> "Scope":
    """Return the scope of the options in this study; QueryError for a wrong condition in `where`."""
    from qualcode.tables import Scope

    return Scope(
        kind=options.kind,
        coders=options.coders,
        with_interviewer=options.with_interviewer,
        finished=options.finished,
        selects=_SelectedTurns(study, options.where).selects if options.where.strip() else None,
    )


class _SelectedTurns:
    """The turns whose speaker's case meets a condition; speakers are evaluated once for each source."""

    def __init__(self, study: "Study", where: str) -> None:
        from qualcode.retrieval import AttributeFilter

        attributes = {name for case in study.cases for name in case.attributes}
        self._filter: AttributeFilter = AttributeFilter(where, study.codebook, attributes)
        self._cases = _cases_by_speaker(study.cases)
        self._selected: dict[tuple[SourceId, str], bool] = {}

    def selects(self, source: SourceId, turn: Turn) -> bool:
        if turn.number == 0:
            return self._filter.selects(None)
        key = (source, turn.speaker)
        if key not in self._selected:
            owners = {(source, turn.speaker), (source, "")}
            cases = [case for owner in owners for case in self._cases.get(owner, ())]
            self._selected[key] = self._filter.selects(cases)
        return self._selected[key]


def _cases_by_speaker(cases: "Sequence[Case]") -> "Mapping[tuple[SourceId, str], list[Case]]":
    """Return the cases of each source and speaker; the empty name stands for the whole source."""
    by_speaker: dict[tuple[SourceId, str], list[Case]] = {}
    for case in cases:
        for owner in case.sources:
            by_speaker.setdefault(owner, []).append(case)
    return by_speaker
