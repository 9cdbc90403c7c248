"""Every word that the case editor's scripts write into the page.

A pair is what is said of one and of many; `%(name)s` stands for what the script puts in.
"""

from django.utils.translation import gettext


def words() -> dict[str, str | list[str]]:
    """The words, by the names that the scripts know."""
    return {
        **_views(),
        **_scenes(),
        **_lists(),
        **_rules(),
        **_deleting(),
        **_bringing(),
        **_talking(),
        **_checks(),
    }


def _views() -> dict[str, str | list[str]]:
    return {
        "begin": gettext("How does the case begin?"),
        "begin_blank": gettext("Begin with an empty scene"),
        "begin_help": gettext("A case is a chain of scenes. Write the first, and lead on from it."),
        "brought_back": gettext("What this window had not saved yet is here again."),
        "cancel": gettext("Cancel"),
        "case_tools": gettext("The whole case"),
        "find": gettext("Find a scene by its text"),
        "found": [gettext("%(count)s scene"), gettext("%(count)s scenes")],
        "map": gettext("Map"),
        "outline": gettext("Outline"),
        "paste": gettext("Bring in scenes"),
        "paste_outline": gettext("Paste a case as text"),
        "problems": gettext("To mend"),
        "redo": gettext("Redo"),
        "scene": gettext("Scene"),
        "mine_back": gettext("Bring my words back"),
        "mine_both": gettext("%(scene)s (they changed it too)"),
        "mine_go": gettext("Let them go"),
        "mine_help": gettext(
            "Somebody saved this case before this window could. Your words were kept. Bring them "
            "back, and these scenes of yours take the place of theirs; undo brings theirs back."
        ),
        "mine_title": gettext("You had written something that was not saved"),
        "mine_too_much": gettext("What was not saved is too much to be kept in this browser."),
        "steps": gettext("Steps: %(count)s"),
        "to_outline": gettext("Back to the outline (F6)"),
        "undo": gettext("Undo"),
        "views": gettext("What is shown"),
        "whole_case": gettext("The whole case"),
    }


def _scenes() -> dict[str, str | list[str]]:
    return {
        "add_after": gettext("Add a scene"),
        "add_scene": gettext("Add a scene"),
        "added": gettext("Added: %(scene)s"),
        "and_more": gettext("And %(count)s more."),
        "also_from": gettext("(also reached from %(scenes)s)"),
        "by_rule": [
            gettext("Only a rule leads here: %(count)s scene"),
            gettext("Only a rule leads here: %(count)s scenes"),
        ],
        "copy_of": gettext("%(title)s (copy)"),
        "copy_scenes": gettext("Copy for another case"),
        "down": gettext("Move down"),
        "duplicate": gettext("Duplicate"),
        "go_there": gettext("Go to that scene"),
        "goes_to": gettext("goes to %(scene)s"),
        "insert_here": gettext("Insert a scene here"),
        "key": gettext("Key for conditions"),
        "leads_here": gettext("Reached from"),
        "leads_missing": gettext("Leads to a scene that is not there"),
        "leads_nowhere": gettext("Leads nowhere yet"),
        "loose": [
            gettext("Not connected: %(count)s scene"),
            gettext("Not connected: %(count)s scenes"),
        ],
        "moved_down": gettext("Moved down: %(scene)s"),
        "moved_up": gettext("Moved up: %(scene)s"),
        "new_scene": gettext("New scene"),
        "new_named": gettext("New scene “%(title)s”"),
        "no_label": gettext("Without words yet"),
        "no_room": gettext("There is no place further that way."),
        "rule_leads": gettext("A rule of the case leads here."),
        "scene_tools": gettext("This scene"),
        "start": gettext("The case begins here."),
        "start_here": gettext("Begin the case here"),
        "starts": gettext("Start"),
        "unreached": gettext("No way leads here."),
        "untitled": gettext("Without a title"),
        "up": gettext("Move up"),
    }


