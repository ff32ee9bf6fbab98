"""Numbers of speakers: one for a person in all sources, and different ones for people who meet."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import SourceId
from qualcode.store.records.people.appearances import StudySpeaker
from qualcode.workflows.cases.edit_cases import join_case
from qualcode.workflows.coding_screen.speaker_numbers import MARKS, numbers_of, speaker_numbers
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import ANN, study

SOURCES = st.dictionaries(
    st.sampled_from("abcd").map(SourceId),
    st.sets(st.sampled_from([f"Person {number}" for number in range(12)]), max_size=MARKS),
)


def speakers_of(sources: dict[SourceId, set[str]]) -> list[StudySpeaker]:
    return [StudySpeaker(source, label, "") for source in sources for label in sorted(sources[source])]


@given(SOURCES)
def test_people_of_one_source_differ_and_a_person_is_the_same_in_all_sources(
    sources: dict[SourceId, set[str]],
) -> None:
    numbers = numbers_of(speakers_of(sources))
    for labels in sources.values():
        in_source = [numbers["", label.casefold()] for label in labels]
        assert len(set(in_source)) == len(labels)
    assert numbers.keys() == {("", label.casefold()) for labels in sources.values() for label in labels}


@given(SOURCES, st.sampled_from([f"Person {number}" for number in range(12)]))
def test_another_interview_with_one_person_changes_no_number(
    sources: dict[SourceId, set[str]], label: str
) -> None:
    before = numbers_of(speakers_of(sources))
    after = numbers_of([*speakers_of(sources), StudySpeaker(SourceId("new"), label, "")])
    assert before.items() <= after.items()


def test_up_to_eight_speakers_have_marks_of_their_own() -> None:
    numbers = numbers_of(speakers_of({SourceId("a"): {f"P{number}" for number in range(8)}}))
    assert {number % MARKS for number in numbers.values()} == set(range(MARKS))


def test_a_case_is_one_person_under_all_its_labels_and_interviewers_have_no_number(tmp_path: Path) -> None:
    talks = (
        interview("Int: So?\nBen: Yes.\nAnn: No.", name="one"),
        interview("Int: Well?\nP: Hm.", name="two"),
        interview("Ben: Again.\nP: Yes.", name="three"),
    )
    with study(tmp_path / "study", *talks) as project:
        join_case(project, ANN, "Benjamin", "one", "Ben", create=True)
        join_case(project, ANN, "Benjamin", "two")
        one, two, three = (speaker_numbers(project.database, talk.source.id) for talk in talks)
    assert one.keys() == {"Ben", "Ann"}
    assert two["P"] == one["Ben"]  # the only speaker of a source whose case is Benjamin
    assert three["P"] != three["Ben"]
