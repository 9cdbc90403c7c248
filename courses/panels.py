"""Panels of the page editor that show facts beside fields."""

from wagtail.admin.panels import MultiFieldPanel


class ThisChangePanel(MultiFieldPanel):
    """The question that publishing asks, with the number of people whom the answer concerns.

    The page answers `people_in_it() -> {"part_way": int, "completed": int}`.
    """

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "courses/admin/this_change_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["people"] = self.instance.people_in_it()
            context["is_closed"] = self.instance.is_closed()
            return context
