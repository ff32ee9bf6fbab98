"""Rounds: the sample, finishing and closing, and the frozen state that nothing changes but an erasure."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import count
from math import floor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.api import open as open_study
from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import CoderName, RoundSettings, RoundUnit, SourceId, Span
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings, sources
from qualcode.store.records.rounds import rounds
from qualcode.store.row_changes import Recorder
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.source_lines import source_lines
from qualcode.workflows.project import create_project, undo_acts
from qualcode.workflows.project_status import project_status
from qualcode.workflows.rounds.close_round import close_round, finish_round
from qualcode.workflows.rounds.draw_round import DrawnRound, draw_round
from qualcode.workflows.rounds.draw_sample import Stretch, draw
from qualcode.workflows.rounds.frozen_study import frozen_round
from qualcode.workflows.rounds.list_rounds import round_listing
from qualcode.workflows.rounds.sample_size import needed_units
from qualcode.workflows.sources.edit_sources import remove_source
from qualcode.workflows.sources.list_sources import source_listing

ANN, BEN, LEAD = (CoderName(name) for name in ("ann", "ben", "lead"))
TIERS = {"a": "local", "b": "local", "c": "national", "d": "national", "e": "national"}
TEXT = "Interviewer: What about {0}?\nDana: We took out a line in {0}. It came back.\n"
WHOLE = RoundSettings(share=1.0)
COLUMNS = ("source", "start", "code", "coder")
SEEDS = count(1)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with five interviews of two tiers, of which ann and ben have coded a."""
    codebook = tmp_path / "codes.yaml"
    codebook.write_text("codebook: T\ncodes:\n  - code: pursue\n    label: P\n  - code: harm\n    label: H\n")
    create_project.create(tmp_path / "study", codebook=codebook).database.close()
    for name in TIERS:
        (tmp_path / f"{name}.txt").write_text(TEXT.format(name * 3))
    rows = [f"{name.upper()},{name},Dana,{tier}" for name, tier in TIERS.items()]
    (tmp_path / "cases.csv").write_text("\n".join(["case,source,speaker,tier", *rows]))
    with open_study(tmp_path / "study", coder="ann") as study:
        study.import_files([tmp_path / f"{name}.txt" for name in TIERS])
        study.import_cases(tmp_path / "cases.csv")
        study.apply("pursue", "a", quote="took out a line")
    with open_study(tmp_path / "study", coder="ben") as study:
        study.apply("pursue", "a", quote="We took out a line", memo="whole clause")
        study.apply("harm", "a", quote="It came back.")
    with open_project(tmp_path / "study") as opened:
        yield opened


def drawn(project: Project, settings: RoundSettings = WHOLE, *coders: str) -> DrawnRound:
    """Draw the round `pilot` for ann and ben, or for these coders."""
    return draw_round(project, LEAD, "pilot", coders or ("ann", "ben"), settings)


def test_a_stratified_sample_has_the_share_of_each_stratum(project: Project) -> None:
    sample = drawn(project, RoundSettings(share=0.4, by=("tier",))).sources
    assert sorted(TIERS[name] for name in sample) == ["local", "national"]


def test_strata_of_several_attributes_are_the_combinations_of_their_values(
    project: Project, tmp_path: Path
) -> None:
    genders = {"a": "female", "b": "male", "c": "female", "d": "male"}
    rows = [f"{name.upper()},{name},Dana,{tier},{genders.get(name, '')}" for name, tier in TIERS.items()]
    (tmp_path / "genders.csv").write_text("\n".join(["case,source,speaker,tier,gender", *rows]))
    with open_study(project.folder, coder="ann") as study:
        study.import_cases(tmp_path / "genders.csv")
    by = ("tier", "gender")
    result = drawn(project, RoundSettings(share=0.2, by=by))
    strata = {(TIERS[name], genders.get(name, "")) for name in result.sources}
    assert len(result.sources) == len(strata) == 5
    assert rounds.with_name(project.database, "pilot").settings.by == by


@pytest.mark.parametrize(("stored", "by"), [('"tier"', ("tier",)), ('""', ()), ('["tier"]', ("tier",))])
def test_a_round_that_was_stored_with_one_attribute_is_read(
    project: Project, stored: str, by: tuple[str, ...]
) -> None:
    drawn(project)
    with project.database.transaction():
        project.database.execute(
            "UPDATE rounds SET settings = json_set(settings, '$.by', json(?))", (stored,)
        )
    assert rounds.with_name(project.database, "pilot").settings.by == by


def test_the_same_seed_draws_the_same_sample_and_others_draw_others() -> None:
    stretches = [Stretch(source=SourceId(f"s{number}"), span=Span(0, 9), words=9) for number in range(30)]
    samples = [draw(stretches, {}, 0.2, seed) for seed in (1, 1, 2, 3)]
    assert samples[0] == samples[1]
    assert len({tuple(stretch.source for stretch in sample) for sample in samples}) == 3
    assert [len(sample) for sample in samples] == [6] * 4


