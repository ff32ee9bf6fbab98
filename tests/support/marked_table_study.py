"""A small study, marked by hand, that has every difficulty at once: the tables' tests all count it."""

from tests.support import marked_text

CODEBOOK = marked_text.codebook(
    """
    roles
      pursue
        arrest
      protect
    harms
      displacement
    unused
    """
)

SOURCES = (
    marked_text.interview(
        "Recorded in the [back office]{harms} on a Monday.\n"
        "Int: What do you [do about drugs]{roles}?\n"
        "P1: We [took out [a line]{pursue}]{roles} but it [came back within days]{displacement}.\n"
        "Int: And then?\n"
        "P1: [We [arrest]{arrest} them again, don't we?]{pursue,pursue@ben} "
        "It's a [multi-agency]{protect@ben} job.\n",
        name="one",
        seconds_per_turn=30,
    ),
    marked_text.interview(
        "I: Who is [harmed?\n"
        "Sam: Mostly]{harms} the [neighbours, and [the kids.\n"
        "Kim: I'd say]{displacement} the users]{harms@ben} themselves. They [vanished]{gone}.\n"
        "Sam: ['Cuckooing' we call it]{harms,gone}\n"
        "Kim:\n"
        "I: Thank you.\n",
        name="two",
        coder="ben",
        made_at="2026-01-06T09:00:00+00:00",
    ),
    marked_text.document(
        "The [strategy]{roles} says little.\n\nIt [counts [arrests]{arrest}]{pursue}.", name="paper"
    ),
)

CASES = (
    marked_text.case("Alex", ["one"], tier="local", years="10"),
    marked_text.case("Sam", [("two", "Sam")], tier="national", years="2"),
    marked_text.case("Kim", [("two", "Kim")], tier="local", years=""),
    marked_text.case("Absent", [], tier="regional", years="9"),
)
