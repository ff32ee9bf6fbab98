from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import InvalidFileError, StorageError
from qualcode.project_folder import PROJECT_FILE
from qualcode.settings import ProjectSettings, UserSettings

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / PROJECT_FILE


def refused(file: Path, text: str) -> InvalidFileError:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFileError) as caught:
        ProjectSettings.read(file)
    assert caught.value.path == file
    return caught.value


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES)
def test_a_new_projects_settings_read_back_whatever_its_name(file: Path, name: str) -> None:
    file.write_text(ProjectSettings.template(name), encoding="utf-8")
    assert ProjectSettings.read(file) == ProjectSettings(name=name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES)
def test_user_settings_round_trip(coder: str) -> None:
    UserSettings(coder=coder).save()
    assert UserSettings.read() == UserSettings(coder=coder)


def test_every_setting_can_be_set(file: Path) -> None:
    file.write_text(
        'name = "Ours"\ncodebook = "codes/book.yaml"\nlanguage = "de"\ninterviewers = ["Anna", "B"]\n'
        'model = "de_core_news_sm"\nminimum_score = 1\nsuggestions_per_segment = 5\n'
    )
    assert ProjectSettings.read(file) == ProjectSettings(
        name="Ours",
        codebook="codes/book.yaml",
        language="de",
        interviewers=("Anna", "B"),
        model="de_core_news_sm",
        minimum_score=1.0,
        suggestions_per_segment=5,
    )


def test_an_empty_file_has_the_defaults(file: Path) -> None:
    file.write_text("")
    assert ProjectSettings.read(file) == ProjectSettings()


def test_a_file_saved_by_a_windows_editor_is_read(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbfname = "Ours"\r\nlanguage = "de"\r\n')
    assert ProjectSettings.read(file) == ProjectSettings(name="Ours", language="de")


def test_an_unknown_setting_is_refused_with_the_nearest_one(file: Path) -> None:
    error = refused(file, 'languag = "de"\n')
    assert error.message == "There is no setting 'languag'."
    assert error.hint == "Did you mean 'language'?"


def test_without_a_similar_setting_all_are_listed(file: Path) -> None:
    assert "suggestions_per_segment" in refused(file, "zzz = 1\n").hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name = 3", "a text"),
        ("name = true", "a text"),
        ("interviewers = 'Anna'", "a list of texts"),
        ("interviewers = ['Anna', 3]", "a list of texts"),
        ("minimum_score = 'high'", "a number"),
        ("minimum_score = true", "a number"),
        ("suggestions_per_segment = 1.5", "a whole number"),
        ("suggestions_per_segment = true", "a whole number"),
        ("[name]\nfirst = 'x'", "a text"),
    ],
)
def test_a_setting_of_the_wrong_type_is_refused_with_the_right_one(
    file: Path, text: str, expected: str
) -> None:
    assert f"must be {expected}, not " in refused(file, text).message


def test_invalid_toml_is_refused_with_the_line(file: Path) -> None:
    assert "line 2" in refused(file, 'name = "x"\nlanguage = \n').message


def test_a_file_in_another_encoding_is_refused(file: Path) -> None:
    file.write_bytes('name = "Café"'.encode("latin-1"))
    with pytest.raises(InvalidFileError, match="not UTF-8"):
        ProjectSettings.read(file)


def test_a_file_that_cannot_be_read_is_refused(file: Path) -> None:
    file.mkdir()
    with pytest.raises(InvalidFileError, match="Cannot read the settings"):
        ProjectSettings.read(file)


def test_user_settings_have_no_coder_by_default() -> None:
    assert UserSettings.read() == UserSettings(coder="")


def test_the_environment_names_the_folder_of_user_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path / "new" / "folder"))
    UserSettings(coder="ann").save()
    assert (tmp_path / "new" / "folder" / "settings.toml").is_file()


def test_user_settings_are_in_the_systems_folder_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUALCODE_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert UserSettings.path().name == "settings.toml"
    assert "qualcode" in UserSettings.path().parts


def test_settings_that_cannot_be_written_are_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path / "file"))
    with pytest.raises(StorageError, match="Cannot write your settings") as caught:
        UserSettings(coder="ann").save()
    assert "QUALCODE_CONFIG" in caught.value.hint
