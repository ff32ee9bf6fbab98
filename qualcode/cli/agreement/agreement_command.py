"""The command `agreement`: how far coders agree."""

import typer

from qualcode.cli.analysis.analysis_commands import analysis_command
from qualcode.cli.output.plot_option import PlottingCommand
from qualcode.workflows.agreement.coder_agreement import agreement


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("agreement", cls=PlottingCommand)(analysis_command(agreement))
