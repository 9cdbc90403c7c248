"""Sample words and forms for the style guide: never stored, translated or routed outside DEBUG."""

from datetime import time

from django import forms
from django.core.paginator import Paginator

PAGES = [
    "home",
    "catalogue",
    "module",
    "scene",
    "debrief",
    "quiz",
    "journal",
    "certificates",
    "manage",
    "matrix",
    "form",
    "empty",
]

# fmt: off
ICONS = [
    "arrow", "attestation", "back", "book", "calendar", "caution", "certificate", "check",
    "chevron", "close", "copy", "done", "door", "down", "download", "draft", "edit", "evaluation",
    "excused", "external", "eye", "eye-off", "filter", "home", "info", "journal", "key-points",
    "language", "link", "lock", "mail", "media", "menu", "minus", "note", "offline", "open",
    "overdue", "people", "person", "place", "plus", "practice", "print", "quiz", "refresh",
    "remind", "revoked", "scenario", "search", "settings", "sign-out", "soon", "sort", "started",
    "transcript", "trash", "unlock", "up", "upload", "voice", "waiting",
]
# fmt: on

# fmt: off
COLOURS = [
    "paper", "sheet", "sunk", "ink", "ink-soft", "rule", "edge", "accent", "accent-deep",
    "accent-wash", "on-accent", "done", "done-wash", "soon", "soon-wash", "overdue",
    "overdue-wash",
]
# fmt: on

PILLS = [
    "done",
    "soon",
    "overdue",
    "started",
    "open",
    "waiting",
    "excused",
    "locked",
    "draft",
    "revoked",
]

STOPS = [
    {
        "title": "Four principles, one ordinary week",
        "state": "done",
        "url": "#",
        "detail": "Done 3 November",
    },
    {"title": "What is said in the car", "state": "done", "url": "#", "detail": "Done 10 November"},
    {
        "title": "A signature is not consent",
        "state": "current",
        "url": "#",
        "detail": "24 minutes left",
    },
    {"title": "Writing it down the same day", "state": "next", "url": "#", "detail": "35 minutes"},
    {
        "title": "When two good things pull apart",
        "state": "next",
        "url": "#",
        "detail": "40 minutes",
    },
    {"title": "Final quiz", "state": "locked", "detail": "Opens after the modules"},
]

COUNTERS = [
    {"label": "Ms Adeyemi's trust", "word": "wary", "was": "open to talk"},
    {"label": "Time before the bed goes", "word": "an evening"},
]

SHARES = [
    {"label": "Ask what a good evening is", "value": 19, "text": "19 of 30", "tone": "done"},
    {"label": "Ring the brother first", "value": 8, "text": "8 of 30", "tone": "quiet"},
    {"label": "Explain the risk again", "value": 3, "text": "3 of 30", "tone": "quiet"},
]

PEOPLE = [
    (
        "Marguerite Okonkwo-Lindqvist",
        "Nurse, North team",
        "overdue",
        "Overdue by 12 days",
        "2 of 5",
        "Yesterday",
    ),
    (
        "Tomás Ferreira",
        "Case manager, North team",
        "overdue",
        "Overdue by 3 days",
        "0 of 5",
        "Never",
    ),
    (
        "Aino Virtanen",
        "Social worker, River team",
        "soon",
        "Due Friday 4 December",
        "4 of 5",
        "This morning",
    ),
    ("Sunil Thapa", "Counsellor, River team", "started", "Due 15 January", "3 of 5", "Last week"),
    (
        "Bea Castellanos",
        "Nurse, North team",
        "excused",
        "On leave until 1 March",
        "1 of 5",
        "2 September",
    ),
    (
        "Idris Warsame",
        "Social worker, North team",
        "done",
        "Done 2 November",
        "5 of 5",
        "2 November",
    ),
]

MATRIX = [
    (
        "Marguerite Okonkwo-Lindqvist",
        [("overdue", "12 days"), ("done", "3 May"), ("soon", "4 Dec")],
    ),
    ("Tomás Ferreira", [("overdue", "3 days"), ("started", "2 of 4"), ("open", "15 Jan")]),
    ("Aino Virtanen", [("soon", "4 Dec"), ("done", "19 Apr"), ("done", "7 Oct")]),
    ("Idris Warsame", [("done", "2 Nov"), ("done", "3 May"), ("excused", "Leave")]),
]


class SampleForm(forms.Form):
    """Every kind of control, with help and an error."""

    name = forms.CharField(
        label="Name on the certificate",
        help_text="As your licence shows it. Any script is welcome.",
    )
    email = forms.EmailField(label="Email address")
    team = forms.ChoiceField(
        label="Team", choices=[("", "Choose a team"), ("n", "North team"), ("r", "River team")]
    )
    starts = forms.DateField(
        label="First working day", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    role = forms.ChoiceField(
        label="What do you do?",
        help_text="This decides which codes the examples use.",
        widget=forms.RadioSelect,
        choices=[
            ("nurse", "Nurse"),
            ("social", "Social worker"),
            ("case", "Case manager or counsellor"),
        ],
    )
    sure = forms.ChoiceField(
        label="How sure are you?",
        widget=forms.RadioSelect,
        choices=[("1", "A guess"), ("2", "Leaning"), ("3", "Fairly sure"), ("4", "Certain")],
    )
    codes = forms.MultipleChoiceField(
        label="Which codes bind you?",
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("a", "A nursing code"),
            ("b", "A social work code"),
            ("c", "A case management code"),
        ],
        required=False,
    )
    note = forms.CharField(
        label="Anything we should know", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agree = forms.BooleanField(label="I completed this course myself")


def pane(scheme: str) -> dict:
    """The forms of one half of the guide: `scheme` keeps their ids apart."""
    blank = SampleForm(auto_id=f"{scheme}_%s")
    wrong = SampleForm(
        {"name": "", "email": "marguerite@", "sure": "3"}, auto_id=f"{scheme}_wrong_%s"
    )
    return {"scheme": scheme, "form": blank, "wrong": wrong}


def context(page: str) -> dict:
    """What the guide, or one sample page of it, shows."""
    panes = [pane("light"), pane("dark")]
    return {
        "panes": panes,
        "pages": PAGES,
        "s": "page",
        "form": panes[0]["form"],
        "wrong": panes[0]["wrong"],
        "colours": COLOURS,
        "icons": ICONS,
        "pills": PILLS,
        "stops": STOPS,
        "counters": COUNTERS,
        "shares": SHARES,
        "people": PEOPLE,
        "matrix": MATRIX,
        "saved_at": time(14, 2),
        "page_obj": Paginator(range(240), 25).page(2),
        "order": "name",
    }


def template(page: str) -> str:
    """The template of a sample page, or of the guide itself."""
    return f"styleguide/page_{page}.html" if page in PAGES else "styleguide.html"
