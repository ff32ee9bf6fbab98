"""A suggester beside the coders: learned from the other sources only, and in a table of its own columns."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import CoderName, RoundSettings
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.store.records.transcripts import finished_sources
from qualcode.workflows.agreement.coder_agreement import agreement
from qualcode.workflows.agreement.machine_coder import MachineCodings, code_by_machine, finished_by
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.coding.apply_codes import remove_codings
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.rounds.close_round import close_round
from qualcode.workflows.rounds.draw_round import draw_round
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import study

ANN, BEN = CoderName("ann"), CoderName("ben")
CODEBOOK = """\
codebook: T
codes:
  - code: harm
    patterns: [{phrase: needle}]
  - code: money
    patterns: [{phrase: budget}]
"""
ONE = """\
Dana: [A needle by the river.]{harm,harm@ben}
Eve: Nothing else.
Dana: [The budget went.]{money}
"""
TWO = """\
Dana: [The budget is gone.]{money,money@ben} Nobody said.
Eve: [A needle, again.]{harm@ben}
"""
THREE = """\
Dana: [Every needle is one too many.]{harm,harm@ben}
Eve: The budget is small.
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three interviews that ann and ben have finished, of six turns with a pattern in five."""
    marked = [interview(text, name=name) for name, text in (("one", ONE), ("two", TWO), ("three", THREE))]
    with study(tmp_path / "study", *marked, codebook=CODEBOOK) as opened:
        for source in sources.ids_by_name(opened.database).values():
            for coder in (ANN, BEN):
                with history.act(opened.database, coder, "finish", source) as recorder:
                    finished_sources.finish(recorder, coder, source)
        yield opened


def by_code(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    return {code: table[table["code"] == code].iloc[0].to_dict() for code in table["code"]}


def test_people_and_machine_are_in_one_table_of_figures_counted_by_hand(project: Project) -> None:
    result = agreement(project, coders=["ann,ben,patterns"], unit="turn")
    table = by_code(result.table)
    harm, money = table["harm"], table["money"]
    assert (harm["n_ann"], harm["n_ben"], harm["n_patterns (machine)"]) == (2, 3, 3)
    assert (money["n_ann"], money["n_ben"], money["n_patterns (machine)"]) == (2, 1, 3)
    assert harm["f1"] == pytest.approx(2 * 2 / (2 + 3))  # ann and ben
    assert harm["machine_f1"] == pytest.approx(2 * (2 + 3) / ((2 + 3) + (3 + 3)))  # both pairs
    assert money["machine_f1"] == pytest.approx(2 * (2 + 1) / ((2 + 3) + (1 + 3)))
    assert money["machine_percent"] == pytest.approx((6 + 5) / 14)
    without = by_code(agreement(project, coders=["ann,ben"], unit="turn").table)
    assert {name: harm[name] for name in without["harm"]} == pytest.approx(without["harm"], nan_ok=True)
    assert result.title.endswith("people and machine")
    assert any("patterns (machine) is no coder but a suggester" in note for note in result.notes)


def test_one_person_and_the_machine_have_the_coefficients_of_two_coders(project: Project) -> None:
    table = by_code(agreement(project, coders=["ben", "patterns"], unit="turn").table)
    pair = agreement(project, coders=["ben", "patterns", "ann"], unit="turn", show="pairs").table
    both = pair[(pair["coder"] == "ben") & (pair["other_coder"] == "patterns (machine)")].iloc[0]
    for name in ("percent", "f1", "alpha", "kappa"):
        for end in ("", "_low", "_high"):
            assert table[""][f"machine_{name}{end}"] == pytest.approx(both[f"{name}{end}"], nan_ok=True), name
    assert list(zip(pair["coder"], pair["other_coder"], strict=True)) == [
        ("ann", "ben"), ("ann", "patterns (machine)"), ("ben", "patterns (machine)"),
    ]  # fmt: skip


def learned(project: Project) -> MachineCodings:
    codebook = current_codebook(project).codebook
    return code_by_machine(
        project, "learned", finished_by(project, (ANN, BEN)), codebook, with_interviewer=False
    )


def test_what_is_suggested_on_a_source_does_not_depend_on_its_own_codings(project: Project) -> None:
    before = learned(project)
    source = sources.ids_by_name(project.database)["one"]
    for coder in (ANN, BEN):
        remove_codings(project, coder, codings.of_source(project.database, source, coder))
    after = learned(project)

    def on(machine: MachineCodings, name: str) -> list[tuple[str, int, int, str]]:
        return [coding for coding in machine.codings if coding[0] == name]

    assert on(before, "one") == on(after, "one") != []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"coders": ["patterns"]}, "stands beside people"),
        ({"coders": ["ann,ben,patterns"], "show": "overall"}, "of people and machines together"),
        ({"coders": ["ann,ben,patterns,learned"]}, "has one suggester"),
        ({"coders": ["ann,patterns"], "show": "boundaries", "unit": "character"}, "codes whole segments"),
        ({"coders": ["ann,patterns"], "min_alpha": 0.5}, "about people"),
    ],
    ids=str,
)
def test_people_and_machines_are_never_one_figure(
    project: Project, options: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        agreement(project, **{"unit": "turn", **options})  # type: ignore[arg-type]


def test_a_single_source_leaves_nothing_to_learn_from(project: Project) -> None:
    for name in ("two", "three"):
        source = sources.ids_by_name(project.database)[name]
        for coder in (ANN, BEN):
            with history.act(project.database, coder, "reopen", name) as recorder:
                finished_sources.reopen(recorder, coder, source)
    with pytest.raises(NotFoundError, match="learned from the other sources"):
        agreement(project, coders=["ann,ben,learned"])


def test_the_options_of_python_users_take_a_suggester_too(project: Project) -> None:
    table = agreement(project, unit="turn", options=AnalysisOptions(coders=("ann", "patterns"))).table
    assert "n_patterns (machine)" in table.columns


def test_in_a_closed_round_the_machine_learns_from_the_frozen_codings(project: Project) -> None:
    draw_round(project, CoderName("lead"), "pilot", ("ann", "ben"), RoundSettings(share=1.0))
    close_round(project, CoderName("lead"), "pilot", anyway=True)
    before = agreement(project, "pilot", coders=["learned"], unit="turn").table
    for source in sources.ids_by_name(project.database).values():
        remove_codings(project, ANN, codings.of_source(project.database, source, ANN))
    after = agreement(project, "pilot", coders=["learned"], unit="turn").table
    assert before.equals(after)
    assert {"n_ann", "n_ben", "n_learned (machine)"} <= set(before.columns)
