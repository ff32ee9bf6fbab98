"""Every command of the command table, typed into the application; the stored codings are checked."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from qualcode.errors import UsageError
from qualcode.model import CoderName, SourceId, Verdict
from qualcode.store import history
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings, memos, suggestions
from qualcode.store.records.transcripts import finished_sources, reading_places
from qualcode.tui.command_table import COMMANDS
from qualcode.workflows.coding_screen.coding_session import CodingSession
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import Drive, driven
from tests.support.terminal.screen_studies import ANN, TALK, study, suggest

Scenario = Callable[[Drive], Awaitable[None]]
SCENARIOS: dict[str, Scenario] = {}

BACK = "It came back within a month."
AT_FIRST = [("took out a line", "pursue"), ("Prevention is what works", "roles"), ("what works", "prevent")]


def scenario(*names: str) -> Callable[[Scenario], Scenario]:
    def register(steps: Scenario) -> Scenario:
        SCENARIOS.update(dict.fromkeys(names, steps))
        return steps

    return register


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    two = interview("P: Another one. We [took out]{pursue@ann} more.", name="two")
    with study(tmp_path / "study", interview(TALK), two) as project:
        suggest(
            project,
            "one",
            [
                (BACK, "displacement", 0.8),
                ("More people.", "resources", 0.7),
                ("We have nobody", "resources", 0.6),
            ],
        )
        yield project


def moving(keys: list[str], expected: str) -> Scenario:
    async def move(drive: Drive) -> None:
        await drive.press(*keys)
        assert drive.after_cursor().startswith(expected)
        assert drive.stored() == AT_FIRST

    return move


MOVES = {
    "next_sentence": (["j", "j"], "It came"),
    "previous_sentence": (["j", "down", "k"], "We took"),
    "next_turn": (["J", "ctrl+down"], "And what"),
    "previous_turn": (["J", "J", "K"], "We took"),
    "next_word": (["w", "ctrl+right"], "you do"),
    "previous_word": (["w", "w", "b"], "do you"),
    "next_character": (["l", "right"], "at do"),
    "previous_character": (["l", "l", "h"], "hat do"),
    "to_beginning": (["J", "J", "g", "g"], "What do"),
    "to_end": (["G"], "."),
    "page_down": (["ctrl+d"], "."),
    "next_coding": (["right_square_bracket"], "took out"),
    "previous_coding": (["G", "left_square_bracket"], "what works"),
    "next_suggestion": (["right_curly_bracket", "right_curly_bracket"], "More people"),
    "previous_suggestion": (["G", "left_curly_bracket"], "We have"),
    "next_uncoded": (["U", "U"], "People were"),
}
SCENARIOS.update({name: moving(*move) for name, move in MOVES.items()})


@scenario("page_up")
async def paging_up(drive: Drive) -> None:
    await drive.press("G", "ctrl+u")
    assert (
        drive.session.open_source.units.turn_at(drive.session.cursor.offset)
        == drive.session.open_source.units.turns[0]
    )


@scenario("search", "next_hit", "previous_hit")
async def searching(drive: Drive) -> None:
    await drive.press("slash")
    await drive.type("WHAT")
    await drive.press("enter", "n")
    assert drive.after_cursor(4) == "what"
    offset = drive.session.cursor.offset
    await drive.press("n", "N")
    assert drive.session.cursor.offset == offset
    count = len(drive.session.cursor.hits)
    assert f"match {drive.session.cursor.hit_text.split()[1]} of {count}" in drive.text()


@scenario("mark_place")
async def marking(drive: Drive) -> None:
    await drive.press("J", "apostrophe", "J", "J")
    with open_project(drive.session.project.folder) as reopened:
        place = reading_places.marked_or_latest(reopened.database, ANN)
        assert place is not None
        assert place.mark == drive.session.open_source.units.text.index("We took")


@scenario("cycle_unit")
async def cycling(drive: Drive) -> None:
    await drive.press("J", "s", "s")
    assert "word" in drive.text()
    await drive.press("c")
    await drive.type("roles")
    await drive.press("enter")
    assert ("We", "roles") in drive.stored()


@scenario("free_selection", "swap_ends", "clear")
async def selecting(drive: Drive) -> None:
    await drive.at("came back")
    await drive.press("v", "w", "w", "h", "h", "o", "b")
    assert drive.session.cursor.selection.of(drive.session.open_source.units.text) == "It came back"
    await drive.press("c")
    await drive.type("harms")
    await drive.press("enter")
    assert ("It came back", "harms") in drive.stored()
    await drive.press("v", "w", "escape")
    assert drive.session.cursor.anchor is None


@scenario("pick_code")
async def picking(drive: Drive) -> None:
    await drive.at("People were")
    await drive.press("c")
    await drive.type("res")
    assert "Not enough people" in drive.text()
    await drive.press("space")
    assert "> ▏   ✓ resources" in drive.text()
    await drive.type("displ")
    await drive.press("space", "enter")
    assert [code for quote, code in drive.stored() if quote.startswith("People")] == [
        "displacement",
        "resources",
    ]
    await drive.press("J", "J", "enter")
    await drive.type("trust in us")
    assert "new code: «trust in us»" in drive.text()
    await drive.press("enter", "tab")
    await drive.type("Whether they believe us.")
    await drive.press("enter")
    assert ("More people.", "trust-in-us") in drive.stored()
    assert "Whether they believe us." in drive.session.project.codebook_path.read_text(encoding="utf-8")


@scenario(*(f"recent_{digit}" for digit in range(1, 10)), "repeat_code")
async def recent(drive: Drive) -> None:
    path = drive.session.project.codebook_path
    new = [f"extra{digit}" for digit in range(1, 10)]
    path.write_text(
        path.read_text(encoding="utf-8") + "".join(f"  - code: {key}\n" for key in new), encoding="utf-8"
    )
    drive.session.refresh_if_changed()
    await drive.at("It came")
    for key in new:
        await drive.press("c")
        await drive.type(key)
        await drive.press("enter")
    assert drive.session.recent == new
    await drive.at("More people")
    await drive.press(*"123456789")
    assert [code for quote, code in drive.stored() if quote == "More people."] == new
    await drive.press("j", "full_stop")
    assert ("We have nobody for the schools.", "extra9") in drive.stored()


@scenario("in_vivo")
async def in_vivo(drive: Drive) -> None:
    await drive.at("tired")
    await drive.press("v", "w", "w", "h", "h", "i", "enter")
    assert ("tired of", "tired-of") in drive.stored()


@scenario("accept", "reject", "skip")
async def deciding(drive: Drive) -> None:
    await drive.press("right_curly_bracket", "a", "right_curly_bracket", "x", "right_curly_bracket", "z")
    assert (BACK, "displacement") in drive.stored()
    answers = suggestions.decisions(drive.session.project.database, ANN)
    assert [decision.verdict for decision in answers] == list(Verdict)


@scenario("accept_as")
async def accepting_as(drive: Drive) -> None:
    await drive.press("right_curly_bracket", "e")
    await drive.type("harms")
    await drive.press("enter")
    assert (BACK, "harms") in drive.stored()
    assert suggestions.decisions(drive.session.project.database, ANN)[0].code == "displacement"


@scenario("accept_all")
async def accepting_all(drive: Drive) -> None:
    await drive.press("right_curly_bracket", "right_curly_bracket", "A")
    assert "Accept all 2 suggestions of resources" in drive.text()
    await drive.press("n")
    assert drive.stored() == AT_FIRST
    await drive.press("A", "y")
    assert [code for _, code in drive.stored()].count("resources") == 2


@scenario("memo", "memos")
async def memo(drive: Drive) -> None:
    await drive.at("took out")
    await drive.press("m", "1")
    await drive.type("why now")
    await drive.press("ctrl+s")
    assert drive.session.codings_at_cursor[0].memo == "why now"
    await drive.press("m", "2")
    await drive.type("long")
    await drive.press("escape", "enter", "m", "3")
    await drive.type("tired")
    await drive.press("escape", "escape", "ctrl+s")
    with open_project(drive.session.project.folder) as reopened:
        assert [memo.text for memo in memos.read_all(reopened.database)] == ["Turn 2: long", "tired"]
    await drive.press("M")
    assert "why now" in drive.text()
    await drive.type("tired")
    await drive.press("ctrl+e")
    await drive.type(" indeed")
    await drive.press("ctrl+s")
    with open_project(drive.session.project.folder) as reopened:
        assert [memo.text for memo in memos.read_all(reopened.database)] == ["Turn 2: long", "tired indeed"]
    await drive.press("m", "3")
    await drive.type("thrown away")
    await drive.press("escape", "n")
    assert len(memos.read_all(drive.session.project.database)) == 2
    words = drive.session.cursor.selection.of(drive.session.open_source.source.text)
    await drive.press("m", "4")
    await drive.type("whose line")
    await drive.press("ctrl+s")
    [on_words] = [memo for memo in memos.read_all(drive.session.project.database) if memo.span]
    assert (on_words.quote, on_words.text) == (words, "whose line")


@scenario("star")
async def starring(drive: Drive) -> None:
    await drive.at("took out")
    await drive.press("asterisk")
    assert "pursue ★" in drive.text()
    with open_project(drive.session.project.folder) as reopened:
        assert [one.code for one in codings.of_source(reopened.database, SourceId("one")) if one.starred] == [
            "pursue"
        ]
    await drive.press("u")
    assert not drive.session.codings_at_cursor[0].starred
    await drive.press("asterisk", "asterisk")
    assert not drive.session.codings_at_cursor[0].starred


@scenario("remove")
async def removing(drive: Drive) -> None:
    await drive.at("what works")
    await drive.press("d", "2")
    assert ("Prevention is what works", "roles") not in drive.stored()
    await drive.press("d")
    assert drive.stored() == AT_FIRST[:1]


@scenario("lengthen_end", "shorten_end", "lengthen_start", "shorten_start")
async def moving_ends(drive: Drive) -> None:
    await drive.at("took out")
    for key, quote in (
        ("plus", "took out a line last"), ("minus", "took out a line"),
        ("less_than_sign", "We took out a line"), ("greater_than_sign", "took out a line"),
    ):  # fmt: skip
        await drive.press(key)
        assert drive.stored()[0] == (quote, "pursue")


@scenario("recode")
async def recoding(drive: Drive) -> None:
    await drive.at("took out")
    await drive.press("r")
    await drive.type("harms")
    await drive.press("enter")
    assert drive.stored()[0] == ("took out a line", "harms")


@scenario("undo", "redo")
async def undoing(drive: Drive) -> None:
    await drive.at("took out")
    await drive.press("d", "j", "right_curly_bracket", "a", "u", "u")
    assert drive.stored() == AT_FIRST
    await drive.press("ctrl+r")
    assert drive.stored() == AT_FIRST[1:]
    await drive.press("u", "u", "u")
    assert "no act to undo" in drive.notifications()


@scenario("codebook", "focus_codebook", "definition")
async def codebook(drive: Drive) -> None:
    assert "displacement" in "\n".join(drive.lines()[4:-4])
    await drive.press("B")
    assert "displacement" not in "\n".join(drive.lines()[4:-4])
    await drive.press("B")
    assert "roles" in drive.text()
    await drive.press("tab", "down", "enter")
    assert "Arrests, seizures, warrants." in drive.text()
    await drive.press("escape", "tab", "B")
    assert "displacement" not in "\n".join(drive.lines()[8:-4])
    await drive.at("took out")
    await drive.press("D")
    assert "Somebody is helped." in drive.text()
    await drive.press("escape", "j")
    assert drive.stored() == AT_FIRST


@scenario("quotes")
async def quotes(drive: Drive) -> None:
    await drive.at("took out")
    await drive.press("Q")
    assert "2 quotes of pursue" in drive.text()
    await drive.press("down", "right")
    assert "pursue in two" in drive.text()
    assert "Another one. We took out more." in drive.text()
    await drive.press("escape", "Q")
    await drive.type("two")
    assert "> two" in drive.text()
    assert "1 of 2" in drive.text()
    await drive.press("enter")
    assert drive.session.open_source.source.name == "two"
    assert drive.after_cursor().startswith("took out")


@scenario("sources")
async def sources(drive: Drive) -> None:
    await drive.press("J", "J", "L")
    assert "50% read" in drive.text()
    await drive.press("down", "enter")
    assert drive.session.open_source.source.name == "two"
    assert "Another one." in drive.text()
    await drive.press("L", "up", "enter")
    assert drive.after_cursor().startswith("And what")


@scenario("go_to_turn")
async def going_to_a_turn(drive: Drive) -> None:
    await drive.press("t", "3", "enter")
    assert drive.session.open_source.units.turn_at(drive.session.cursor.offset).number == 3  # type: ignore[union-attr]
    await drive.press("t", "9", "9", "enter")
    assert "There is no turn 99" in drive.notifications()
    await drive.press("t", "x", "enter")
    assert "A turn is a number" in drive.notifications()
    with pytest.raises(UsageError, match="There is no turn 9999"):
        drive.session.cursor.go_to_turn("9" * 5000)


@scenario("copy")
async def copying(drive: Drive) -> None:
    await drive.at("took out")
    await drive.press("y")
    turn = drive.session.open_source.units.turn_at(drive.session.cursor.offset)
    assert turn is not None
    quote = drive.session.cursor.selection.of(drive.session.open_source.source.text)
    assert drive.app.clipboard == f"\u201c{quote}\u201d (one, {turn.speaker}, turn {turn.number})"


@scenario("history")
async def past(drive: Drive) -> None:
    await drive.at("took out")
    await drive.press("d", "H")
    assert "remove: pursue" in drive.text()
    await drive.press("ctrl+z", "escape")
    assert drive.stored() == AT_FIRST
    assert history.acts(drive.session.project.database)[0].verb == "undo"


@scenario("others")
async def others(drive: Drive) -> None:
    with open_project(drive.session.project.folder) as reopened:
        ben = CodingSession(reopened, CoderName("ben"), source="one")
        ben.cursor.move_to(ben.open_source.units.text.index("It came"))
        ben.apply([ben.current_codebook.code("harms")])
    drive.session.refresh_if_changed()
    await drive.at("It came")
    assert "harms·ben" not in drive.text()
    await drive.press("O")
    assert "harms·ben" in drive.text()
    await drive.press("d")
    assert "no coding of yours" in drive.notifications()
    assert drive.stored(CoderName("ben")) == [(BACK, "harms")]


@scenario("finish")
async def finishing(drive: Drive) -> None:
    source = drive.session.open_source.source.id
    await drive.press("F")
    assert finished_sources.coders_by_source(drive.session.project.database) == {source: (ANN,)}
    await drive.press("L")
    assert "one" in drive.text()
    assert "✓" in drive.text()
    await drive.press("escape", "u")
    assert finished_sources.coders_by_source(drive.session.project.database) == {}


@scenario("narrower", "wider")
async def measures(drive: Drive) -> None:
    before = drive.lines()[:20]
    await drive.press(*["left_parenthesis"] * 6)
    assert drive.lines()[:20] != before
    await drive.press(*["right_parenthesis"] * 6)
    assert drive.lines()[:20] == before


@scenario("theme")
async def themes(drive: Drive) -> None:
    before = drive.lines()
    for theme in ("textual-light", "textual-dark"):
        await drive.press("colon")
        await drive.type("light or dark")
        await drive.until(lambda: "Light or dark colours" in drive.text())
        await drive.press("enter")
        await drive.until(lambda expected=theme: drive.app.theme == expected)  # type: ignore[misc]
        await drive.until(lambda: drive.lines() == before)


@scenario("palette")
async def palette(drive: Drive) -> None:
    await drive.press("colon")
    await drive.type("to the end")
    await drive.until(lambda: "Move · G" in drive.text())
    await drive.press("enter")
    await drive.until(lambda: drive.session.cursor.offset > 0)
    assert drive.session.cursor.offset == drive.session.open_source.units.last()


@scenario("help")
async def helping(drive: Drive) -> None:
    await drive.press("question_mark")
    assert "Next sentence" in drive.text()
    await drive.press("escape", "j")
    assert drive.after_cursor().startswith("We took")


@scenario("quit")
async def leaving(drive: Drive) -> None:
    await drive.press("J", "q")
    assert drive.app.return_code == 0
    reopened = CodingSession(drive.session.project, ANN)
    assert reopened.cursor.offset == drive.session.cursor.offset


def test_there_is_a_scenario_for_every_command() -> None:
    assert set(SCENARIOS) == {command.name for command in COMMANDS}


@pytest.mark.parametrize("name", {steps: name for name, steps in SCENARIOS.items()}.values())
async def test_the_commands_do_what_the_table_says(name: str, project: Project) -> None:
    async with driven(project) as drive:
        await drive.press("g", "g")
        await SCENARIOS[name](drive)
