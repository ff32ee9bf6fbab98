"""What help says of each command: one sentence in `qualcode --help`, and an example and a topic of the guide.

`qualcode --help` is written from this table, so that it imports no command. `--help` of a command has the
docstring of its function, its options, and then the example and the topic.
"""

from collections.abc import Mapping
from typing import NamedTuple


class CommandText(NamedTuple):
    """A command of the top level."""

    sentence: str
    example: str
    topic: str


class Subcommand(NamedTuple):
    """A command of a noun group."""

    example: str
    topic: str


COMMANDS: Mapping[str, Mapping[str, CommandText]] = {
    "Project": {
        "init": CommandText(
            "Create a project in a folder, or of another program's.",
            "init study --from nvivo.qdpx",
            "first-hour",
        ),
        "tutor": CommandText("Learn the coding screen in ten short steps.", "tutor", "first-hour"),
        "demo": CommandText("Create a small study to try things on.", "demo", "first-hour"),
        "status": CommandText("Show the project in numbers.", "status", "first-hour"),
        "check": CommandText("Prove that no coding has moved off its words.", "check", "privacy"),
        "backup": CommandText(
            "Write the whole project to one file.", "backup ../study-2026-03-01.zip", "privacy"
        ),
        "restore": CommandText(
            "Make a project of a backup, and check it.", "restore study.zip study", "privacy"
        ),
        "history": CommandText(
            "List who did what and when, newest first.", "history --limit 50", "first-hour"
        ),
        "undo": CommandText("Take back your last acts.", "undo --last 2", "first-hour"),
        "redo": CommandText("Bring back what you undid last.", "redo", "first-hour"),
        "guide": CommandText(
            "Read the guide, topic by topic, in the terminal.", "guide first-hour", "whats-new"
        ),
    },
    "Sources": {
        "import": CommandText(
            "Import transcripts and documents.", "import interviews/*.docx", "files-it-reads"
        ),
        "sources": CommandText("List, correct, rename or remove the sources.", "sources", "files-it-reads"),
        "show": CommandText("Print a transcript with its codings.", "show local-01", "first-hour"),
        "cases": CommandText("List participants; import or edit them.", "cases", "files-it-reads"),
    },
    "Codebook": {
        "codebook": CommandText("Show, check, change and export the codebook.", "codebook", "codebook-file"),
    },
    "Coding": {
        "code": CommandText(
            "Read and code on a full screen, with the keyboard.", "code local-01", "coding-screen"
        ),
        "apply": CommandText(
            "Apply codes to a quote, turn or sentence, or to what a query finds.",
            'apply pursue --source local-01 --quote "took out a line"',
            "first-hour",
        ),
        "codings": CommandText(
            "List codings; mark good examples.", "codings --code pursue", "exports-and-python"
        ),
        "remove": CommandText("Remove codings.", "remove 3f2a9c", "first-hour"),
        "memo": CommandText(
            "Write a memo.", 'memo source local-01 "He came back to the phone twice."', "coding-screen"
        ),
        "memos": CommandText("List the memos.", "memos", "coding-screen"),
        "coders": CommandText("List the coders, or rename one.", "coders", "first-hour"),
    },
    "Team": {
        "team": CommandText(
            "Pack your work for a colleague, merge theirs into your copy.",
            "team merge ../from-ben.qpack --dry-run",
            "team",
        ),
        "agreement": CommandText(
            "Measure how far coders agree, with intervals.", "agreement --coders ann,ben", "team"
        ),
        "rounds": CommandText(
            "Draw a sample for several coders to code apart, and close it.",
            "rounds draw pilot --coders ann,ben --share 20%",
            "team",
        ),
        "disagreements": CommandText(
            "List where the coders of a closed round disagree, and how.",
            "disagreements pilot -o meeting.docx",
            "team",
        ),
    },
    "Suggestions": {
        "suggest": CommandText(
            "Suggest codes for you to decide on.", "suggest local-01 --code harms --branch", "suggestions"
        ),
        "suggestions": CommandText(
            "List the suggestions that you have not decided.", "suggestions --min-score 0.5", "suggestions"
        ),
        "review": CommandText(
            "Decide on suggestions one after another.", "review --code pursue", "suggestions"
        ),
        "accept": CommandText(
            "Make codings of suggestions.", "accept --code pursue --min-score 0.8", "suggestions"
        ),
        "reject": CommandText("Reject suggestions.", "reject --code pursue --source local-01", "suggestions"),
        "trial": CommandText(
            "Measure how often suggestions are right for you.", "trial --part codes", "suggestions"
        ),
        "next": CommandText("Propose what to read next.", "next --by source", "suggestions"),
        "similar": CommandText(
            "Find the passages most similar in meaning.", 'similar "nobody checked on her"', "suggestions"
        ),
    },
    "Analysis": {
        "quotes": CommandText(
            "Find quotes by codes, words, speakers and attributes.",
            "quotes 'harms/* and tier = local'",
            "query-language",
        ),
        "kwic": CommandText("List all occurrences of words in context.", "kwic 'arrest*'", "query-language"),
        "words": CommandText(
            "Count words or lemmas by group, with keyness.", "words --by tier --lemmas", "definitions"
        ),
        "frequencies": CommandText(
            "Count codings, sources, cases and words by code.", "frequencies --by tier", "definitions"
        ),
        "crosstab": CommandText(
            "Cross-tabulate two dimensions, such as code by tier.",
            "crosstab theme tier --show row",
            "definitions",
        ),
        "cooccurrence": CommandText(
            "Count the codes that occur together.", "cooccurrence --within turn", "definitions"
        ),
        "sequence": CommandText("Count which code follows which.", "sequence --turns 2", "definitions"),
        "matrix": CommandText(
            "Show cases by codes, for statistics and QCA.", "matrix --binary", "definitions"
        ),
        "summary": CommandText(
            "Sum up a case under a theme for the framework matrix.",
            'summary L01 harms "Speaks of harm to neighbours, not to users."',
            "definitions",
        ),
        "compare": CommandText(
            "Compare two groups code by code, with intervals.", "compare tier local national", "definitions"
        ),
        "saturation": CommandText(
            "Show how many new codes each source brought.", "saturation", "definitions"
        ),
        "timeline": CommandText("Count codings by day and coder.", "timeline", "definitions"),
        "coverage": CommandText("Show how much of each speaker's words is coded.", "coverage", "definitions"),
        "barcode": CommandText("Show where in each source each theme is.", "barcode --plot", "definitions"),
    },
    "Reports and exports": {
        "report": CommandText(
            "Write a report with the quotes behind every number.",
            "report --pseudonymous",
            "exports-and-python",
        ),
        "export": CommandText(
            "Write the tables of the study, or all of it for other programs.",
            "export --format xlsx",
            "exports-and-python",
        ),
    },
}
"""Heading → command → what `qualcode --help` and the command's `--help` say, in this order."""

