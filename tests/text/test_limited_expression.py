"""A user's expression never takes longer than the limit."""

import pytest

from qualcode.errors import UsageError
from qualcode.text import limited_expression
from qualcode.text.limited_expression import LimitedExpression


def test_an_expression_finds_what_it_says() -> None:
    expression = LimitedExpression("tak(e|ing)", ignore_case=True)
    assert list(expression.spans("Take it, taking it")) == [(0, 4), (9, 15)]
    assert expression.search("I TAKE it")
    assert not expression.search("took")
    assert list(LimitedExpression("x*").spans("axxb")) == [(1, 3)]


def test_catastrophic_backtracking_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited_expression, "TIMEOUT", 0.05)
    expression = LimitedExpression("(a|aa)+$")
    with pytest.raises(UsageError, match=r"takes longer .* \(a\|aa\)\+\$"):
        expression.search("a" * 80 + "b")
    with pytest.raises(UsageError, match="takes longer"):
        list(expression.spans("a" * 80 + "b"))


def test_what_is_no_expression_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="missing"):
        LimitedExpression("(a")
