"""`codebook adopt` and `codebook edit`: edits of the file by hand, with their changes of codings."""

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.codebook.edit_commands import DryRunOption, preview
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import CoderOption, ProjectOption, coder_name
from qualcode.cli.output.streams import at_terminal
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
    typer.Option("--rename", help="Key that was changed by hand (repeatable).", metavar="OLD=NEW"),
]
MergeOption = Annotated[
    list[str] | None,
    typer.Option("--merge", help="Code that became part of another (repeatable).", metavar="OLD=NEW"),
]
RetireOption = Annotated[
    list[str] | None,
    typer.Option("--retire", help="Code to restore as retired (repeatable).", metavar="OLD"),
]


def add_to(codebook: typer.Typer) -> None:
    """Add these commands to the group `codebook`."""
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
    """Adopt an edit made by hand; the options say what became of missing codes that are in use."""
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
        _ask_and_adopt(opened, coder_name(coder), answers)


def edit(
    rename: RenameOption = None,
    merge: MergeOption = None,
    retire: RetireOption = None,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Open the codebook in $VISUAL or $EDITOR, check it when it is closed, and adopt the edit."""
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
                _ask_and_adopt(opened, name, answers)
            except (CodebookError, VanishedCodesError, NotFoundError) as error:
                show.show_error(error)
                if isinstance(error, CodebookError):
                    _show_position(draft.line(error.line), error.column or 1)
                if not _resolve_invalid_edit(draft):
                    continue
                raise typer.Exit(1) from error
            return


def resolve_missing_codes(error: VanishedCodesError) -> bool:
    """Ask at the terminal what became of missing codes and adopt the answers; return whether it was done."""
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
    """Ask what became of missing codes before the coding screen starts, which cannot ask."""
    from qualcode.workflows.codebook import adopt_manual_edit

    if at_terminal() and (answers := ask(project)) != adopt_manual_edit.NO_ANSWERS:
        _adopt(project, coder, answers)


def ask(project: "Project") -> "MissingCodeAnswers":
    """Ask what became of missing codes in use; NO_ANSWERS if there are none or nothing is confirmed."""
    from qualcode.workflows.codebook import adopt_manual_edit
    from qualcode.workflows.project.current_codebook import missing_codes

    missing = missing_codes(project)
    if not missing:
        return adopt_manual_edit.NO_ANSWERS
    show.say(f"{project.codebook_path.name} was edited by hand, and codes in use are missing from it:")
    for code in missing:
        show.say(f"  {code.description}.")
    targets = {
        code.key: typer.prompt(
            f"Which code takes {code.name_with_uses}? Type its key [Enter: restore it as retired]",
            default="",
            show_default=False,
            err=True,
        ).strip()
        for code in missing
        if code.guess is None
    }
    for old, new in targets.items():
        show.say(f"  `{old}` {f'becomes part of `{new}`' if new else 'is restored as retired'}.")
    if not typer.confirm("Adopt this, so that the codings follow? [Enter: yes]", default=True, err=True):
        return adopt_manual_edit.NO_ANSWERS
    return adopt_manual_edit.MissingCodeAnswers(
        renamed=tuple((code.key, code.guess.new) for code in missing if code.guess),
        merged=tuple((old, new) for old, new in targets.items() if new),
        retired=tuple(old for old, new in targets.items() if not new),
    )


def _ask_and_adopt(project: "Project", coder: CoderName, answers: "MissingCodeAnswers") -> None:
    from qualcode.workflows.codebook import adopt_manual_edit

    if answers == adopt_manual_edit.NO_ANSWERS and at_terminal():
        answers = ask(project)
    _adopt(project, coder, answers)


def _adopt(project: "Project", coder: CoderName, answers: "MissingCodeAnswers") -> None:
    from qualcode.workflows.codebook import adopt_manual_edit

    proposal = adopt_manual_edit.propose(project, answers)
    if proposal.current.version is not None:
        show.say("The codebook is unchanged; there is nothing to adopt.")
        return
    differences = adopt_manual_edit.differences(project, proposal)
    moved = adopt_manual_edit.carry_out(project, coder, proposal)
    for difference in differences:
        show.line(difference.message)
    show.say(f"Adopted: {counted(len(differences), 'change')} of the codebook.")
    if moved.codings:
        show.say(f"{counted(moved.codings, 'coding')} followed.")


def _answers(
    rename: "Sequence[str] | None", merge: "Sequence[str] | None", retire: "Sequence[str] | None"
) -> "MissingCodeAnswers":
    from qualcode.workflows.codebook.adopt_manual_edit import MissingCodeAnswers

    return MissingCodeAnswers(
        renamed=tuple(_pair(option) for option in rename or ()),
        merged=tuple(_pair(option) for option in merge or ()),
        retired=tuple(retire or ()),
    )


def _pair(text: str) -> tuple[str, str]:
    old, _, new = text.partition("=")
    if not (old.strip() and new.strip()):
        raise UsageError(f"{text!r} is not a pair of keys.", "Write it as in --rename old=new.")
    return old.strip(), new.strip()


def _show_position(line: str, column: int) -> None:
    """Show a line of the file with a mark under a column, counted from 1."""
    if line:
        show.say(f"  {line}\n  {' ' * (column - 1)}^")


def _resolve_invalid_edit(draft: "EditorDraft") -> bool:
    """Ask what to do with a file that is not valid and do it; return False if it is to be edited again."""
    answer = "k"
    if at_terminal():
        question = "r reopens it, k keeps a copy and restores the file, p only restores the file"
        while (answer := str(typer.prompt(question, default="r", err=True)).strip().lower()) not in {
            "r",
            "k",
            "p",
        }:
            pass
    if answer == "k":
        show.say(f"Kept as {draft.keep_copy().name}; {draft.project.codebook_path.name} is restored.")
    elif answer == "p":
        draft.restore()
        show.say(f"{draft.project.codebook_path.name} is restored.")
    return answer != "r"
