"""Credit rows as frozen in an edition, in words. No database; amounts are Decimal."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

Row = Mapping[str, str]


def amount(value: str | Decimal) -> str:
    """An amount as it prints: at least one decimal and no more than it has ("2.0", "1.25")."""
    number = Decimal(value).quantize(Decimal("0.01"))
    text = f"{number:.2f}"
    return text[:-1] if text.endswith("0") else text


def totals(rows: Iterable[Row]) -> dict[str, Decimal]:
    """The sum for each unit, in the order in which the units appear. Units are never added up."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row["unit"]] = sums.get(row["unit"], Decimal(0)) + Decimal(row["amount"])
    return sums


def summary(rows: Iterable[Row]) -> str:
    """All of it in one line: "4.0 contact hours", or "2.0 contact hours, 1.0 CE hours"."""
    return ", ".join(f"{amount(total)} {unit}" for unit, total in totals(rows).items())


def detail(rows: Iterable[Row]) -> list[str]:
    """One line a row: "2.0 contact hours, Ethics, self-paced online"."""
    return [
        ", ".join(
            part
            for part in (f"{amount(row['amount'])} {row['unit']}", row["category"], row["delivery"])
            if part
        )
        for row in rows
    ]