@pytest.mark.parametrize(
    ("share", "minimum", "units"),
    [
        (0.25, 0.8, 139),
        (0.25, 0.667, 81),
        (0.1, 0.8, 294),
        (0.1, 0.667, 172),
        (0.9, 0.8, 294),
        (1.0, 0.8, None),
    ],
)
def test_the_number_of_needed_codings_is_the_published_one(
    share: float, minimum: float, units: int | None
) -> None:
    assert needed_units(share, 2, minimum, 0.05) == units


def test_expected_codings_are_the_codings_per_coded_word_times_the_words_of_the_sample(
    project: Project,
) -> None:
    result = drawn(project)
    words = {each.name: each.words for each in sources.summaries(project.database)}
    assert result.words == sum(words.values())
    by_code = {each.code: (each.codings, each.expected) for each in result.expected}
    assert by_code == {
        "pursue": (2, 2 * result.words / words["a"]),
        "harm": (1, result.words / words["a"]),
    }


def test_more_codings_are_expected_of_more_coders_not_of_more_who_coded_before(project: Project) -> None:
    with open_study(project.folder, coder="ann") as study:
        study.apply("pursue", "b", quote="took out a line")
    words = {each.name: each.words for each in sources.summaries(project.database)}
    result = drawn(project, WHOLE, "ann", "ben", "cid")
    by_code = {each.code: each.expected for each in result.expected}
    # ann has coded a and b, ben a
    coded = 2 * words["a"] + words["b"]
    assert by_code == {"pursue": 3 * result.words * 3 / coded, "harm": result.words * 3 / coded}


@given(
    st.dictionaries(st.text("abc", max_size=2), st.integers(1, 40), min_size=1, max_size=6),
    st.floats(0.01, 1),
)
def test_each_stratum_has_its_share_up_to_one(sizes: dict[str, int], share: float) -> None:
    strata = {SourceId(f"{name} {number}"): (name,) for name, size in sizes.items() for number in range(size)}
    stretches = [Stretch(source=source, span=Span(0, 9), words=9) for source in strata]
    sample = Counter(strata[stretch.source][0] for stretch in draw(stretches, strata, share, 1))
    for name, size in sizes.items():
        assert 1 <= sample[name] <= size
        assert abs(sample[name] - share * size) < 1
    least = sum(max(1, floor(share * size + 1e-9)) for size in sizes.values())
    assert sample.total() == max(least, round(share * len(strata)))


@pytest.mark.parametrize(
    ("coders", "settings", "error"),
    [
        (("ann",), WHOLE, UsageError),
        (("ann", "ann"), WHOLE, UsageError),
        (("ann", "ben"), RoundSettings(share=0), UsageError),
        (("ann", "ben"), RoundSettings(share=1.1), UsageError),
        (("ann", "ben"), RoundSettings(share=1, by=("tier", "tire")), NotFoundError),
        (("ann",), RoundSettings(share=1, again_of="ann"), NotFoundError),
    ],
)
def test_a_round_that_cannot_be_drawn_is_refused_and_nothing_is_stored(
    project: Project, coders: tuple[str, ...], settings: RoundSettings, error: type[Exception]
) -> None:
    with pytest.raises(error):
        draw_round(project, LEAD, "pilot", coders, settings)
    assert rounds.read_all(project.database) == []


def test_drawing_can_be_undone_and_a_name_is_given_once(project: Project) -> None:
    drawn(project)
    with pytest.raises(ConflictError, match="already"):
        drawn(project)
    undo_acts.undo(project, LEAD)
    assert rounds.read_all(project.database) == []
    drawn(project)


def test_the_coders_of_an_open_round_see_their_own_codings_only(project: Project) -> None:
    drawn(project)
    seen = {}
    for coder in (ANN, BEN, LEAD):
        project.database.viewer = coder
        seen[coder] = sorted({str(row[3]) for row in codings.listing(project.database, columns=COLUMNS).rows})
    assert seen == {"ann": ["ann"], "ben": ["ben"], "lead": ["ann", "ben"]}


def test_what_is_outside_the_sample_stays_visible(project: Project) -> None:
    while "a" in drawn(project, RoundSettings(share=0.2, seed=next(SEEDS))).sources:
        undo_acts.undo(project, LEAD)
    project.database.viewer = ANN
    assert {str(row[3]) for row in codings.listing(project.database, columns=COLUMNS).rows} == {"ann", "ben"}


