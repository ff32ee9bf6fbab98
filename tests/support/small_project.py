"""The project of the examples in the Python API: two interviews, two cases, four codings by ann."""

from pathlib import Path

import qualcode
from qualcode.workflows.project import create_project

LOCAL = """Int: What do you do about a line?
Officer: We took out a line last month. It came back within a week.
Int: And the kids?
Officer: We try to safeguard them.
"""
NATIONAL = """Int: What do you see?
Analyst: We map the line. Arrests alone do not help.
"""
NEW = """Int: Who else helps?
Nurse: We see the kids first. We safeguard them.
"""
PARTICIPANTS = """case,source,speaker,tier,years
P1,local-01,Officer,local,12
P2,national-01,Analyst,national,4
"""
CODEBOOK = """codebook: Small study
codes:
  - code: roles
    label: Roles
    children:
      - code: pursue
        label: Pursue
        definition: Enforcement against suppliers.
      - code: protect
        label: Protect
        definition: Safeguarding of the vulnerable.
        patterns:
          - lemma: safeguard
  - code: harms
    label: Harms
    children:
      - code: displacement
        label: Displacement
        definition: Supply returns or moves.
"""


def write(folder: Path) -> Path:
    """Create the project `my-study` in a folder, beside its files and a new interview; return its folder."""
    files = {"local-01.txt": LOCAL, "national-01.txt": NATIONAL, "interviews/new-01.txt": NEW}
    for name, text in {**files, "participants.csv": PARTICIPANTS, "codes.yaml": CODEBOOK}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    study = folder / "my-study"
    create_project.create(study, codebook=folder / "codes.yaml").database.close()
    with qualcode.open(study, coder="ann") as project:
        project.import_files([folder / "local-01.txt", folder / "national-01.txt"])
        project.import_cases(folder / "participants.csv")
        project.apply("pursue", "local-01", quote="took out a line")
        project.apply(["displacement", "pursue"], "local-01", quote="It came back within a week.")
        project.apply("pursue", "national-01", quote="We map the line.", memo="by analysis")
    return study
