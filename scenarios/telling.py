"""The order in which the outline and the map tell a case: the numbers that scenes have there."""

from scenarios.graph import Graph


def numbers(graph: Graph) -> dict[str, int]:
    """Scene to number: depth first from the start, then what only rules lead to, then the rest.

    The scripts of the outline and of the map count in the same way.
    """
    found: dict[str, int] = {}
    ways = {
        scene.key: [to for _, _, to in scene.ways() if to in graph.scene] for scene in graph.scenes
    }
    led = {to for key, targets in ways.items() for to in targets if to != key}
    roots = [
        graph.start,
        *(interrupt.to for interrupt in graph.interrupts),
        *(scene.key for scene in graph.scenes if scene.key not in led),
        *ways,
    ]
    for root in roots:
        waiting = [root]
        while waiting:
            key = waiting.pop()
            if key in ways and key not in found:
                found[key] = len(found) + 1
                waiting.extend(reversed(ways[key]))
    return found
