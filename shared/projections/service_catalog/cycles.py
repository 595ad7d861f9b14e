"""Circles among what needs each other."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from shared.kernel.ids import ServiceId

Way = tuple[ServiceId, ServiceId]


def cycles_in(
    order: Sequence[ServiceId], edges: Iterable[Way]
) -> list[tuple[tuple[ServiceId, ...], tuple[ServiceId, ...]]]:
    """Members and a way around, of each circle; in the given order of ids."""
    needs: dict[ServiceId, list[ServiceId]] = {one: [] for one in order}
    for one, other in edges:
        needs[one].append(other)
    needed: dict[ServiceId, list[ServiceId]] = {one: [] for one in order}
    for one, others in needs.items():
        for other in others:
            needed[other].append(one)
    return [
        (members, _way_around(members, needs))
        for members in _strongly_connected(order, needs, needed)
        if len(members) > 1
    ]


def _strongly_connected(
    order: Sequence[ServiceId],
    needs: Mapping[ServiceId, Sequence[ServiceId]],
    needed: Mapping[ServiceId, Sequence[ServiceId]],
) -> Iterator[tuple[ServiceId, ...]]:
    """Kosaraju's way, without recursion: a chain of services may be longer than the stack."""
    place = {one: number for number, one in enumerate(order)}
    assigned: set[ServiceId] = set()
    found: list[tuple[ServiceId, ...]] = []
    for root in reversed(_by_finishing(order, needs)):
        if root in assigned:
            continue
        members, waiting = [], [root]
        assigned.add(root)
        while waiting:
            one = waiting.pop()
            members.append(one)
            for other in needed[one]:
                if other not in assigned:
                    assigned.add(other)
                    waiting.append(other)
        found.append(tuple(sorted(members, key=place.__getitem__)))
    yield from sorted(found, key=lambda members: place[members[0]])


def _by_finishing(order: Sequence[ServiceId], needs: Mapping[ServiceId, Sequence[ServiceId]]) -> list[ServiceId]:
    finished: list[ServiceId] = []
    seen: set[ServiceId] = set()
    for root in order:
        if root in seen:
            continue
        seen.add(root)
        waiting = [(root, iter(needs[root]))]
        while waiting:
            one, rest = waiting[-1]
            other = next((each for each in rest if each not in seen), None)
            if other is None:
                finished.append(one)
                waiting.pop()
            else:
                seen.add(other)
                waiting.append((other, iter(needs[other])))
    return finished


def _way_around(members: Sequence[ServiceId], needs: Mapping[ServiceId, Sequence[ServiceId]]) -> tuple[ServiceId, ...]:
    start, inside = members[0], set(members)
    came_from: dict[ServiceId, ServiceId] = {}
    waiting = deque([start])
    while waiting:
        one = waiting.popleft()
        if start in needs[one]:
            way = [start, one]
            while way[-1] != start:
                way.append(came_from[way[-1]])
            return tuple(reversed(way))
        for other in needs[one]:
            if other in inside and other not in came_from and other != start:
                came_from[other] = one
                waiting.append(other)
    raise ValueError("no circle")
