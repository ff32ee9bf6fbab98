"""The key that shows other coders' codings goes from disagreement to disagreement of a closed round."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.api import open as open_study
from qualcode.model import CoderName, RoundSettings
from qualcode.store.project import Project, open_project
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.disagreement_tour import show_others
from qualcode.workflows.project import create_project
from qualcode.workflows.rounds.close_round import close_round, finish_round
from qualcode.workflows.rounds.draw_round import draw_round

ANN, BEN = CoderName("ann"), CoderName("ben")
CODEBOOK = "codebook: T\ncodes:\n  - code: pursue\n  - code: harm\n"
TEXTS = {
    "one": "Dana: We took out a line. It came back. Nobody asked.\n",
    "two": "Sam: We map the line. Arrests do not help.\n",
}
CODED = {
    "ann": [
        ("pursue", "one", "took out a line"),
        ("harm", "one", "It came back."),
        ("pursue", "two", "We map"),
    ],
    "ben": [("harm", "one", "took out a line"), ("harm", "one", "It came back."), ("pursue", "two", "map")],
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A study of two interviews that ann and ben have coded, with an open round."""
    (tmp_path / "codes.yaml").write_text(CODEBOOK)
    create_project.create(tmp_path / "study", codebook=tmp_path / "codes.yaml").database.close()
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text)
    with open_study(tmp_path / "study", coder="ann") as study:
        study.import_files([tmp_path / f"{name}.txt" for name in TEXTS])
    for coder, coded in CODED.items():
        with open_study(tmp_path / "study", coder=coder) as study:
            for code, source, quote in coded:
                study.apply(code, source, quote=quote)
    with open_project(tmp_path / "study") as opened:
        draw_round(opened, ANN, "pilot", ["ann", "ben"], RoundSettings(share=1))
        finish_round(opened, ANN, "pilot")
        finish_round(opened, BEN, "pilot")
        yield opened


def others_shown(session: CodingSession) -> list[str]:
    return [coding.code for coding in session.other_codings_at_cursor]


def test_while_the_round_is_open_nothing_of_the_others_is_loaded(project: Project) -> None:
    session = CodingSession(project, ANN, source="one")
    assert show_others(session) == "Other coders' codings are shown, but not those in your open round"
    assert list(session.open_source.other_codings) == []
    assert session.totals == {"pursue": 2, "harm": 1}


def test_after_closing_each_press_goes_to_the_next_disagreement(project: Project) -> None:
    close_round(project, ANN, "pilot")
    session = CodingSession(project, ANN, source="one")
    text = session.open_source.units.text
    assert show_others(session) == "1 of 2, label: ann pursue · ben harm"
    assert text[session.cursor.offset :].startswith("took out a line")
    assert others_shown(session) == ["harm"]
    assert show_others(session) == "2 of 2, boundary: ann, ben pursue"
    assert session.open_source.source.name == "two"
    assert show_others(session).startswith("That was the last disagreement")
    assert not session.show_other_coders
    assert show_others(session).startswith("2 of 2, ")  # from the cursor on


def test_each_press_goes_on_where_disagreements_begin_together_or_on_a_label(project: Project) -> None:
    with open_study(project.folder, coder="ann") as study:
        study.apply("harm", "two", span=(0, 12))  # with the speaker's label
    with open_study(project.folder, coder="ben") as study:
        study.apply("pursue", "one", quote="Dana: We")
        study.apply("harm", "one", quote="Dana: We took out a line. It")
    close_round(project, ANN, "pilot")
    session = CodingSession(project, ANN, source="one")
    presses: list[str] = []
    while session.show_other_coders or not presses:
        presses.append(show_others(session))
    count = int(presses[0].split(" of ")[1].split(",")[0])
    assert count == len(presses) - 1 > 3
    for number, pressed in enumerate(presses[:-1], start=1):
        assert pressed.startswith(f"{number} of {count}, ")
