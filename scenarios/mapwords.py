"""Every word that the map of a case shows in the editor."""

from typing import Any

from django.utils.translation import gettext

from scenarios.editorfields import kinds


def words() -> dict[str, Any]:
    """The words, by the names that the map's script knows."""
    return {
        "all_ways": gettext("Show all ways"),
        "blocks": gettext("%(count)s to mend"),
        "failed": gettext("The map could not be laid out. The outline holds the same."),
        "find": gettext("Find a scene"),
        "help": gettext(
            "Tab goes from scene to scene in the order of the story, Enter selects. Right and left "
            "arrow go on and back along a way, up and down to the neighbours, Home to the start; "
            "with Shift, arrows move the scene. Escape leaves the map. Ctrl and the wheel zoom. To "
            "connect scenes by keyboard, set “leads to” in the outline, which holds all that the "
            "map shows."
        ),
        # A card of the map has no room for the whole name of a panel's question.
        "kinds": {**kinds(), "panel": gettext("Panel")},
        "leads": gettext("Leads to: %(scenes)s"),
        "loose": gettext("No way leads here"),
        "map": gettext("The case as a map"),
        "minimap": gettext("The whole case, small"),
        "new_choice": gettext("Drag from here: a new choice"),
        "next": gettext("Drag from here: what follows"),
        "no_way": gettext("There is no scene in that direction."),
        "not_found": gettext("No scene is called that."),
        "nowhere": gettext("Leads nowhere yet"),
        "reset": gettext("Lay out anew"),
        "rule": gettext("By a rule, at any moment"),
        "start": gettext("Start"),
        "tones": {
            "constructive": gettext("constructive"),
            "mixed": gettext("mixed"),
            "harmful": gettext("harmful"),
            "neutral": gettext("neutral"),
        },
        "tools": gettext("Tools of the map"),
        "untitled": gettext("Without a title"),
        "warns": gettext("%(count)s to look at"),
        "whole": gettext("Whole case"),
        "zoom_in": gettext("Closer"),
        "zoom_out": gettext("Further"),
    }
