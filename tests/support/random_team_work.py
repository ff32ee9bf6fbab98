"""Random work of two coders in copies of a study, by the program's own workflows, and merges in between."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from qualcode.errors import QualcodeError
from qualcode.model import (
    About,
    Code,
    CodeKey,
    CoderName,
    Role,
    RoundSettings,
    RoundUnit,
    Source,
    SourceId,
    SourceKind,
    TurnSettings,
    new_id,
)
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, foreign_guids, memos, sources, suggestions
from qualcode.store.records.foreign_guids import GuidKind
from qualcode.store.records.people import cases
from qualcode.store.records.rounds import rounds
from qualcode.store.team.conflicts import rival_versions
from qualcode.workflows.analysis import framework_summaries
from qualcode.workflows.cases import edit_cases
from qualcode.workflows.cases.join_waiting import join_waiting
from qualcode.workflows.codebook import edit_codebook, remove_code
from qualcode.workflows.codebook.split_code import SplitQueue
from qualcode.workflows.coders.rename_coder import rename_coder
from qualcode.workflows.coding import apply_codes, edit_codings, star_codings, write_memos
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.rounds import close_round, draw_round
from qualcode.workflows.sources import edit_sources, finish_sources
from qualcode.workflows.sources.participants import import_cases
from qualcode.workflows.speakers.change_speakers import change_speakers
from qualcode.workflows.speakers.speaker_changes import SpeakerChanges
from qualcode.workflows.team import settle_rivals
from tests.support import marked_text, random_acts
from tests.support.random_acts import Deed
from tests.support.stored_studies import ANN, BEN

Work = Callable[[Project, Deed], object]


@dataclass(frozen=True, kw_only=True)
class Event:
    """An act in one of the copies; or its merge of the copy `merged`."""

    copy: int
    deed: Deed | None = None
    merged: int = 0


def do(project: Project, deed: Deed) -> None:
    """Do it as one act; what cannot be done is skipped."""
    try:
        if deed.kind in random_acts.KINDS:
            random_acts.do(project.database, deed)
        else:
            WORK[deed.kind](project, deed)
    except (QualcodeError, IndexError, ZeroDivisionError):
        return


def _source(project: Project, deed: Deed) -> Source:
    names = sources.ids_by_name(project.database)
    return sources.with_id(project.database, deed.pick(list(names.values())))


def _own_coding(project: Project, deed: Deed) -> str:
    owned = [
        coding.id
        for source in sources.ids_by_name(project.database).values()
        for coding in codings.of_source(project.database, source, deed.coder)
    ]
    return deed.pick(owned)


def _own_memo(project: Project, deed: Deed) -> str:
    return deed.pick([memo.id for memo in memos.read_all(project.database) if memo.coder == deed.coder])


def _case(project: Project, deed: Deed) -> str:
    return deed.pick([case.name for case in cases.read_all(project.database)])


def _code(project: Project, deed: Deed) -> CodeKey:
    return deed.pick(list(current_codebook(project).codebook.keys))


def _round(project: Project, deed: Deed) -> str:
    return deed.pick([each.name for each in rounds.read_all(project.database)])


def _edit_codebook(project: Project, deed: Deed, proposal: edit_codebook.ProposedEdit) -> None:
    edit_codebook.carry_out(project, deed.coder, proposal)


def _move(project: Project, deed: Deed) -> None:
    coding = codings.with_id_prefix(project.database, _own_coding(project, deed))
    source = sources.with_id(project.database, coding.source)
    edit_codings.move_ends(project, deed.coder, current_codebook(project), source, coding, deed.span(source))


def _recode(project: Project, deed: Deed) -> None:
    coding = codings.with_id_prefix(project.database, _own_coding(project, deed))
    source = sources.with_id(project.database, coding.source)
    edit_codings.recode(project, deed.coder, current_codebook(project), source, coding, _code(project, deed))


def _settle(project: Project, deed: Deed) -> None:
    rivals = rival_versions.unsettled(project.database, current_codebook(project).codebook.keys)
    own = [rival for rival in rivals if rival.row["coder"] == deed.coder]
    settle_rivals.settle(project, deed.coder, deed.pick(own).id, take_other=bool(deed.start % 2))


def _memo_on_words(project: Project, deed: Deed) -> None:
    source = _source(project, deed)
    choice = SpanChoice(span=deed.span(source))
    write_memos.write(project, deed.coder, About.SOURCE, source.name, f"w{deed.length}", choice)


def _memo_on(project: Project, deed: Deed) -> None:
    about = deed.pick([About.PROJECT, About.CODE])
    target = _code(project, deed) if about is About.CODE else ""
    write_memos.write(project, deed.coder, about, target, f"m{deed.length}")


def _apply_twice(project: Project, deed: Deed) -> None:
    """Put a code on one of few spans, so that a coder does so in several copies."""
    source = _source(project, deed)
    quote = source.text[deed.start % 3 + 2 :][: 8 + deed.length % 2]
    apply_codes.apply(
        project,
        deed.coder,
        source.name,
        _code(project, deed),
        SpanChoice(quote=quote),
        memo=f"{deed.length % 3 or ''}",
    )


def _apply(project: Project, deed: Deed) -> None:
    source = _source(project, deed)
    span = deed.span(source)
    current = current_codebook(project)
    apply_codes.code_span(project, deed.coder, current, [_code(project, deed)], source, span)


def _decide(project: Project, deed: Deed) -> None:
    with history.act(project.database, deed.coder, "decide") as recorder:
        answer = random_acts.decision(deed, _source(project, deed).id, _code(project, deed))
        suggestions.decide(recorder, [answer])


def _import_everywhere(project: Project, deed: Deed) -> None:
    """Import one of few texts, so that several copies import the same; its turns are cut in two ways."""
    study = marked_text.interview(f"R: The same {deed.which % 2}.\nInt: Hm.\n", name=f"same {deed.start % 2}")
    source = replace(study.source, id=SourceId(new_id()))
    bounds, turns, settings = study.bounds, study.turns, TurnSettings()
    if deed.length % 3 == 1:
        turns = tuple(replace(turn, role=Role.NOBODY) for turn in turns)
        settings = TurnSettings(participants=("R",))
    with history.act(project.database, deed.coder, "import", source.name) as recorder:
        sources.add(recorder, source, turns, bounds, "utf-8", settings)
        join_waiting(recorder, source.id, source.name)


def _import_cases(project: Project, deed: Deed) -> None:
    table = project.folder / "people.csv"
    rows = f"case,source,rank,force\ncase {deed.which % 3},same {deed.start % 2},{deed.length % 3},x\n"
    table.write_text(rows, encoding="utf-8")
    import_cases(project, deed.coder, table)


def _guid(project: Project, deed: Deed) -> None:
    kind = deed.pick(list(GuidKind))
    name = str(_code(project, deed)) if kind is GuidKind.CODE else str(deed.coder)
    with history.act(project.database, deed.coder, "import") as recorder:
        foreign_guids.add(recorder, kind, {name: f"guid-{deed.start % 3}"})


def _rename_coder(project: Project, deed: Deed) -> None:
    new = CoderName(deed.pick(["ann", "ben", "cara"]))
    rename_coder(project, deed.coder, deed.coder, new, merge=True)


def _sort_coding(project: Project, deed: Deed) -> None:
    queue = SplitQueue(project, deed.coder, _code(project, deed), everyone=bool(deed.start % 2))
    if queue.items:
        queue.send(deed.pick([queue.key, *queue.targets]))


def _speakers(project: Project, deed: Deed) -> None:
    name = deed.pick(["R", "Int"])
    changes = deed.pick(
        [
            SpeakerChanges(interviewers=(name,)),
            SpeakerChanges(participants=(name,)),
            SpeakerChanges(renames=((name, f"{name}{deed.length % 3}"),)),
            SpeakerChanges(speakers="none"),
            SpeakerChanges(named_speakers=("R",)),
            SpeakerChanges(kind=SourceKind.DOCUMENT),
        ]
    )
    change_speakers(project, deed.coder, changes, [_source(project, deed).name])


def _draw(project: Project, deed: Deed) -> None:
    unit = deed.pick(list(RoundUnit))
    settings = RoundSettings(share=1.0, unit=unit)
    draw_round.draw_round(project, deed.coder, f"round {deed.length % 2}", [ANN, BEN], settings)


WORK: dict[str, Work] = {
    "undo": lambda project, deed: undo_acts.undo(project, deed.coder, 1 + deed.length % 2),
    "redo": lambda project, deed: undo_acts.redo(project, deed.coder),
    "star": lambda project, deed: star_codings.star(
        project, deed.coder, [_own_coding(project, deed)], starred=bool(deed.start % 2)
    ),
    "note": lambda project, deed: write_memos.write_on_coding(
        project, deed.coder, _own_coding(project, deed), deed.pick(["", "x", "y"])
    ),
    "move": _move,
    "recode": _recode,
    "memo on": _memo_on,
    "memo on words": _memo_on_words,
    "apply code": _apply,
    "apply twice": _apply_twice,
    "decide on": _decide,
    "import everywhere": _import_everywhere,
    "import cases": _import_cases,
    "guid": _guid,
    "rename coder": _rename_coder,
    "rewrite": lambda project, deed: write_memos.rewrite(
        project, deed.coder, _own_memo(project, deed), f"text {deed.start % 3}"
    ),
    "remove own memo": lambda project, deed: write_memos.remove(
        project, deed.coder, _own_memo(project, deed)
    ),
    "settle": _settle,
    "finish": lambda project, deed: finish_sources.finish(project, deed.coder, [_source(project, deed).name]),
    "reopen": lambda project, deed: finish_sources.reopen(project, deed.coder, [_source(project, deed).name]),
    "rename source": lambda project, deed: edit_sources.rename_source(
        project, deed.coder, _source(project, deed).name, f"name {deed.start % 3}"
    ),
    "remove whole source": lambda project, deed: edit_sources.remove_source(
        project, deed.coder, _source(project, deed).name
    ),
    "speakers": _speakers,
    "set case": lambda project, deed: edit_cases.set_attributes(
        project, deed.coder, f"case {deed.which % 2}", {"rank": deed.pick(["", "1", "2"])}, create=True
    ),
    "join case": lambda project, deed: edit_cases.join_case(
        project, deed.coder, f"case {deed.which % 2}", _source(project, deed).name, create=True
    ),
    "rename case": lambda project, deed: edit_cases.rename_case(
        project, deed.coder, _case(project, deed), f"case {deed.start % 3}"
    ),
    "remove case": lambda project, deed: edit_cases.remove_case(project, deed.coder, _case(project, deed)),
    "summary": lambda project, deed: framework_summaries.write(
        project, deed.coder, _case(project, deed), _code(project, deed), f"s{deed.start % 3}"
    ),
    "remove summary": lambda project, deed: framework_summaries.remove(
        project, deed.coder, _case(project, deed), _code(project, deed)
    ),
    "draw": _draw,
    "finish round": lambda project, deed: close_round.finish_round(
        project, deed.coder, _round(project, deed)
    ),
    "close round": lambda project, deed: close_round.close_round(
        project, deed.coder, _round(project, deed), anyway=True
    ),
}

CODEBOOK_WORK: dict[str, Work] = {
    "rename code": lambda project, deed: _edit_codebook(
        project,
        deed,
        edit_codebook.rename(project, _code(project, deed), CodeKey(f"key-{deed.start % 4}")),
    ),
    "define code": lambda project, deed: _edit_codebook(
        project,
        deed,
        edit_codebook.define(project, _code(project, deed), [("definition", f"d{deed.length % 3}")]),
    ),
    "add code": lambda project, deed: _edit_codebook(
        project,
        deed,
        edit_codebook.add(project, Code(key=CodeKey(f"key-{deed.start % 4}"), label=f"l{deed.length % 2}")),
    ),
    "retire code": lambda project, deed: _edit_codebook(
        project, deed, edit_codebook.retire(project, _code(project, deed))
    ),
    "move code": lambda project, deed: _edit_codebook(
        project,
        deed,
        edit_codebook.move(
            project, _code(project, deed), list(current_codebook(project).codebook.keys)[deed.start % 3]
        ),
    ),
    "split code": lambda project, deed: _edit_codebook(
        project,
        deed,
        edit_codebook.split(
            project,
            _code(project, deed),
            [CodeKey(f"part-{deed.start % 3}"), CodeKey(f"part-{deed.length % 3}")],
        ),
    ),
    "remove code": lambda project, deed: remove_code.carry_out(
        project, deed.coder, remove_code.propose(project, _code(project, deed))
    ),
    "sort coding": _sort_coding,
    "merge codes": lambda project, deed: _edit_codebook(
        project,
        deed,
        edit_codebook.merge(
            project, [_code(project, deed)], list(current_codebook(project).codebook.keys)[deed.start % 3]
        ),
    ),
}
WORK.update(CODEBOOK_WORK)

KINDS = sorted({*WORK, "import", "remove", "note on coding"})
"""All kinds of acts; those of `random_acts` only where they ask for no code."""
