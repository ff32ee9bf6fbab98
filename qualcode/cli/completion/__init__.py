"""Shell completion of commands and names, without Typer: an answer takes a tenth of a second."""
