import pytest

from qualcode.model import Code, Codebook, CodeKey
from tests.support import marked_text

BOOK = marked_text.codebook(
    """
    roles
      pursue
        arrest
      protect
    harms
    """
)


def test_codes_come_in_the_order_of_the_file_with_their_ancestors() -> None:
    walked = [(code.key, [parent.key for parent in above]) for code, above in BOOK.walk()]
    assert walked == [
        ("roles", []),
        ("pursue", ["roles"]),
        ("arrest", ["roles", "pursue"]),
        ("protect", ["roles"]),
        ("harms", []),
    ]
    assert list(BOOK.keys) == [key for key, _ in walked]
    assert len(BOOK) == 5


def test_a_branch_is_a_code_and_its_descendants() -> None:
    assert BOOK.branch(CodeKey("roles")) == ("roles", "pursue", "arrest", "protect")
    assert BOOK.branch(CodeKey("arrest")) == ("arrest",)


def test_a_codes_theme_is_the_top_of_its_branch() -> None:
    assert BOOK.theme(CodeKey("arrest")).key == "roles"
    assert BOOK.theme(CodeKey("harms")).key == "harms"
    assert [code.key for code in BOOK.ancestors(CodeKey("arrest"))] == ["roles", "pursue"]


def test_only_known_keys_are_in_a_codebook() -> None:
    assert "pursue" in BOOK
    assert "nothing" not in BOOK
    with pytest.raises(KeyError):
        BOOK.code(CodeKey("nothing"))


def test_the_title_of_a_code_without_a_label_is_its_key() -> None:
    assert Code(key=CodeKey("pursue")).title == "pursue"
    assert Code(key=CodeKey("pursue"), label="Pursuing").title == "Pursuing"


def test_codes_are_equal_whatever_their_lines() -> None:
    assert Code(key=CodeKey("pursue"), line=3) == Code(key=CodeKey("pursue"), line=9)


def test_a_tree_of_any_depth_can_be_walked() -> None:
    code = Code(key=CodeKey("0"))
    for depth in range(1, 3_000):
        code = Code(key=CodeKey(str(depth)), children=(code,))
    book = Codebook(codes=(code,))
    assert len(book) == 3_000
    assert book.theme(CodeKey("0")).key == "2999"
