"""The command `guide`: the topics of the guide, formatted and paged on a terminal, as Markdown elsewhere."""

import os
from typing import Annotated

import typer

from qualcode.cli.output import show


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guide)


def guide(
    topic: Annotated[
        str, typer.Argument(help="Name of a topic or its beginning; or words that you look for.")
    ] = "",
    section: Annotated[
        list[str] | None, typer.Argument(help="Beginning of a section's heading: show only this section.")
    ] = None,
) -> None:
    """Read the guide: list its topics, show one or a section of it, or find the sections with some words."""
    from qualcode import guide as pages

    words = " ".join([topic, *(section or ())])
    if not topic:
        rows = ((name, pages.topic(name).summary) for name in pages.TOPICS)
        show.rows(show.listing("", ("topic", "what it explains"), rows))
        show.say("`qualcode guide TOPIC` shows one; `qualcode guide WORD` finds the sections with a word.")
    elif not pages.topics_beginning(topic) and (places := pages.sections_with(words)):
        show.say(f"Sections of the guide with {words!r}:")
        for name, heading in places:
            show.line(f"  qualcode guide {name} {heading}".rstrip())
    else:
        page = pages.topic(topic if pages.topics_beginning(topic) else words)
        _show_markdown(pages.section(page.name, " ".join(section)) if section else page.text)


def _show_markdown(text: str) -> None:
    """Print Markdown as it is into a file or pipe; on a terminal formatted, and paged if it is long."""
    console = show.out()
    if not console.is_terminal:
        show.raw_text(text)
        return
    from rich.markdown import Markdown

    os.environ.setdefault("LESS", "-FRX")  # keep the formatting; do not page what fits the screen
    with console.pager(styles=True):
        console.print(Markdown(text))
