"""The pictures of questions, as a page shows them."""

from collections.abc import Iterable
from typing import Any

from courses.models.media import CandourImage

WIDTH = "width-1280"


def of(questions: Iterable[Any]) -> dict[int, dict[str, Any]]:
    """Address and size of each picture, by its id; two queries, or none where there is none.

    One that has left the library is not there: its words are shown in its place.
    """
    numbers = {question.image for question in questions if question.image}
    if not numbers:
        return {}
    found = {}
    for number, row in CandourImage.objects.prefetch_renditions(WIDTH).in_bulk(numbers).items():
        try:
            rendition = row.get_rendition(WIDTH)
        except OSError:  # the file is gone, the row is not
            continue
        found[number] = {
            "url": rendition.url,
            "width": rendition.width,
            "height": rendition.height,
        }
    return found
