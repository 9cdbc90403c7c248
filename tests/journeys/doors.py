"""Every named address of ours, found in the URL resolver, with the kind of door that it is."""

from django.urls import URLPattern, get_resolver

OURS = ("lms", "courses", "scenarios", "certificates")


def of(resolver=None, space: str = "") -> dict[str, URLPattern]:
    """Name (with its namespaces) to pattern, of every address that leads into our code."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            if entry.callback.__module__.split(".")[0] in OURS:
                found[f"{space}{entry.name}"] = entry
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found |= of(entry, inner)
    return found


# Open to everybody, and nobody's in particular.
OPEN = {"health", "verify:home", "verify:code"}
# Open to whoever holds a panel member's link, signed in or not.
LINKED = {
    "panel:about", "panel:decline", "panel:scene", "panel:answers", "panel:shown",
    "panel:withdraw", "panel:lost",
}  # fmt: skip
# Routed only while DEBUG is on.
DEBUG = {"styleguide"}
# One's own list: everyone who is signed in has one.
LISTS = {
    "learn:home", "certificates:list", "journals:list", "journals:begin", "journals:take",
    "journals:account", "journals:shared_list", "learn:accommodations", "learn:brought",
}  # fmt: skip
# A course is there for everyone who is signed in.
ANYBODYS = {"learn:enrol", "journals:take_all"}
# A person's own rows, by an id in the address: to anyone else they do not exist.
OWN = {
    "learn:course", "learn:module", "learn:begin", "learn:withdraw", "learn:review",
    "cases:play", "cases:share", "cases:choose", "cases:advance", "cases:undo", "cases:close",
    "cases:look", "cases:road_look", "cases:newer", "cases:restart",
    "cases:transcript", "cases:timers", "cases:road_timers",
    "cases:fork", "cases:road", "cases:road_choose", "cases:road_advance", "cases:road_undo",
    "cases:road_close",
    "cases:road_transcript",
    "quizzes:play", "quizzes:question", "quizzes:check", "quizzes:save", "quizzes:send",
    "quizzes:result", "quizzes:leave",
    "journals:write", "journals:autosave", "journals:more", "journals:versions",
    "journals:version", "journals:check", "journals:read", "journals:tags",
    "journals:delete", "journals:take_one", "journals:share", "journals:end_share",
    "journals:files", "journals:file", "journals:remove_file",
    "journals:discuss", "journals:discussion", "journals:shared", "journals:take_back",
    "evaluations:evaluation", "attestations:sign",
    "certificates:of", "certificates:download",
}  # fmt: skip
# For managers and administrators.
MANAGERS = {
    "manage:home", "manage:people", "manage:export", "manage:person", "manage:course",
    "manage:assign", "manage:confirm", "manage:withdraw", "risks:teams",
    "manage:arrange", "manage:arrange_end", "manage:release",
}  # fmt: skip
# For administrators alone.
ADMINISTRATORS = {
    "people:list", "people:add", "people:person", "people:roles", "people:invite", "people:login",
    "people:move", "people:manage", "people:end", "manage:duplicates", "manage:merge",
}  # fmt: skip
# Inside Wagtail's admin, for trainers and administrators.
AUTHORS = {
    "quizzes_correct", "quizzes_import", "quizzes_export", "quizzes_sheet",
    "quizzes_items", "quizzes_items_csv",
    "quizzes_marking", "quizzes_mark", "quizzes_mark_take", "quizzes_mark_back",
    "learning_courses", "reviews_due", "reviews_due_results", "evaluation_reports",
    "evaluation_report", "scenarios_check", "scenarios_layout", "scenarios_changes",
    "scenarios_begin_with", "scenarios_read_text", "scenarios_comments", "scenarios_library",
    "scenarios_comments_settle", "scenarios_outline",
    "scenarios_robot", "scenarios_insight", "scenarios_import", "scenarios_import_report",
    "scenarios_export", "scenarios_answers", "scenarios_panel", "scenarios_panel_said",
    "scenarios_panel_act", "scenarios_reasons", "scenarios_versions", "scenarios_withdraw",
    *(f"wagtailsnippets_scenarios_scenario:{name}" for name in ("list", "list_results", "edit")),
    *(f"wagtailsnippets_quizzes_question:{name}" for name in ("list", "list_results")),
}  # fmt: skip
# Inside Wagtail's admin, for administrators alone.
REGISTER = {
    "certificates_register", "certificates_register_results", "certificates_detail",
    "certificates_revoke", "certificates_correct",
    *(f"{name}:{act}" for name in ("teams", "memberships", "managements")
      for act in ("index", "index_results", "add", "edit")),
    "teams:delete", "teams:end", "organisation",
    *(f"person_chooser:{act}" for act in
      ("choose", "choose_results", "chosen", "chosen_multiple")),
    *(f"wagtailusers_users:{name}" for name in
      ("index", "index_results", "add", "edit", "delete", "copy")),
}  # fmt: skip
EVERY = OPEN | LINKED | LISTS | ANYBODYS | OWN | MANAGERS | ADMINISTRATORS | AUTHORS | REGISTER
