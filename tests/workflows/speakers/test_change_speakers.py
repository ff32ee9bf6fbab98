"""Sources are cut anew in every way, and codings, read spans and the tiling of the text stay."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import (
    CodeKey,
    CoderName,
    Role,
    SourceKind,
    Span,
    Suggestion,
    SuggestionId,
    merge_spans,
)
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, sources, suggestions
from qualcode.store.records.suggestions import SuggesterRun
from qualcode.store.records.transcripts import reading_places
from qualcode.store.records.transcripts.reading_places import ReadingPlace
from qualcode.workflows.check_project import check_project
from qualcode.workflows.coding import apply_codes
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.project import create_project
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.sources.import_files import ImportOptions, import_files
from qualcode.workflows.sources.participants import import_cases
from qualcode.workflows.speakers.change_speakers import change_speakers
from qualcode.workflows.speakers.speaker_changes import SpeakerChanges
from qualcode.workflows.suggestions.decide_suggestions import decline

ANN = CoderName("ann")
WORDS = """Notes on the day.

Mara Field: Where did you plant the beans?
Speaker 2: By the wall. All of them.
Mara Field: And the peas?
Then: behind the shed.
Speaker 2: Yes, well.
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with the interview `garden`, in which nobody is the interviewer."""
    (tmp_path / "garden.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "codes.yaml").write_text("codebook: Garden\ncodes:\n  - code: beans\n", encoding="utf-8")
    with create_project.create(tmp_path / "study", codebook=tmp_path / "codes.yaml") as project:
        list(import_files(project, ANN, [tmp_path / "garden.txt"], ImportOptions()))
        for quote in ("Notes on", "wall. All of them.\nMara Field: And the", "Then: behind"):
            apply_codes.apply(project, ANN, ["beans"], "garden", SpanChoice(quote=quote))
        yield project


def roles(project: Project) -> list[tuple[str, Role]]:
    """Return the speakers of `garden` with their roles, in order of appearance."""
    source = sources.with_name(project.database, "garden")
    turns = sources.turns(project.database, source.id)
    return list(dict.fromkeys((turn.speaker, turn.role) for turn in turns))


def test_a_speaker_is_made_the_interviewer_and_renamed_in_one_act(project: Project) -> None:
    changes = SpeakerChanges(interviewers=("mara  field",), renames=(("Speaker 2", "P07"),))
    before = roles(project)
    [changed] = change_speakers(project, ANN, changes)
    assert changed.name == "garden"
    assert roles(project) == [("Mara Field", Role.INTERVIEWER), ("P07", Role.PARTICIPANT)]
    history.undo(project.database, ANN)
    assert roles(project) == before
    history.redo(project.database, ANN)
    assert roles(project) == [("Mara Field", Role.INTERVIEWER), ("P07", Role.PARTICIPANT)]


def test_a_rejected_suggestion_does_not_come_back_when_the_text_is_cut_anew(project: Project) -> None:
    ben = CoderName("ben")  # who has no codings there
    source = sources.with_name(project.database, "garden")
    run = SuggesterRun(suggester="patterns", version="1", settings={}, codebook_version=1)

    def suggest(*spans: Span) -> list[Span]:
        """Suggest a code for these spans; return those that are pending."""
        opinions = [
            Suggestion(
                id=SuggestionId(f"s{span.start}-{span.end}"), source=source.id, span=span,
                code=CodeKey("beans"), score=0.5, reason="", suggester="patterns", evidence=None,
            )
            for span in spans
        ]  # fmt: skip
        with history.act(project.database, ANN, "suggest", undoable=False) as recorder:
            suggestions.replace(recorder, run, {source.id}, opinions)
        return [
            opinion.span
            for opinion in suggestions.pending(project.database, ben, current_codebook(project).codebook)
        ]

    turn = Span(source.text.index("Then:"), source.text.index("Speaker 2: Yes"))
    start = source.text.index("behind")
    suggest(Span(start, turn.end))
    [pending] = suggestions.pending(project.database, ben, current_codebook(project).codebook)
    decline(project, ben, [pending])
    mostly_new = Span(source.text.index("And the peas?"), start + 6)
    inside, same = Span(start, start + 10), Span(start, turn.end)
    assert suggest(mostly_new, inside, same) == [mostly_new, inside]
    change_speakers(project, ANN, SpeakerChanges(named_speakers=("Then",)))
    assert suggest(mostly_new, inside, same) == [mostly_new]
    history.undo(project.database, ANN)
    assert suggest(mostly_new, inside, same) == [mostly_new, inside]


def test_what_was_said_of_speakers_holds_when_the_text_is_cut_again(project: Project) -> None:
    said = SpeakerChanges(interviewers=("Mara Field",), renames=(("Speaker 2", "P07"),))
    change_speakers(project, ANN, said)
    change_speakers(project, ANN, SpeakerChanges(named_speakers=("Then",)))
    assert roles(project) == [
        ("Mara Field", Role.INTERVIEWER),
        ("P07", Role.PARTICIPANT),
        ("Then", Role.PARTICIPANT),
    ]
    change_speakers(project, ANN, SpeakerChanges(participants=("Mara Field",)))
    change_speakers(project, ANN, SpeakerChanges(kind=SourceKind.DOCUMENT))
    assert roles(project) == [("", Role.NOBODY)]
    change_speakers(project, ANN, SpeakerChanges(kind=SourceKind.INTERVIEW), ["garden"])
    assert roles(project)[0] == ("Mara Field", Role.PARTICIPANT)


def test_speakers_who_get_one_name_are_one_speaker(project: Project) -> None:
    change_speakers(project, ANN, SpeakerChanges(interviewers=("Mara Field",)))
    change_speakers(project, ANN, SpeakerChanges(renames=(("Speaker 2", "mara field"),)))
    assert roles(project) == [("Mara Field", Role.INTERVIEWER)]


@pytest.mark.parametrize(
    "changes",
    [
        SpeakerChanges(interviewers=("Mara Feild",)),
        SpeakerChanges(participants=("Nobody",)),
        SpeakerChanges(renames=(("Speaker 3", "P07"),), interviewers=("Mara Field",)),
        SpeakerChanges(interviewers=("Mara Field",), participants=("MARA FIELD",)),
        SpeakerChanges(renames=(("Speaker 2", " "),)),
        SpeakerChanges(speakers="(unclosed"),
    ],
)
def test_what_cannot_be_changes_nothing(project: Project, changes: SpeakerChanges) -> None:
    before, acts = roles(project), history.acts(project.database)
    with pytest.raises((NotFoundError, UsageError)):
        change_speakers(project, ANN, changes)
    assert (roles(project), history.acts(project.database)) == (before, acts)


def test_cases_follow_a_renamed_speaker(project: Project, tmp_path: Path) -> None:
    table = tmp_path / "participants.csv"
    table.write_text("case,source,speaker\nLena,garden,Speaker 2\nMara,garden,Mara Field\n", encoding="utf-8")
    import_cases(project, ANN, table)

    def joined() -> list[tuple[str, str]]:
        rows = project.database.rows(
            "SELECT name, speaker FROM appearances JOIN cases ON id = case_id ORDER BY 1"
        )
        return [(str(case), str(speaker)) for case, speaker in rows]

    change_speakers(project, ANN, SpeakerChanges(renames=(("Speaker 2", "P07"),)))
    assert joined() == [("Lena", "P07"), ("Mara", "Mara Field")]
    with pytest.raises(ConflictError, match="belongs to the case"):
        change_speakers(project, ANN, SpeakerChanges(renames=(("P07", "Mara Field"),)))
    [changed] = change_speakers(project, ANN, SpeakerChanges(speakers="^(?P<speaker>Mara Field):"))
    assert any("The case Lena is joined to 'P07', who no longer speaks" in text for text in changed.warnings)
    history.undo(project.database, ANN, 2)
    assert joined() == [("Lena", "Speaker 2"), ("Mara", "Mara Field")]


def test_a_text_is_cut_without_its_file_and_says_so(project: Project) -> None:
    [file] = project.sources_folder.iterdir()
    file.unlink()
    [changed] = change_speakers(project, ANN, SpeakerChanges(named_speakers=("Then",)))
    assert "the text alone" in changed.warnings[0]
    assert [name for name, _ in roles(project)] == ["Mara Field", "Speaker 2", "Then"]


LABELS = st.one_of(
    st.sampled_from(
        ["none", r"^(?P<speaker>\w+):", r"(?P<speaker>e)", r"^(?P<speaker>[\w ]{1,12})[:.]", "(?P<speaker>Q)"]
    ),
    st.text("MaraSpekTh 2.", min_size=1, max_size=6).map(lambda name: f"(?P<speaker>[{name}]+)"),
)
CHANGES = st.one_of(
    LABELS.map(lambda pattern: SpeakerChanges(speakers=pattern)),
    st.sampled_from(["Then", "Speaker 2", "By", "Nobody"]).map(
        lambda name: SpeakerChanges(named_speakers=(name,))
    ),
    st.sampled_from(SourceKind).map(lambda kind: SpeakerChanges(kind=kind)),
)


@given(
    st.lists(CHANGES, min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 150), st.integers(1, 40)), max_size=4),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cut_keeps_tiling_codings_and_read_spans(
    project: Project, changes: list[SpeakerChanges], bounds: list[tuple[int, int]]
) -> None:
    database = project.database
    source = sources.with_name(database, "garden")
    first = sources.turns(database, source.id), sources.sentences(database, source.id), source.kind
    codings_before = codings.of_source(database, source.id)
    assert len(codings_before) == 3
    spans = [Span(start, min(start + length, len(WORDS))) for start, length in bounds]
    read = merge_spans(spans)
    reading_places.write(database, ANN, ReadingPlace(source=source.id, position=3, read_spans=read))
    changed = 0
    for change in changes:
        changed += len(change_speakers(project, ANN, change, ["garden"]))
        turns = sources.turns(database, source.id)
        assert [turn.number for turn in turns] == list(range(1, len(turns) + 1))
        assert [turn.span.end for turn in turns] == [*(turn.span.start for turn in turns[1:]), len(WORDS)]
        assert all(turn.span.contains(turn.body) for turn in turns)
        bodies = {turn.number: turn.body for turn in turns}
        assert all(bodies[each.turn].contains(each.span) for each in sources.sentences(database, source.id))
        place = reading_places.of_source(database, ANN, source.id)
        assert place is not None
        assert place.read_spans == read
        covered = {offset for span in read for offset in range(span.start, span.end)}
        for turn in turns:
            words = turn.body if len(turn.body) else turn.span
            assert place.has_read(turn) == covered.issuperset(range(words.start, words.end))
    assert codings.of_source(database, source.id) == codings_before
    assert check_project(project) == []
    history.undo(database, ANN, changed)
    now = sources.with_name(database, "garden")
    assert (sources.turns(database, now.id), sources.sentences(database, now.id), now.kind) == first