SUBCOMMANDS: Mapping[str, Subcommand] = {
    "sources finish": Subcommand("local-01", "coding-screen"),
    "sources reopen": Subcommand("local-01", "coding-screen"),
    "sources speakers": Subcommand(
        "local-01 --interviewer 'Dr Hale' --rename 'Speaker 2=P07'", "files-it-reads"
    ),
    "sources kind": Subcommand("strategy document", "files-it-reads"),
    "sources rename": Subcommand("local-01 town-01", "files-it-reads"),
    "sources remove": Subcommand("local-01 --erase", "privacy"),
    "cases import": Subcommand("participants.csv", "files-it-reads"),
    "cases set": Subcommand("P07 tier=local years=12", "files-it-reads"),
    "cases join": Subcommand('P07 local-01 "Speaker 2"', "files-it-reads"),
    "cases rename": Subcommand("P07 L07", "files-it-reads"),
    "cases remove": Subcommand("P07", "files-it-reads"),
    "coders rename": Subcommand("Ann ann", "first-hour"),
    "team pack": Subcommand("ann.qpack --without-texts", "team"),
    "team rivals": Subcommand("", "team"),
    "team settle": Subcommand("3f2a9c --other", "team"),
    "team merge": Subcommand("ann.qpack ben.qpack", "team"),
    "rounds draw": Subcommand("pilot --coders ann,ben --share 20% --by tier", "team"),
    "rounds finish": Subcommand("pilot", "team"),
    "rounds close": Subcommand("pilot", "team"),
    "codebook check": Subcommand("", "codebook-file"),
    "codebook adopt": Subcommand("--rename violence=gang-violence", "codebook-file"),
    "codebook edit": Subcommand("", "codebook-file"),
    "codebook add": Subcommand('trust --under outcomes --label "Trust"', "codebook-file"),
    "codebook rename": Subcommand("violence gang-violence --dry-run", "codebook-file"),
    "codebook define": Subcommand('pursue --definition "Talk of arresting and seizing."', "codebook-file"),
    "codebook relabel": Subcommand('pursue "Pursuing suppliers"', "codebook-file"),
    "codebook recolor": Subcommand("pursue '#4C78A8'", "codebook-file"),
    "codebook move": Subcommand("trust --under harms", "codebook-file"),
    "codebook merge": Subcommand("seizures arrests --into outputs", "codebook-file"),
    "codebook retire": Subcommand("pursue", "codebook-file"),
    "codebook revive": Subcommand("pursue", "codebook-file"),
    "codebook remove": Subcommand("pursue --dry-run", "codebook-file"),
    "codebook split": Subcommand("outputs --into arrests seizures", "codebook-file"),
    "codebook history": Subcommand("", "codebook-file"),
    "codebook diff": Subcommand("1 3", "codebook-file"),
    "codebook at": Subcommand("3", "codebook-file"),
    "codebook examples": Subcommand("pursue --pseudonymous", "codebook-file"),
    "codebook export": Subcommand("-o appendix.docx --quotes 1", "codebook-file"),
    "codebook import": Subcommand("codes.xlsx --output codebook.yaml", "codebook-file"),
    "codebook schema": Subcommand("", "codebook-file"),
    "codings import": Subcommand("segments.xlsx", "coming-from"),
    "codings star": Subcommand("3f2a9c", "coding-screen"),
    "codings unstar": Subcommand("3f2a9c", "coding-screen"),
    "memo project": Subcommand('"Local officers speak of people, national ones of lines."', "coding-screen"),
    "memo source": Subcommand('local-01 "He came back to the phone twice."', "coding-screen"),
    "memo code": Subcommand('pursue "Overlaps with outputs."', "coding-screen"),
    "memo coding": Subcommand('3f2a9c "Ironic?"', "coding-screen"),
    "memo remove": Subcommand("3f2a9c", "coding-screen"),
}
"""Group and command → the arguments of its example, and its topic."""
