"""What a trainer waits for who brings a whole bank in: 5,000 questions of Moodle's, published."""

import io
import time

from django.core.management import call_command

from courses.quizzes.exchange.formats import moodlewriting
from courses.quizzes.exchange.items import Answer, Item

QUESTIONS = 5_000


def bank() -> bytes:
    """As many questions as a large site has, of the usual types, on twenty shelves."""
    rows = {
        "single": [Answer("Her decision", True, "Yes."), Answer("Her family"), Answer("A doctor")],
        "multiple": [Answer("Risks", True), Answer("Alternatives", True), Answer("Prices")],
        "matching": [Answer("Autonomy", match="Own rule"), Answer("Justice", match="Fair parts")],
        "numeric": [Answer("12.5", tolerance="0.5")],
        "short_text": [Answer("duty of care"), Answer("duty*", share=50)],
    }
    kinds = list(rows)
    return moodlewriting.write(
        Item(
            kinds[number % len(kinds)],
            f"<p>In case {number}, what counts?</p>",
            key=f"bench-{number}",
            category=f"Shelf {number % 20}",
            tags=["consent"],
            credit="partial",
            feedback="<p>Capacity is presumed.</p>",
            answers=rows[kinds[number % len(kinds)]],
        )
        for number in range(QUESTIONS)
    ).data


def measure(folder, say) -> dict:
    """Seconds of the command for a bank that is new, and for the same one again."""
    file = folder / "bank.xml"
    file.write_bytes(bank())
    found = {"questions": QUESTIONS}
    for name in ("first", "again"):
        said = io.StringIO()
        began, cpu = time.perf_counter(), time.process_time()
        call_command("import_questions", str(file), publish=True, stdout=said, stderr=said)
        found[name] = {
            "seconds": round(time.perf_counter() - began, 1),
            "cpu_seconds": round(time.process_time() - cpu, 1),
            "progress": sum(f" of {QUESTIONS:,}" in line for line in said.getvalue().splitlines()),
        }
        say(f"questions, {name}: {found[name]}")
    return found
