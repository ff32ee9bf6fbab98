"""A small study in a project on disk: two coders, overlapping codings, cases, and hostile words."""

from pathlib import Path

from qualcode.model import CoderName, SourceKind
from qualcode.store.project import Project
from qualcode.workflows.coding import apply_codes
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.project import create_project
from qualcode.workflows.sources import import_files
from qualcode.workflows.sources import participants as casework
from qualcode.workflows.sources.import_files import ImportOptions

ATTACK = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"
CODEBOOK = """codebook: Test
codes:
  - code: roles
    label: Roles & duties
    color: "#0072B2"
    definition: What the police do.
    examples: ["An <b>example</b>"]
    children:
      - code: pursue
        label: Pursue
        definition: Enforcement.
      - code: protect
        label: Protect
  - code: harms
    label: Harms
    color: "#D55E00"
    children:
      - code: displacement
        label: Displacement
  - code: unused
"""
FILES = {
    "anna-smith.txt": (
        "Interviewer: What do you do about a line?\n"
        "Anna: We took out a line last month. It came back within a week.\n"
        "Interviewer: And the kids?\n"
        f"Anna: We try to safeguard them. {ATTACK} is what he typed.\n"
    ),
    "joint.txt": (
        "Interviewer: Who is harmed?\n"
        "Sam: Mostly the neighbours, and the kids.\n"
        "Kim: I'd say the users themselves. It came back, you know.\n"
    ),
    "strategy.txt": "We will pursue dealers.\n\nWe will protect children.\n",
}
PARTICIPANTS = (
    "case,source,speaker,tier,years\n"
    "Alex,anna-smith,,local,10\nBea,joint,Sam,local,2\nCleo,joint,Kim,national,7\n"
)
ANN, BEN = CoderName("ann"), CoderName("ben")
CODINGS = (
    (ANN, ["pursue", "roles"], "anna-smith", "We took out a line last month"),
    (ANN, ["displacement"], "anna-smith", "It came back within a week"),
    (ANN, ["harms"], "anna-smith", "took out a line last month. It came back"),
    (ANN, ["protect"], "anna-smith", f"safeguard them. {ATTACK}"),
    (BEN, ["pursue"], "anna-smith", "took out a line"),
    (BEN, ["harms"], "anna-smith", "a line last month"),
    (ANN, ["roles"], "anna-smith", "What do you do"),
    (ANN, ["harms"], "joint", "the kids.\nKim: I'd say the users"),
    (BEN, ["displacement"], "joint", "It came back"),
    (ANN, ["pursue"], "strategy", "pursue dealers"),
    (BEN, ["protect"], "strategy", "protect children"),
)


def create(folder: Path) -> Project:
    """Create the study in a folder that does not exist yet."""
    parent = folder.parent
    codebook = parent / "codes.yaml"
    codebook.write_text(CODEBOOK, encoding="utf-8")
    participants = parent / "participants.csv"
    participants.write_text(PARTICIPANTS, encoding="utf-8")
    project = create_project.create(folder, f"Study {ATTACK}", codebook)
    for name, text in FILES.items():
        (parent / name).write_text(text, encoding="utf-8")
        kind = SourceKind.DOCUMENT if name == "strategy.txt" else SourceKind.INTERVIEW
        results = list(import_files.import_files(project, ANN, [parent / name], ImportOptions(kind=kind)))
        assert results[0].error is None
    casework.import_cases(project, ANN, participants)
    for coder, codes, source, quote in CODINGS:
        apply_codes.apply(project, coder, codes, source, SpanChoice(quote=quote), "check <i>this</i>")
    return project
