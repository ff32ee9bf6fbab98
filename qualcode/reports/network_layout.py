"""Where the nodes of a network stand: linked ones near each other, all of them apart.

Fruchterman TMJ, Reingold EM (1991) Graph drawing by force-directed placement. Software: Practice and
Experience 21(11): 1129-1164. It begins on a circle, so the same network always looks the same.
"""

from cmath import exp
from collections.abc import Mapping, Sequence
from math import hypot, pi, sqrt

_STEPS = 250
_GRAVITY = 0.12
"""Pulls towards the middle, so that parts without links between them do not drift away."""


def positions(nodes: Sequence[str], links: Mapping[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    """Return a place for each node in the square from 0 to 1; a link pulls the more, the stronger it is."""
    many = max(len(nodes), 1)
    places = [0.5 * exp(2j * pi * at / many) for at in range(len(nodes))]
    number = {node: at for at, node in enumerate(nodes)}
    strongest = max(links.values(), default=1) or 1
    pulls = [(number[one], number[other], strength / strongest) for (one, other), strength in links.items()]
    ideal = 1.3 / sqrt(many)
    for step in range(_STEPS):
        furthest = 0.1 * (1 - step / _STEPS)
        moves = _moves(places, pulls, ideal)
        places = [place + _limited(move, furthest) for place, move in zip(places, moves, strict=True)]
    return dict(zip(nodes, _squared(places), strict=True))


def _moves(places: Sequence[complex], pulls: Sequence[tuple[int, int, float]], ideal: float) -> list[complex]:
    moves = [-place * _GRAVITY for place in places]
    for one, here in enumerate(places):
        for other in range(one):
            apart = here - places[other]
            push = apart * ideal**2 / max(abs(apart), 0.01) ** 2
            moves[one] += push
            moves[other] -= push
    for one, other, strength in pulls:
        apart = places[one] - places[other]
        pull = apart * abs(apart) / ideal * (0.3 + 0.7 * strength)
        moves[one] -= pull
        moves[other] += pull
    return moves


def _limited(move: complex, furthest: float) -> complex:
    long = hypot(move.real, move.imag)
    return move * min(long, furthest) / long if long else move


def _squared(places: Sequence[complex]) -> list[tuple[float, float]]:
    """Stretch the places to the whole square."""
    if not places:
        return []
    left, right = min(one.real for one in places), max(one.real for one in places)
    low, high = min(one.imag for one in places), max(one.imag for one in places)
    return [
        ((one.real - left) / ((right - left) or 1), (one.imag - low) / ((high - low) or 1)) for one in places
    ]
