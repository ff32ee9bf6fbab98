"""Settings in `screen.toml`: they are obeyed, and wrong ones refused with the reason."""

from pathlib import Path

import pytest

from qualcode.errors import InvalidFileError
from qualcode.tui.screen_preferences import Preferences
from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_studies import study, suggest


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path))
    return tmp_path / "screen.toml"


def test_without_the_file_the_defaults_apply(settings: Path) -> None:
    assert not settings.exists()
    assert Preferences.read() == Preferences()


@pytest.fixture
def preferred(settings: Path) -> Preferences:
    settings.write_text(
        'measure = 40\ncodebook = false\n[keys]\naccept = ["y", "ctrl+y"]\nnext_sentence = ["n"]\n'
        'to_beginning = ["ga"]\n',
        encoding="utf-8",
    )
    return Preferences.read()


async def test_keys_that_were_given_to_other_commands_do_what_those_do(
    preferred: Preferences, tmp_path: Path
) -> None:
    with study(tmp_path / "study") as project:
        suggest(project, "one", [("More people.", "resources", 0.7)])
        async with driven(project, size=(120, 24), preferences=preferred) as drive:
            assert "barriers" not in drive.text()
            await drive.press("n")
            assert drive.after_cursor().startswith("We took")
            await drive.press("right_curly_bracket", "a", "j")
            assert ("More people.", "resources") not in drive.stored()
            await drive.press("y")
            assert ("More people.", "resources") in drive.stored()
            await drive.press("g", "a")
            assert drive.after_cursor().startswith("What do")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[keys]\nacept = ["y"]', "no command 'acept'.*\n.*'accept'"),
        ('[keys]\naccept = "y"', "a list of keys"),
        ('[keys]\naccept = ["ctrl-y"]', r"'ctrl-y' \(for accept\) is no key.\nDid you mean 'ctrl\+y'"),
        ('[keys]\naccept = ["Esc"]', "is no key.\nDid you mean 'escape'"),
        ('[keys]\naccept = ["hop along"]', "is no key.\nA key is such as"),
        ('[keys]\naccept = ["y"]\nreject = ["y"]', "given to both accept and reject"),
        ('[keys]\naccept = ["g"]', r"'g' \(accept\) cannot be typed: 'gg' \(to_beginning\)"),
        ('[keys]\naccept = ["jj"]', r"'j' \(next_sentence\) cannot be typed: 'jj' \(accept\)"),
        ("measure = 20", "from 30 to 160"),
        ("mesure = 60", "no setting 'mesure'"),
        ("warn = 1", "true or false"),
        ("[keys", "not valid TOML"),
        ("keys = 1", "must be a table, not 1"),
        ('measure = "72"', "must be a whole number, not '72'"),
    ],
)
def test_a_wrong_setting_is_refused_with_the_reason(content: str, message: str, settings: Path) -> None:
    settings.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidFileError, match=message) as refusal:
        Preferences.read()
    assert "screen.toml" in str(refusal.value)
