"""The code picker: what it shows of a code, and the codes that it returns."""

from pathlib import Path

from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_studies import study


async def test_the_picker_shows_all_of_a_code_and_adds_a_new_one_to_ticked_codes(
    tmp_path: Path,
) -> None:
    with study(tmp_path / "study") as project:
        async with driven(project, size=(60, 24)) as drive:
            await drive.at("People were")
            await drive.press("c")
            await drive.type("purs")
            assert "→ define" in drive.text()
            await drive.press("right")
            assert "Somebody is helped." in drive.text()
            assert "e.g. We took out a line." in drive.text()
            await drive.press("escape", "space")
            await drive.type("quiz the young")
            await drive.press("enter", "enter")
            codes = {code for quote, code in drive.stored() if quote.startswith("People were")}
            assert codes == {"pursue", "quiz-the-young"}
