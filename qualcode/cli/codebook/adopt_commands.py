"""`codebook adopt` and `codebook edit`: changes made by hand, and what they mean for codings."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.codebook.edit_commands import DryRunOption, preview
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import CoderOption, ProjectOption, coder_name
from qualcode.errors import CodebookError, NotFoundError, UsageError, VanishedCodesError
from qualcode.model import CoderName
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.store.project import Project
    from qualcode.workflows.codebook.adopt_manual_edit import MissingCodeAnswers
    from qualcode.workflows.codebook.external_editor import EditorDraft

RenameOption = Annotated[
    list[str] | None,
    typer.Option("--rename", help="A key that was changed by hand (repeatable).", metavar="OLD=NEW"),
]
MergeOption = Annotated[
    list[str] | None,
    typer.Option("--merge", help="A code that became part of another (repeatable).", metavar="OLD=NEW"),
]
RetireOption = Annotated[
    list[str] | None,
    typer.Option("--retire", help="A code to put back as retired (repeatable).", metavar="OLD"),
]


def add_to(codebook: typer.Typer) -> None:
    """Add these commands to the group."""
    codebook.command()(adopt)
    codebook.command()(edit)


def adopt(
    rename: RenameOption = None,
    merge: MergeOption = None,
    retire: RetireOption = None,
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Take up an edit made by hand; say what became of codes that are in use and gone from the file."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import adopt_manual_edit

    answers = _answers(rename, merge, retire)
    with open_project(project) as opened:
        if dry_run:
            proposal = adopt_manual_edit.propose(opened, answers)
            for difference in adopt_manual_edit.differences(opened, proposal):
                show.line(difference.message)
            preview(proposal)
            return
        _take_up(opened, coder_name(coder), answers)


def edit(
    rename: RenameOption = None,
    merge: MergeOption = None,
    retire: RetireOption = None,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Open the codebook in $VISUAL or $EDITOR, check it on closing, and let codings follow."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook.external_editor import EditorDraft

    answers = _answers(rename, merge, retire)
    with open_project(project) as opened:
        name = coder_name(coder)
        draft = EditorDraft.begin(opened)
        while True:
            draft.open_editor()
            if not draft.changed:
                show.say("Nothing was changed.")
                return
            try:
                draft.check()
                _take_up(opened, name, answers)
            except (CodebookError, VanishedCodesError, NotFoundError) as error:
                show.show_error(error)
                if isinstance(error, CodebookError):
                    _point(draft.line(error.line), error.column or 1)
                if not _ended(draft):
                    continue
                raise typer.Exit(1) from error
            return


def resolve_missing_codes(error: VanishedCodesError) -> bool:
    """Ask at the terminal what became of codes, for the coder whose work waits; whether it is known now."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import adopt_manual_edit

    if error.folder is None or not at_terminal():
        return False
    with open_project(error.folder) as opened:
        try:
            answers = ask(opened)
        except typer.Abort:
            return False
        if answers == adopt_manual_edit.NO_ANSWERS:
            return False
        _adopt(opened, CoderName(error.coder), answers)
    return True


def ask_about_missing_codes(project: "Project", coder: CoderName) -> None:
    """Ask what there is to ask before a screen is opened that cannot."""
    from qualcode.workflows.codebook import adopt_manual_edit

    if at_terminal() and (answers := ask(project)) != adopt_manual_edit.NO_ANSWERS:
        _adopt(project, coder, answers)


def ask(project: "Project") -> "MissingCodeAnswers":
    """Ask once what became of the codes that are in use and gone; no answers where that is not right."""
    from qualcode.workflows.codebook import adopt_manual_edit
    from qualcode.workflows.project.current_codebook import missing_codes

    asked = missing_codes(project)
    if not asked:
        return adopt_manual_edit.NO_ANSWERS
    show.say(f"{project.codebook_path.name} was edited by hand, and codes in use are gone from it:")
    for question in asked:
        show.say(f"  {question.description}.")
    takers = {
        question.key: typer.prompt(
            f"Which code takes {question.name_with_uses}? (Enter puts it back as retired)",
            default="",
            show_default=False,
            err=True,
        ).strip()
        for question in asked
        if question.guess is None
    }
    if not typer.confirm("Is that right?", default=True, err=True):
        return adopt_manual_edit.NO_ANSWERS
    return adopt_manual_edit.MissingCodeAnswers(
        renamed=tuple((question.key, question.guess.new) for question in asked if question.guess),
        merged=tuple((old, new) for old, new in takers.items() if new),
        retired=tuple(old for old, new in takers.items() if not new),
    )


def at_terminal() -> bool:
    """Whether a person is there who can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _take_up(project: "Project", coder: CoderName, answers: "MissingCodeAnswers") -> None:
    from qualcode.workflows.codebook import adopt_manual_edit

    if answers == adopt_manual_edit.NO_ANSWERS and at_terminal():
        answers = ask(project)
    _adopt(project, coder, answers)


def _adopt(project: "Project", coder: CoderName, answers: "MissingCodeAnswers") -> None:
    from qualcode.workflows.codebook import adopt_manual_edit

    proposal = adopt_manual_edit.propose(project, answers)
    if proposal.current.version is not None:
        show.say("The codebook is as it was; there is nothing to take up.")
        return
    differences = adopt_manual_edit.differences(project, proposal)
    moved = adopt_manual_edit.carry_out(project, coder, proposal)
    for difference in differences:
        show.line(difference.message)
    show.say(f"Taken up: {counted(len(differences), 'change')} of the codebook.")
    if moved.codings:
        show.say(f"{counted(moved.codings, 'coding')} followed.")


def _answers(
    rename: "Sequence[str] | None", merge: "Sequence[str] | None", retire: "Sequence[str] | None"
) -> "MissingCodeAnswers":
    from qualcode.workflows.codebook.adopt_manual_edit import MissingCodeAnswers

    return MissingCodeAnswers(
        renamed=tuple(_pair(one) for one in rename or ()),
        merged=tuple(_pair(one) for one in merge or ()),
        retired=tuple(retire or ()),
    )


def _pair(text: str) -> tuple[str, str]:
    old, _, new = text.partition("=")
    if not (old.strip() and new.strip()):
        raise UsageError(f"{text!r} is not a pair of keys.", "Write it as in --rename old=new.")
    return old.strip(), new.strip()


def _point(line: str, column: int) -> None:
    """Show the offending text, with a mark under its first character."""
    if line:
        show.say(f"  {line}\n  {' ' * (column - 1)}^")


def _ended(draft: "EditorDraft") -> bool:
    """Do what is wanted with a file that cannot be taken up; whether that was the end."""
    answer = "k"
    if at_terminal():
        question = "r reopens it, k keeps it beside and puts the file back, p only puts the file back"
        while (answer := str(typer.prompt(question, default="r", err=True)).strip().lower()) not in {
            "r",
            "k",
            "p",
        }:
            pass
    if answer == "k":
        show.say(f"Kept as {draft.keep_copy().name}; {draft.project.codebook_path.name} is as it was.")
    elif answer == "p":
        draft.restore()
        show.say(f"{draft.project.codebook_path.name} is as it was.")
    return answer != "r"
