"""The command `rounds`: list, draw, finish and close rounds of coding."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.listing_group import list_without_command
from qualcode.cli.output.shared_options import CoderOption, FormatOption, ProjectOption, coder_name
from qualcode.cli.output.table_output import ExplainOption
from qualcode.errors import UsageError
from qualcode.model import RoundSettings, RoundUnit
from qualcode.output_formats import TableFormat
from qualcode.text.command_arguments import argument
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Listing
    from qualcode.store.project import Project
    from qualcode.workflows.rounds.draw_round import DrawnRound

RoundName = Annotated[str, typer.Argument(help="Name of the round.", metavar="ROUND")]

rounds = typer.Typer(
    help="List the rounds; draw a sample, finish your part, close a round.", invoke_without_command=True
)


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.add_typer(rounds, name="rounds")


def _listing(project: "Project") -> "Listing":
    from qualcode.workflows.rounds.list_rounds import round_listing

    return round_listing(project)


list_without_command(
    rounds, _listing, empty="No rounds yet: `qualcode rounds draw NAME --coders ann,ben`.", topic="rounds"
)


@rounds.command("draw")
def draw(
    name: Annotated[str, typer.Argument(help="Name of the new round.", metavar="NAME")],
    coders: Annotated[
        str, typer.Option("--coders", help="Names of its coders, separated by commas.", metavar="NAMES")
    ] = "",
    share: Annotated[
        str, typer.Option(help="Share of the sources, or of the stretches of turns.", metavar="PERCENT")
    ] = "20%",
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", help="Attribute of cases to stratify the sample by (repeatable).", metavar="ATTRIBUTE"
        ),
    ] = None,
    unit: Annotated[
        RoundUnit, typer.Option("--of", help="What to draw: whole sources, or stretches of turns.")
    ] = RoundUnit.SOURCES,
    seed: Annotated[int, typer.Option(help="Random seed.", min=0)] = 1,
    again: Annotated[
        bool, typer.Option("--again", help="One coder codes own finished sources again, under another name.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """Draw a sample for several coders to code, each without seeing the others' codings until it is closed.

    The table says for each code how many codings the sample should give, going by the codings so far, and how
    many are needed to tell an alpha from .80 (at .05, one-sided).
    """
    from qualcode.store.project import open_project
    from qualcode.workflows.rounds.draw_round import draw_round

    names = [each.strip() for each in coders.split(",") if each.strip()]
    with open_project(project) as opened:
        acting = coder_name(coder)
        settings = RoundSettings(
            share=_share(share),
            unit=unit,
            by=tuple(dict.fromkeys(filter(None, by or ()))),
            seed=seed,
            again_of=(names or [acting])[0] if again else "",
        )
        _refuse_suggesters(names)
        drawn = draw_round(opened, acting, name, names, settings)
    _say_drawn(drawn)
    rows = ((each.code, each.codings, each.expected, each.needed) for each in drawn.expected)
    listing = show.listing("", ("code", "codings", "expected", "needed"), rows)
    show.rows(listing, format_, topic="round drawn", explain=explain)


def _say_drawn(drawn: "DrawnRound") -> None:
    """Say what was drawn for whom, and what its coders have to know."""
    members = drawn.round.coders
    show.say(
        f"Round {drawn.round.name}: {counted(drawn.words, 'word')} in "
        f"{counted(len(drawn.sources), 'source')} for {', '.join(members)}: {', '.join(drawn.sources)}."
    )
    show.say(_share_drawn(drawn))
    if drawn.round.settings.again_of:
        show.say(f"Code them as {members[-1]}: qualcode code --coder {members[-1]}")
    for member, known in drawn.look_alikes.items():
        show.say(
            f"{member} is a new coder here, from whom {known} is hidden. If they are one person: "
            f"qualcode undo, then draw it for {known}."
        )
    for member, finished in drawn.finished.items():
        show.say(
            f"{member} has finished {', '.join(finished)} already, and counts as finished there. To code "
            f"anew: qualcode sources reopen {' '.join(map(argument, finished))} --coder {argument(member)}"
        )
    if any(each.expected is None for each in drawn.expected):
        show.say("Nothing has been coded yet: how many codings the sample will give is not known.")


def _share_drawn(drawn: "DrawnRound") -> str:
    """Return how many sources or stretches were drawn of how many, and why more than the share of them."""
    settings = drawn.round.settings
    units = "source", "sources"
    if settings.unit is RoundUnit.TURNS:
        units = "stretch of turns", "stretches of turns"
    share = f"{drawn.stretches:,} of {counted(drawn.population, *units)} drawn"
    said = f"{share} ({100 * drawn.stretches / drawn.population:.0f} %)"
    if drawn.stretches <= max(1, round(settings.share * drawn.population)):
        is_least = drawn.stretches == 1 and settings.share * drawn.population < 1
        return f"{said}, as at least one is drawn." if is_least and drawn.population > 1 else f"{said}."
    return (
        f"{said}, more than the share of {100 * settings.share:.10g} %, as each of the {drawn.strata} strata "
        f"by {' and '.join(settings.by)} gives at least one."
    )


def _refuse_suggesters(names: "Sequence[str]") -> None:
    """Raise UsageError if a suggester is among the coders of a round."""
    from qualcode.workflows.agreement.machine_coder import suggester_of

    for name in names:
        if suggester := suggester_of(name):
            raise UsageError(
                f"{name} is a suggester, which does not code in a round.",
                f"Name it when the round is closed: qualcode agreement ROUND --coders ann,ben,{suggester}",
            )


@rounds.command("finish")
def finish(
    name: RoundName,
    sources: Annotated[
        list[str] | None, typer.Argument(help="Only these of its sources.", metavar="SOURCE…")
    ] = None,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Mark your part of a round as coded to the end: from then on, a code that is not there is absent."""
    from qualcode.store.project import open_project
    from qualcode.workflows.rounds.close_round import finish_round

    with open_project(project) as opened:
        finished = finish_round(opened, acting := coder_name(coder), name, sources or ())
    show.say(f"Finished by {acting}: {', '.join(finished)}.")


@rounds.command("close")
def close(
    name: RoundName,
    anyway: Annotated[bool, typer.Option("--anyway", help="Even if somebody has not finished.")] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Freeze the state of a round for all coefficients, and show its coders each other's codings."""
    from qualcode.store.project import open_project
    from qualcode.workflows.rounds.close_round import close_round

    with open_project(project) as opened:
        closed = close_round(opened, coder_name(coder), name, anyway=anyway)
    show.say(
        f"Closed {closed.name}: its codings, turns, roles and attributes are frozen. This cannot be undone."
    )
    show.say(f"Next: qualcode disagreements {closed.name}")


def _share(text: str) -> float:
    """Return a share from `20%` or `0.2`; UsageError for another text."""
    match = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*(%?)\s*", text)
    if match is None:
        raise UsageError(f"--share {text!r} is not a share.", "For example: --share 20%")
    return float(match[1]) / (100 if match[2] else 1)
