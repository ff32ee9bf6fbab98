"""Force-directed layout of a network: linked nodes attract each other, all nodes repel each other.

Fruchterman TMJ, Reingold EM (1991) Graph drawing by force-directed placement. Software: Practice and
Experience 21(11): 1129-1164. Repulsion is k²/d and attraction d²/k, with d the distance and k the ideal edge
length; here the attraction is weighted by the strength of the link, and a weak gravity is added. Nodes start
on a circle, so that the layout is deterministic.
"""

from cmath import exp
from collections.abc import Mapping, Sequence
from math import hypot, pi, sqrt

_STEPS = 250
_GRAVITY = 0.12
"""Pull towards the centre, without which unconnected components drift apart."""


def positions(nodes: Sequence[str], links: Mapping[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    """Return x and y (0 to 1) for each node; `links` are strengths, relative to the strongest."""
    count = max(len(nodes), 1)
    points = [0.5 * exp(2j * pi * index / count) for index in range(len(nodes))]
    numbers = {node: number for number, node in enumerate(nodes)}
    strongest = max(links.values(), default=1) or 1
    edges = [
        (numbers[first], numbers[second], strength / strongest) for (first, second), strength in links.items()
    ]
    edge_length = 1.3 / sqrt(count)
    for step in range(_STEPS):
        longest_move = 0.1 * (1 - step / _STEPS)  # the temperature of the paper, cooling linearly
        forces = _forces(points, edges, edge_length)
        points = [point + _limited(force, longest_move) for point, force in zip(points, forces, strict=True)]
    return dict(zip(nodes, _scaled_to_square(points), strict=True))


def _forces(
    points: Sequence[complex], edges: Sequence[tuple[int, int, float]], edge_length: float
) -> list[complex]:
    """Return the force on each point; points and forces are complex numbers x + iy."""
    forces = [-point * _GRAVITY for point in points]
    for first, point in enumerate(points):
        for second in range(first):
            offset = point - points[second]
            repulsion = offset * edge_length**2 / max(abs(offset), 0.01) ** 2
            forces[first] += repulsion
            forces[second] -= repulsion
    for first, second, strength in edges:
        offset = points[first] - points[second]
        attraction = offset * abs(offset) / edge_length * (0.3 + 0.7 * strength)
        forces[first] -= attraction
        forces[second] += attraction
    return forces


def _limited(force: complex, longest: float) -> complex:
    """Return the force shortened to at most this length."""
    length = hypot(force.real, force.imag)
    return force * min(length, longest) / length if length else force


def _scaled_to_square(points: Sequence[complex]) -> list[tuple[float, float]]:
    """Scale each axis to the interval from 0 to 1."""
    if not points:
        return []
    left, right = min(point.real for point in points), max(point.real for point in points)
    low, high = min(point.imag for point in points), max(point.imag for point in points)
    return [
        ((point.real - left) / ((right - left) or 1), (point.imag - low) / ((high - low) or 1))
        for point in points
    ]