def _lists() -> dict[str, str | list[str]]:
    return {
        "add": gettext("Add"),
        "chosen": gettext("chosen"),
        "delete": gettext("Delete"),
        "item": gettext("%(item)s %(number)s"),
        "item_deleted": gettext("Deleted: %(item)s"),
        "more_options": gettext("And %(count)s more: type on to narrow them down."),
        "no_option": gettext("Nothing is called that."),
        "none": gettext("—"),
        "none_yet": gettext("none yet"),
        "nothing_chosen": gettext("— (nothing)"),
        "options": gettext("What fits"),
        "search": gettext("Type to search"),
    }


def _rules() -> dict[str, str | list[str]]:
    return {
        "add_row": gettext("Add a condition"),
        "all_of": gettext("all of these"),
        "and": gettext("and"),
        "any_of": gettext("any one of these"),
        "as_rows": gettext("Show as rows"),
        "as_text": gettext("Write it as text"),
        "at_least": gettext("is at least"),
        "at_most": gettext("is at most"),
        "chose": gettext("Chosen: %(choice)s"),
        "delete_row": gettext("Delete condition %(number)s"),
        "has_been": gettext("has been there"),
        "has_chosen": gettext("was chosen"),
        "has_not_been": gettext("has not been there"),
        "has_not_chosen": gettext("was not chosen"),
        "how_of": gettext("How condition %(number)s compares"),
        "is": gettext("is"),
        "is_not": gettext("is not"),
        "is_not_so": gettext("is not so"),
        "is_so": gettext("is so"),
        "join": gettext("How many of the conditions"),
        "less_than": gettext("is less than"),
        "more_than": gettext("is more than"),
        "nothing_to_ask": gettext("There is nothing to ask about yet: add a scene or a variable."),
        "only_text": gettext("This condition is too deep for rows. Its text stays as it is."),
        "or": gettext("or"),
        "text_help": gettext(
            "Names: %(names)s. Join with and, or, not; ask with visited(scene) and chose(choice)."
        ),
        "times_in": gettext("How often in: %(scene)s"),
        "value_of": gettext("Value of condition %(number)s"),
        "was_in": gettext("In the scene: %(scene)s"),
        "what_of": gettext("What condition %(number)s asks about"),
        "when_first": gettext("when"),
    }


def _deleting() -> dict[str, str | list[str]]:
    return {
        "delete_branch": [
            gettext("Delete %(count)s scene"),
            gettext("Delete the branch (%(count)s scenes)"),
        ],
        "delete_scene": gettext("Delete this scene"),
        "delete_title": gettext("Delete “%(scene)s”?"),
        "deleted": [
            gettext("%(count)s scene was deleted. Undo brings it back."),
            gettext("%(count)s scenes were deleted. Undo brings them back."),
        ],
        "keep_loose": gettext("Delete this one, keep the others unconnected"),
        "leads_lost": gettext("These will lead nowhere: %(scenes)s."),
        "nothing_below": gettext("Every other scene can still be reached without it."),
        "only_here": [
            gettext("%(count)s scene can be reached only from here:"),
            gettext("%(count)s scenes can be reached only from here:"),
        ],
    }


