"""The engraving around and behind the text: guilloche, made by arithmetic, in flat strokes.

Drawn as the PDF's own operators and compressed once a process. The same lines as an SVG picture
cost 240 ms of processor time a certificate and 20 kB, and a pattern of repeated tiles shows seams.
There is no gradient and no transparency: poppler drops the first, office printers mistreat the
second.

Lengths are millimetres from the paper's upper left corner.
"""

import zlib
from functools import cache
from itertools import pairwise
from math import cos, pi, sin

WIDTH, HEIGHT = 297.0, 210.0
EDGE = 10.0  # from the paper's edge to the middle of the band
SWING = 2.5  # half the band's breadth
CORNER = 7.5  # radius of a corner's rosette
SEAL = (148.5, 177.0, 14.5)  # its middle and radius
GROUND = (148.5, 56.0, 38.0)
INK = "0.11 0.29 0.27"
PALE = "0.84 0.89 0.87"
WHITE = "1 1 1"
SAMPLES = 8  # points on one period or petal
ROUND = 0.5523  # how far a quarter circle's handles reach

Point = tuple[float, float]


def _say(*values: float | str) -> str:
    return " ".join(v if isinstance(v, str) else f"{v:.3f}".rstrip("0").rstrip(".") for v in values)


def _curve(points: list[Point], tangents: list[Point]) -> str:
    """A curve through points in given directions: Hermite's form turned into Bézier's."""
    pairs = list(zip(points, tangents, strict=True))
    parts = [_say(*points[0], "m")]
    for ((x0, y0), (u0, v0)), ((x1, y1), (u1, v1)) in pairwise(pairs):
        parts.append(_say(x0 + u0 / 3, y0 + v0 / 3, x1 - u1 / 3, y1 - v1 / 3, x1, y1, "c"))
    return "\n".join(parts)


def _strands(period: float, swings: list[tuple[float, float]]) -> str:
    """One period of the band: sines of (amplitude, phase), sampled eight times."""
    paths = []
    for swing, phase in swings:
        angles = [2 * pi * i / SAMPLES + phase for i in range(SAMPLES + 1)]
        points = [(period * i / SAMPLES, swing * sin(a)) for i, a in enumerate(angles)]
        tangents = [(period / SAMPLES, swing * cos(a) * 2 * pi / SAMPLES) for a in angles]
        paths.append(_curve(points, tangents))
    return "\n".join(paths) + "\nS"


def _rosette(radius: float, petals: int, turns: int, depth: float, phase: float = 0.0) -> str:
    """One closed line that goes `turns` times around and swings `petals` times in and out.

    Each petal is the last one turned, so it is written the same way each time and packs to little.
    """
    whole = 2 * pi * turns / petals
    around, inward = whole / SAMPLES, 2 * pi / SAMPLES
    points, tangents = [], []
    for index in range(SAMPLES + 1):
        angle, swing = around * index, inward * index + phase
        r = radius * (1 - depth / 2 + depth / 2 * cos(swing))
        dr = -radius * depth / 2 * sin(swing) * inward
        points.append((r * cos(angle), r * sin(angle)))
        tangents.append(
            (dr * cos(angle) - r * sin(angle) * around, dr * sin(angle) + r * cos(angle) * around)
        )
    petal = _curve(points, tangents) + "\nS"
    turn = f"{cos(whole):.7f} {sin(whole):.7f} {-sin(whole):.7f} {cos(whole):.7f} 0 0 cm"
    return "q\n" + f"\n{turn}\n".join([petal] * petals) + "\nQ"


def _circle(radius: float, act: str = "S") -> str:
    r, h = radius, radius * ROUND
    return "\n".join(
        (
            _say(r, 0, "m"),
            _say(r, h, h, r, 0, r, "c"),
            _say(-h, r, -r, h, -r, 0, "c"),
            _say(-r, -h, -h, -r, 0, -r, "c"),
            _say(h, -r, r, -h, r, 0, "c"),
            f"h {act}",
        )
    )


