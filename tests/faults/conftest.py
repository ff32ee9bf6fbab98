"""A coded project that is copied for each run, so that it is made once."""

import importlib
from pathlib import Path

import pytest

from qualcode.cli import main
from tests.cli.conftest import CODEBOOK, INTERVIEW

SECRET = b"elderberry"
"""A word of the first interview, of the name of its case and of an attribute."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project `study` with a coded interview, and a second interview."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "one.txt").write_text(INTERVIEW.replace("kids", SECRET.decode()), encoding="utf-8")
    (folder / "two.txt").write_text(INTERVIEW.replace("line", "phone"), encoding="utf-8")
    table = f"case,source,rank\n{SECRET.decode()}-person,one,{SECRET.decode()}-rank\nother,two,sergeant\n"
    (folder / "participants.csv").write_text(table, encoding="utf-8")
    (folder / "codes.yaml").write_text(CODEBOOK, encoding="utf-8")
    rows = "source,code,coder,quote\none,protect,ann,nobody asked\none,displacement,ben,It came back\n"
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    (folder / "empty").mkdir()
    (folder / "used").mkdir()
    (folder / "used" / "notes.md").write_text("Mine.", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("QUALCODE_CODER", "ann")
        patch.setenv("QUALCODE_CONFIG", str(tmp_path_factory.mktemp("settings")))
        for arguments in (
            "init study --codebook codes.yaml",
            "import one.txt -p study",
            "cases import participants.csv -p study",
            "apply pursue -s one --turn 2 -p study",
            "export -o all.qdpx -p study",
            "backup made.zip -p study",
            "restore made.zip ben",
            "codebook add supply --under protect -p ben --coder ben",
            "apply protect -s one --turn 2 -p ben --coder ben",
            "apply supply -s one --turn 4 -p ben --coder ben",
            "team pack ben.qpack -p ben --coder ben",
            "restore made.zip rounded",
            "rounds draw pilot --coders ann,ben -p rounded",
        ):
            patch.setattr("sys.argv", ["qualcode", *arguments.split()])
            with pytest.raises(SystemExit) as end:
                main()
            assert not end.value.code, arguments
    return folder


@pytest.fixture(scope="session")
def loaded_libraries() -> None:
    """Load what the acts import while they run, once for all copies of this process."""
    for module in (
        "pandas",
        "xlsxwriter",
        "qualcode.readers",
        "qualcode.tables",
        "qualcode.segmenters",
        "ruamel.yaml",
    ):
        importlib.import_module(module)
