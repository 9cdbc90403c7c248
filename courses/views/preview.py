"""What a trainer sees of a module before it is published."""

from django.shortcuts import render

from courses import reading
from courses.models import ModulePage
from courses.services.placements import placements


def preview_module(request, page: ModulePage):
    """The module as a learner will read it, its activities named and not to be started."""
    named = {placement.block_id: placement for placement in placements(page.body)}
    read = reading.render(page)
    parts = [(segment, named.get(segment.block_id)) for segment in read.segments]
    return render(
        request, "courses/module_preview.html", {"page": page, "reading": read, "parts": parts}
    )