def _at(x: float, y: float, what: str, *, quarter: bool = False) -> str:
    turn = "0 1 -1 0" if quarter else "1 0 0 1"
    return f"q {turn} {_say(x, y)} cm\n{what}\nQ"


def _band() -> str:
    begin = EDGE + CORNER
    swings = [(SWING, 2 * pi * n / 6) for n in range(6)]
    swings += [(SWING * 0.45, 2 * pi * n / 3) for n in range(3)]
    parts = []
    for x, y, length, periods, upright in (
        (begin, EDGE, WIDTH - 2 * begin, 26, False),
        (begin, HEIGHT - EDGE, WIDTH - 2 * begin, 26, False),
        (EDGE, begin, HEIGHT - 2 * begin, 17, True),
        (WIDTH - EDGE, begin, HEIGHT - 2 * begin, 17, True),
    ):
        period = length / periods
        tile = _strands(period, swings)
        step = f"\n1 0 0 1 {_say(period)} 0 cm\n"
        parts.append(_at(x, y, step.join([tile] * periods), quarter=upright))
    return "\n".join(parts)


def _rules() -> str:
    parts = []
    for inset, weight in ((EDGE - SWING - 1.5, 0.55), (EDGE + SWING + 1.5, 0.3)):
        parts.append(_say(weight, "w", inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset, "re S"))
    return "\n".join(parts)


def _corners() -> str:
    rosette = "\n".join(
        (
            _circle(CORNER, "f"),
            _rosette(CORNER - 0.5, 23, 9, 0.78),
            "0.4 w",
            _circle(CORNER),
            _circle(1.0, "B"),
        )
    )
    return "\n".join(
        _at(x, y, rosette) for x in (EDGE, WIDTH - EDGE) for y in (EDGE, HEIGHT - EDGE)
    )


def _door(size: float) -> str:
    """An open door under an arch, the sign of the house, `size` high."""
    s = size / 2
    w = s * 0.62
    arch = _say(-w, s, "m", -w, -s + w, "l", -w, -s + w - w * ROUND, -w * ROUND, -s, 0, -s, "c")
    arch += "\n" + _say(w * ROUND, -s, w, -s + w - w * ROUND, w, -s + w, "c", w, s, "l h S")
    leaf = _say(w * 0.95, s, "m", w * 0.95, -s + w, "l", -w * 0.1, -s + w * 0.75, "l")
    leaf += " " + _say(-w * 0.1, s * 1.16, "l h f")
    return f"{_say(size * 0.045, 'w')}\n{arch}\n{INK} rg\n{leaf}\n{WHITE} rg"


def _seal() -> str:
    r = SEAL[2]
    return "\n".join(
        (
            _circle(r, "f"),
            "0.11 w",
            _rosette(r * 0.97, 67, 13, 0.3),
            _rosette(r * 0.97, 67, 13, 0.3, pi),
            _rosette(r * 0.66, 37, 11, 0.4),
            "0.45 w",
            _circle(r),
            "0.25 w",
            _circle(r * 0.67),
            _circle(r * 0.4, "B"),
            _door(r * 0.5),
        )
    )


def _ground() -> str:
    r = GROUND[2]
    return "\n".join((_rosette(r, 53, 19, 0.66), _rosette(r * 0.62, 29, 13, 0.55)))


def operators(*, front: bool) -> str:
    """The engraving as page content, marked as decoration for a screen reader to pass over.

    The front has everything; a page overleaf has the frame alone.
    """
    point = 72 / 25.4
    parts = [
        "/Artifact BMC q",
        _say(point, 0, 0, -point, 0, HEIGHT * point, "cm"),
        f"1 J 1 j {PALE} RG 0.09 w",
        _at(*GROUND[:2], _ground()) if front else "",
        f"{INK} RG {WHITE} rg 0.13 w",
        _band(),
        "0.11 w q",
        _rules(),
        "Q",
        _corners(),
        _at(*SEAL[:2], _seal()) if front else "",
        "Q EMC",
    ]
    return "\n".join(part for part in parts if part)


@cache
def compressed(*, front: bool) -> bytes:
    """The engraving, deflated once for the process."""
    return zlib.compress(operators(front=front).encode("ascii"), 9)
