"""`frequencies`, `export`."""

import typer


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