def test_a_coder_is_offered_their_own_part_first(project: Project) -> None:
    sample = drawn(project, RoundSettings(share=0.2, seed=3)).sources
    project.database.viewer = ANN
    listing = source_listing(project)
    assert (listing.columns[1], listing.rows[0][:2]) == ("round", (sample[0], "pilot"))
    assert CodingSession(project, ANN).open_source.source.name == sample[0]
    finish_round(project, ANN, "pilot")
    assert source_listing(project).columns[1] != "round"


def test_closing_waits_for_everybody(project: Project) -> None:
    drawn(project)
    assert finish_round(project, ANN, "pilot") == tuple(TIERS)
    with pytest.raises(ConflictError, match="finished that already"):
        finish_round(project, ANN, "pilot")
    with pytest.raises(ConflictError, match="ben 5 sources to go"):
        close_round(project, LEAD, "pilot")
    finish_round(project, BEN, "pilot", ["a", "b"])
    assert round_listing(project).rows[0][3] == "ann 5/5, ben 2/5"
    assert project_status(project).open_rounds == (("pilot", "ann 5/5, ben 2/5"),)
    close_round(project, LEAD, "pilot", anyway=True)
    assert project_status(project).open_rounds == ()
    with pytest.raises(ConflictError, match="was closed on"):
        close_round(project, LEAD, "pilot")


def frozen_codings(project: Project) -> list[tuple[str, str, int]]:
    """Return coder, code and start of each frozen coding."""
    return sorted((one.coder, one.code, one.span.start) for one in frozen_round(project, "pilot").codings)


def test_a_closed_round_stays_what_it_was_before_the_discussion(project: Project) -> None:
    drawn(project)
    finish_round(project, ANN, "pilot")
    with pytest.raises(ConflictError, match="still open"):
        frozen_round(project, "pilot")
    close_round(project, LEAD, "pilot", anyway=True)
    before, listed = frozen_codings(project), round_listing(project)
    assert [(coder, code) for coder, code, _ in before] == [
        ("ann", "pursue"),
        ("ben", "harm"),
        ("ben", "pursue"),
    ]
    with open_study(project.folder, coder="ann") as study:
        study.remove([str(row[0]) for row in codings.listing(project.database).rows if row[8] == "ann"])
        study.apply("harm", "b", quote="took out a line")
        study.set_case("C", tier="local")
        study.reopen_sources(["a", "b"])
        study.rename_source("b", "beta")
    assert frozen_codings(project) == before
    assert round_listing(project) == listed
    with open_study(project.folder, coder="ann") as study:
        study.rename_coder("ann", "anna")
    assert [(coder, *rest) for coder, *rest in frozen_codings(project)] == [
        ("anna" if coder == "ann" else coder, *rest) for coder, *rest in before
    ]
    state = frozen_round(project, "pilot")
    assert state.study.coders == ("anna", "ben")
    assert state.scope.coders == ("anna", "ben")
    assert {source.name: source.finished_by for source in state.sources}["a"] == ("anna",)
    assert state.renamed == "When the round pilot was closed, anna was ann."
    assert {case.name: dict(case.attributes) for case in state.study.cases}["C"] == {"tier": "national"}
    assert state.study.within(state.scope).turns.in_scope.sum() > 0


def test_an_ordinary_removal_does_not_reach_a_closed_round_and_an_erasure_does(project: Project) -> None:
    drawn(project)
    close_round(project, LEAD, "pilot", anyway=True)
    before = frozen_codings(project)
    remove_source(project, LEAD, "a")
    assert frozen_codings(project) == before
    remove_source(project, LEAD, "a", erase=True)
    assert frozen_codings(project) == []
    note = frozen_round(project, "pilot").note
    assert note.startswith("1 source with 3 codings taken out since")
    assert round_listing(project).rows[0][-1] == note
    data = project.database.path.read_bytes()
    assert b"took out a line in aaa" not in data


def test_a_round_of_turns_hides_and_freezes_only_its_stretches(tmp_path: Path) -> None:
    turns = "".join(f"Dana: Turn {number} " + "word " * 60 + "end.\n" for number in range(40))
    create_project.create(tmp_path / "study").database.close()
    (tmp_path / "long.txt").write_text(turns)
    with open_study(tmp_path / "study", coder="lead") as study:
        study.import_files([tmp_path / "long.txt"])
    with open_project(tmp_path / "study") as project:
        result = drawn(project, RoundSettings(share=0.2, unit=RoundUnit.TURNS))
        identity = sources.ids_by_name(project.database)["long"]
        spans = rounds.sample(project.database, result.round.id)[identity]
        assert 0.1 < result.words / 2500 < 0.3
        text = sources.with_id(project.database, identity).text
        assert all(
            span.of(text).startswith("Dana: Turn") and span.of(text).endswith("end.\n") for span in spans
        )
        assert finish_round(project, ANN, "pilot") == ("long",)
        close_round(project, LEAD, "pilot", anyway=True)
        state = frozen_round(project, "pilot")
        in_scope = state.study.within(state.scope).turns
        chosen = [turn for turn, flag in zip(in_scope.turns, in_scope.in_scope, strict=True) if flag]
        assert 0 < len(chosen) < 20
        assert all(any(span.contains(turn.span) for span in spans) for turn in chosen)


