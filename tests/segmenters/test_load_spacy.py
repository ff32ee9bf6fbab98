"""spaCy is loaded without its command line, which stays importable."""

import sys

import pytest

from qualcode.segmenters import load_spacy as loading


def test_the_command_line_has_stand_ins_only_while_spacy_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def load(name: str) -> None:
        assert sys.modules["spacy.cli.info"].info is None
        loaded.append(name)

    for name in [name for name in sys.modules if name.partition(".")[0] == "spacy"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(loading, "import_module", load)
    loading.load_spacy()
    assert loaded == ["spacy"]
    assert not [name for name in sys.modules if name.partition(".")[0] == "spacy"]