def _bringing() -> dict[str, str | list[str]]:
    return {
        "bring": [
            gettext("Bring in %(count)s scene"),
            gettext("Bring in %(count)s scenes"),
        ],
        "bring_copied": gettext("Bring in the copied scenes"),
        "bring_title": gettext("What comes in"),
        "brought": [
            gettext("%(count)s scene came in. Undo takes it out again."),
            gettext("%(count)s scenes came in. Undo takes them out again."),
        ],
        "comes": [
            gettext("%(count)s scene was read."),
            gettext("%(count)s scenes were read."),
        ],
        "copied": [
            gettext("%(count)s scene was copied. Open another case and choose “Bring in scenes”."),
            gettext(
                "%(count)s scenes were copied. Open another case and choose “Bring in scenes”."
            ),
        ],
        "copy_branch": [
            gettext("Copy %(count)s scene"),
            gettext("Copy the branch (%(count)s scenes)"),
        ],
        "copy_failed": gettext("That is too much to copy at once. Copy a smaller branch."),
        "copy_one": gettext("Copy this scene only"),
        "copy_title": gettext("Copy “%(scene)s”"),
        "extract": gettext("Move the branch"),
        "extract_goes": [
            gettext("%(count)s scene moves: this one. No other is reached through it alone."),
            gettext("%(count)s scenes move: this one, and those that only it leads to."),
        ],
        "extract_here": gettext("Move it there"),
        "extract_in": gettext(
            "These lead to it now and will lead nowhere until you say where to: %(scenes)s."
        ),
        "extract_left": [
            gettext("%(count)s scene that led to it leads nowhere now."),
            gettext("%(count)s scenes that led to it lead nowhere now."),
        ],
        "extract_new": gettext("Move it into a new case"),
        "extract_no_in": gettext("No other scene leads to it."),
        "extract_no_out": gettext("It leads to no scene outside itself."),
        "extract_out": gettext(
            "It leads out to %(scenes)s. In this case that stays so; in a new case these ways lead "
            "nowhere until you say where to. What the scenes remember comes along."
        ),
        "extract_title": gettext("Move the branch of “%(scene)s”"),
        "extract_where": gettext("Where a way should lead to it"),
        "extracted": gettext("“%(scene)s” leads to it now. Undo takes it back."),
        "lost": [
            gettext("%(count)s thing is left out:"),
            gettext("%(count)s things are left out:"),
        ],
        "move_branch": [
            gettext("Copy it and delete it here"),
            gettext("Copy the branch and delete it here (%(count)s scenes)"),
        ],
        "paste_help": gettext(
            "A case as outline text: “Scene: At the door”, its text, then choices like "
            "“- Take it -> The box”. Or scenes copied in another browser."
        ),
        "paste_label": gettext("Text to read"),
        "read_failed": gettext("That could not be read. Try again."),
        "read_text": gettext("Read the text"),
        "starters": gettext("Or begin with a case that you write over"),
        "unreached_many": [
            gettext("No way leads to %(count)s scene of them."),
            gettext("No way leads to %(count)s scenes of them."),
        ],
        "use_starter": gettext("Begin with this"),
        "variable_is": gettext("“%(name)s” is"),
        "variable_new": gettext("a new variable here"),
        "variables_meet": gettext("What the scenes remember"),
        "waiting": [
            gettext("%(count)s scene is copied from “%(title)s”."),
            gettext("%(count)s scenes are copied from “%(title)s”."),
        ],
    }


def _talking() -> dict[str, str | list[str]]:
    return {
        "remark": gettext("What you want to say to your colleagues"),
        "remark_add": gettext("Add the comment"),
        "remark_done": gettext("The comment was changed."),
        "remark_later": gettext("Comments can be written once the case has been saved."),
        "remark_reopen": gettext("Open again"),
        "remark_said": gettext("The comment was added."),
        "remark_say": gettext("Add a comment"),
        "remark_settle": gettext("This is settled"),
        "remark_settled": gettext("settled by %(name)s"),
        "remarks": gettext("Comments"),
        "remarks_help": gettext("For colleagues who write cases. Learners never see them."),
        "remarks_none": gettext("No comment is open."),
        "remarks_open": [
            gettext("%(count)s open comment"),
            gettext("%(count)s open comments"),
        ],
        "remarks_settled": gettext("Settled comments"),
    }


def _checks() -> dict[str, str | list[str]]:
    return {
        "blocks": gettext("Stops publishing"),
        "blocks_here": gettext("%(count)s to mend"),
        "inform": gettext("In numbers"),
        "nothing": gettext("Nothing stops publishing."),
        "offline": gettext("The check could not be reached."),
        "show_all": gettext("Show all %(count)s scenes"),
        "signed_out": gettext(
            "You are signed out. Sign in again in another tab; your words are kept here."
        ),
        "sum_blocks": [
            gettext("%(count)s thing stops publishing."),
            gettext("%(count)s things stop publishing."),
        ],
        "sum_warns": [
            gettext("%(count)s is worth a second look."),
            gettext("%(count)s are worth a second look."),
        ],
        "warn": gettext("Worth a second look"),
        "warns_here": gettext("%(count)s to look at"),
    }
