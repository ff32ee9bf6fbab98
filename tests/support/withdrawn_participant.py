"""A study with everything that a project can hold of a participant, who then withdraws."""

import shutil
from pathlib import Path

import qualcode
from qualcode.workflows.project import create_project

SOURCE = "withdrawn-01"
WORDS = (
    "Adeyemi", "Kestrel", "Ruthie", "quartermaster", "zinnwald", "novice", "elderberry", "thimbleful",
    "marzipan", "periwinkle", "cloudberry", "tangerine", "withdrawn-01",
)  # fmt: skip
"""Words of the participant alone: names, attributes, texts, memos, summaries; each in any letter case."""
_TEXT = """Int: What do you do about a line?
Ruthie: We took out a line in the elderberry lane last year. It came back within a month.
Int: And what would help?
Ruthie: A cloudberry. We took out a line again, and arrested the tangerine dealer of the line.
"""
_OTHER = """Int: What do you do?
Officer: We took out a line in the market last year. They came back, the dealers of the line.
Int: And then?
Officer: I like the schools best. We took out a line in the school lane, and it came back.
"""
_CODEBOOK = """codebook: Withdrawal
codes:
  - code: pursue
    label: Pursue
    patterns:
      - phrase: took out a line
  - code: prevent
    label: Prevent
    patterns:
      - phrase: schools
"""
_PARTICIPANTS = """case,source,speaker,tier,rank
Ruth Adeyemi,adeyemi-one,Ruthie,zinnwald,novice
Ruth Adeyemi,adeyemi-later,Ruthie,zinnwald,novice
P2,other-01,Officer,local,sergeant
Both,adeyemi-one,,pair,
Both,other-01,,pair,
"""


def make(folder: Path) -> Path:
    """Make the project `study` in a folder; return its folder."""
    files = {"adeyemi-one.txt": _TEXT, "other-01.txt": _OTHER, "codes.yaml": _CODEBOOK}
    for name, text in {**files, "participants.csv": _PARTICIPANTS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    study = folder / "study"
    create_project.create(study, codebook=folder / "codes.yaml").database.close()
    with qualcode.open(study, coder="ann") as project:
        project.import_files([folder / "adeyemi-one.txt", folder / "other-01.txt"])
        project.import_cases(folder / "participants.csv")
        project.set_case("Ruth Adeyemi", rank="quartermaster")
        project.rename_case("Ruth Adeyemi", "Kestrel")
        project.import_cases(_changed_table(folder))
        project.apply("pursue", "adeyemi-one", quote="We took out a line in the elderberry lane")
        project.apply("pursue", "adeyemi-one", quote="arrested the tangerine dealer", memo="marzipan")
        project.apply("prevent", "other-01", quote="I like the schools best.", memo="stays")
        project.memo("source", "adeyemi-one", "A thimbleful.")
        project.write_summary("Kestrel", "pursue", "Periwinkle, in short.")
        project.suggest(suggester="learned")
        project.accept(project.suggestions(sources=["other-01"])["id"].tolist()[:1])
        project.undo()
        project.rename_source("adeyemi-one", SOURCE)
        project.set_case("Kestrel", rank="quartermaster")
        project.undo()
        project.redo()
    return study


def _changed_table(folder: Path) -> Path:
    path = folder / "participants.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Ruth Adeyemi", "Kestrel"), encoding="utf-8")
    return path


def copied(study: Path, folder: Path) -> Path:
    """Copy the study to a folder; return it."""
    shutil.copytree(study, folder)
    return folder


def words_left(study: Path) -> list[str]:
    """Return the words of the participant in the files of a project and in their names."""
    left = []
    for path in sorted(study.rglob("*")):
        content = path.read_bytes().lower() if path.is_file() else b""
        content += path.name.lower().encode()
        left += [f"{word} in {path.name}" for word in WORDS if word.lower().encode() in content]
    return left