def test_coding_again_is_a_round_with_oneself_under_a_second_name(project: Project) -> None:
    with open_study(project.folder, coder="ann") as study:
        study.finish_sources("a")
    result = draw_round(project, ANN, "again", (), RoundSettings(share=1, again_of="ann"))
    assert (result.round.coders, result.sources) == (("ann", "ann-again"), ("a",))
    project.database.viewer = "ann-again"
    assert codings.listing(project.database).rows == ()
    with open_study(project.folder, coder="ann-again") as study:
        study.apply("pursue", "a", quote="took out a line")
    finish_round(project, CoderName("ann-again"), "again")
    close_round(project, ANN, "again")
    state = frozen_round(project, "again")
    assert sorted((one.coder, one.code) for one in state.codings) == [
        ("ann", "pursue"),
        ("ann-again", "pursue"),
    ]


def test_work_that_would_touch_hidden_codings_is_refused(project: Project) -> None:
    drawn(project)
    with open_study(project.folder, coder="ann") as study:
        with pytest.raises(ConflictError, match="codes in the open round pilot"):
            study.remove_source("a")
        with pytest.raises(ConflictError, match="codes in the open round pilot"):
            study.rename_coder("ben", "Ben")
    with open_study(project.folder, coder="lead") as study:
        study.rename_coder("ben", "Ben")


def test_what_another_coder_finished_in_an_open_round_is_finished_in_no_list(project: Project) -> None:
    drawn(project)
    finish_round(project, BEN, "pilot", ["a"])
    with open_study(project.folder, coder="ann") as study:
        assert study.status().finished == 0
    project.database.viewer = ANN
    assert ["ben" in row for row in source_listing(project).rows] == [False] * len(TIERS)
    project.database.viewer = LEAD
    assert sum("ben" in row for row in source_listing(project).rows) == 1


def test_a_source_in_two_rounds_names_both_and_comes_first_on_the_screen(project: Project) -> None:
    draw_round(project, LEAD, "pilot", ("ann", "ben"), RoundSettings(share=0.2, seed=3))
    draw_round(project, LEAD, "main", ("ann", "ben"), RoundSettings(share=1.0))
    finish_round(project, ANN, "main", ["a", "b"])
    lines = source_lines(CodingSession(project, ANN).open_source)
    assert {line.name: line.rounds for line in lines}["a"] == ""
    assert [bool(line.rounds) for line in lines] == sorted(
        (bool(line.rounds) for line in lines), reverse=True
    )
    assert {line.rounds for line in lines} >= {"", "main"}
    [both] = [
        line.name for line in source_lines(CodingSession(project, BEN).open_source) if "," in line.rounds
    ]
    assert CodingSession(project, BEN, source=both).open_source.rounds_at(0) == "pilot, main"


def just_before_an_act(project: Project, patch: pytest.MonkeyPatch, do: Callable[[Project], object]) -> None:
    """Let another process do something when the next act begins."""
    begin = history.act

    def begin_late(
        database: Database, coder: CoderName, verb: str, summary: str = ""
    ) -> AbstractContextManager[Recorder]:
        patch.setattr(history, "act", begin)
        with open_project(project.folder) as other:
            do(other)
        return begin(database, coder, verb, summary)

    patch.setattr(history, "act", begin_late)


def test_nobody_finishes_a_round_that_is_closed_at_the_same_moment(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(project)
    just_before_an_act(project, monkeypatch, lambda other: close_round(other, ANN, "pilot", anyway=True))
    with pytest.raises(ConflictError, match="was closed"):
        finish_round(project, BEN, "pilot")
    assert rounds.finished_by(project.database, rounds.with_name(project.database, "pilot").id) == {}


def test_two_rounds_drawn_at_the_same_moment_have_two_names(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    just_before_an_act(project, monkeypatch, drawn)
    with pytest.raises(ConflictError, match="There is a round 'pilot' already"):
        drawn(project)


def test_two_coders_of_a_round_do_not_differ_in_upper_case_only(project: Project) -> None:
    with pytest.raises(UsageError, match="ann and Ann differ in upper case only"):
        drawn(project, WHOLE, "ann", "ben", "Ann")


def test_a_new_coder_who_differs_from_a_known_one_in_upper_case_only_is_named(project: Project) -> None:
    assert drawn(project, WHOLE, "Ann", "zoe", "ben").look_alikes == {"Ann": "ann"}
