"""Two drafts of a case side by side, where Wagtail would show the data that they are kept as."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.compare import FieldComparison

from scenarios.differences import differences, nearby
from scenarios.graph import Graph
from scenarios.shapes import ShapeError


class GraphComparison(FieldComparison):
    """What changed from one draft to the other, in the sentences of “before publishing”."""

    def htmldiff(self) -> SafeString:
        """Return the differences as a list; words that went and came stand below each."""
        try:
            found = differences(Graph.from_data(self.val_a), Graph.from_data(self.val_b))
        except ShapeError:
            # An old draft may be of a shape that nobody reads any more.
            return render_to_string("scenarios/admin/compared.html", {"unreadable": True})
        told = [(each, nearby(each.words)) for each in found]
        return render_to_string("scenarios/admin/compared.html", {"told": told})
