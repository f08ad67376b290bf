"""Pair two sets one to one so that the sum of the gains is greatest (Kuhn 1955; shortest augmenting paths)."""

from __future__ import annotations

from collections.abc import Sequence


def best_assignment(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return pairs (row, column), as many as the smaller side has, whose gains sum to the most possible.

    :param gains: shape (rows, columns); rows and columns may differ in number.
    """
    if not gains or not gains[0]:
        return []
    if len(gains) > len(gains[0]):
        return sorted((row, column) for column, row in best_assignment(list(zip(*gains, strict=True))))
    costs = [[-gain for gain in row] for row in gains]
    row_of = _Matching(costs).solve()
    return sorted((row, column) for column, row in enumerate(row_of) if row is not None)


class _Matching:
    """Rows join one after the other; each may push others to their next best column."""

    def __init__(self, costs: Sequence[Sequence[float]]) -> None:
        self._costs = costs
        self._columns = range(len(costs[0]))
        self._row_of: list[int | None] = [None for _ in self._columns]
        self._row_price = [0.0 for _ in costs]
        self._column_price = [0.0 for _ in self._columns]

    def solve(self) -> list[int | None]:
        for row in range(len(self._costs)):
            self._join(row)
        return self._row_of

    def _join(self, row: int) -> None:
        """Find the cheapest way from a new row to a free column (Dijkstra on reduced costs), and shift along it."""
        away = [float("inf") for _ in self._columns]
        came_from: list[int | None] = [None for _ in self._columns]
        settled: list[int] = []
        here, column = row, None
        distance = 0.0
        while True:
            for each in self._columns:
                step = distance + self._costs[here][each] - self._row_price[here] - self._column_price[each]
                if each not in settled and step < away[each]:
                    away[each], came_from[each] = step, column
            column = min((each for each in self._columns if each not in settled), key=away.__getitem__)
            distance = away[column]
            taken_by = self._row_of[column]
            if taken_by is None:
                break
            settled.append(column)
            here = taken_by
        self._reprice(row, settled, away, distance)
        self._shift(row, column, came_from)

    def _reprice(self, row: int, settled: Sequence[int], away: Sequence[float], distance: float) -> None:
        self._row_price[row] += distance
        for column in settled:
            self._column_price[column] -= distance - away[column]
            owner = self._row_of[column]
            if owner is not None:
                self._row_price[owner] += distance - away[column]

    def _shift(self, row: int, column: int | None, came_from: Sequence[int | None]) -> None:
        while column is not None:
            before = came_from[column]
            self._row_of[column] = row if before is None else self._row_of[before]
            column = before
