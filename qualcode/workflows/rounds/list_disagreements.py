"""List on which words the coders of a closed round disagree, in what way, worst codes first."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import CodeKey, CoderName, Coding, Listing, Role, Round, Span, Turn
from qualcode.retrieval.disagreements import Disagreement, DisagreementKind, find_disagreements, worst_first
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.rounds import frozen_sources, renamed_coders, rounds
from qualcode.text.command_arguments import shown_names
from qualcode.text.plurals import counted
from qualcode.workflows.project.chosen_codes import chosen_codes
from qualcode.workflows.rounds.close_round import closed_round
from qualcode.workflows.rounds.frozen_study import closing_codebook
from qualcode.workflows.rounds.hidden_work import hidden_state_note
from qualcode.workflows.rounds.list_rounds import renamed_note

COLUMNS = ("kind", "code", "source", "start", "end", "quote", "who", "memos", "decision", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDisagreements:
    """The disagreements of a round, and how many stretches there are in all."""

    round_name: str
    coders: tuple[CoderName, ...]
    """The coders who are compared."""
    listing: Listing
    disagreements: tuple[Disagreement, ...]
    """Those that were selected."""
    all_disagreements: int
    stretches: int
    on_interviewers: int
    """How many of them are wholly on interviewers' words, which coefficients leave out by default."""
    unfinished: tuple[str, ...]
    """Sources that fewer than two coders have finished: nothing can be said of them."""
    renamed: str
    """Who had another name when the round was closed; empty if nobody had."""
    hidden: str
    """What is hidden from the viewer, whose open round has it too; empty if nothing is."""

    def notes(self) -> Iterator[str]:
        """Yield how many disagreements there are, and what is left out."""
        counts = Counter(each.kind for each in self.disagreements)
        by_kind = ", ".join(f"{count} {each.value}" for each, count in counts.most_common())
        number = counted(self.all_disagreements, "disagreement")
        if len(self.disagreements) < self.all_disagreements:
            number = f"{len(self.disagreements):,} of {number}"
        yield (
            f"Round {self.round_name}, {shown_names(self.coders)}: {number} in "
            f"{counted(self.stretches, 'stretch', 'stretches')}"
            f"{f' ({by_kind})' if by_kind else ''}."
        )
        if self.on_interviewers:
            yield (
                f"{self.on_interviewers} of them on interviewers' words: `qualcode agreement` leaves those "
                "out unless --with-interviewer."
            )
        if self.unfinished:
            yield f"Fewer than two coders have finished {', '.join(self.unfinished)}: left out."
        if self.renamed:
            yield self.renamed
        if self.hidden:
            yield self.hidden


def list_disagreements(
    project: Project,
    name: str = "",
    *,
    kinds: Sequence[DisagreementKind] = (),
    codes: Sequence[str] = (),
    source_names: Sequence[str] = (),
    coders: Sequence[str] = (),
) -> RoundDisagreements:
    """Return the disagreements of a closed round, by default of the one closed last.

    They are those of the frozen state. `decision` and `reason` are empty, for a meeting. NotFoundError
    if no round is closed, and for an unknown code, source or coder; ConflictError if the round is still open.
    """
    closed = closed_round(project.database, name) if name else _last_closed(project)
    compared = _compared(project, closed, coders)
    found, stretches = list[Disagreement](), Counter[CodeKey]()
    names, turns = dict[str, str](), dict[str, Sequence[Turn]]()
    unfinished, coded = list[str](), set[str]()
    for source in frozen_sources.of_round(project.database, closed.id):
        names[source.id], turns[source.id] = source.name, source.turns
        coded |= {coding.code for coding in source.codings}
        finished_by = [coder for coder in source.finished_by if coder in compared]
        if len(finished_by) < 2:  # noqa: PLR2004 - two coders
            unfinished.append(source.name)
            continue
        of_source, counts = find_disagreements(source.codings, source.id, finished_by)
        found += of_source
        stretches += counts
    _check_sources(closed, source_names, names.values())
    keys = _keys(project, closed, codes, coded)
    chosen = [
        each
        for each in worst_first(found, stretches)
        if (not kinds or each.kind in kinds)
        and (not codes or keys & set(each.codes))
        and (not source_names or names[each.source] in source_names)
    ]
    return RoundDisagreements(
        round_name=closed.name,
        coders=compared,
        listing=_listing(project, chosen, names),
        disagreements=tuple(chosen),
        all_disagreements=len(found),
        stretches=stretches.total(),
        on_interviewers=sum(_is_interviewers(each.span, turns[each.source]) for each in chosen),
        unfinished=tuple(unfinished),
        renamed=renamed_note(project.database, closed),
        hidden=hidden_state_note(project.database, closed),
    )


def _check_sources(closed: Round, chosen: Sequence[str], names: Collection[str]) -> None:
    for unknown in set(chosen) - set(names):
        raise NotFoundError.among(f"source of the round {closed.name}", unknown, sorted(names))


def _compared(project: Project, closed: Round, chosen: Sequence[str]) -> tuple[CoderName, ...]:
    """Return the coders of a round with these names, all without any; UsageError for only one."""
    earlier = renamed_coders.names_since_closing(project.database, closed.id)
    names = [earlier.get(CoderName(coder), coder) for coder in chosen]
    for name in names:
        if name not in closed.coders:
            raise NotFoundError.among(f"coder of the round {closed.name}", name, closed.coders)
    compared = tuple(coder for coder in closed.coders if coder in names or not names)
    if names and len(compared) < 2:  # noqa: PLR2004 - two coders
        raise UsageError("One coder alone has no disagreements.", "Name another: --coder ann --coder ben")
    return compared


def _is_interviewers(span: Span, turns: Sequence[Turn]) -> bool:
    roles = {turn.role for turn in turns if max(turn.body.start, span.start) < min(turn.body.end, span.end)}
    return roles == {Role.INTERVIEWER}


def _last_closed(project: Project) -> Round:
    closed = [each for each in rounds.read_all(project.database) if not each.is_open]
    if not closed:
        raise NotFoundError("No round is closed yet.", "`qualcode rounds` shows who has still to finish.")
    return max(closed, key=lambda each: each.closed_at)


def _keys(project: Project, closed: Round, codes: Sequence[str], coded: Collection[str]) -> set[str]:
    """Return the keys of codes in the codebook with which the round was closed."""
    if not codes:
        return set()
    keys, _ = chosen_codes(codes, closing_codebook(project, closed), sorted(coded), skip_unknown=False)
    return set(keys)


def _listing(project: Project, chosen: Sequence[Disagreement], names: dict[str, str]) -> Listing:
    texts: dict[str, str] = {}
    existing = set(sources.ids_by_name(project.database).values())
    rows = []
    for each in chosen:
        if each.source not in texts:
            is_here = each.source in existing
            texts[each.source] = sources.with_id(project.database, each.source).text if is_here else ""
        text = texts[each.source]
        who = [
            *(_described(coding, text) for coding in each.codings),
            *(f"{coder}: nothing" for coder in each.without),
        ]
        memos = [f"{coding.coder}: {coding.memo}" for coding in each.codings if coding.memo]
        rows.append(
            (
                each.kind.value,
                ", ".join(each.codes),
                names[each.source],
                each.span.start,
                each.span.end,
                each.span.of(text),
                "\n".join(who),
                "\n".join(memos),
                "",
                "",
            )
        )
    return Listing(columns=COLUMNS, rows=tuple(rows))


def _described(coding: Coding, text: str) -> str:
    words = " ".join(coding.span.of(text).split())
    return f"{coding.coder}: {coding.code} «{words}»"
