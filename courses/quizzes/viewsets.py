"""Where trainers keep the bank and build quizzes."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from courses.quizzes.forms import QuestionForm, QuizForm
from courses.quizzes.models import Question, QuestionCategory, Quiz, Vignette
from courses.quizzes.services import usage
from courses.quizzes.views.exchanging import MAY_EXPORT, MAY_IMPORT


class QuestionIndexView(IndexView):
    """All questions, with the ways to bring some in and to take them out."""

    @cached_property
    def header_more_buttons(self):
        buttons = [*super().header_more_buttons]
        if self.request.user.has_perms(MAY_IMPORT):
            url = reverse("quizzes_import")
            buttons.append(Button(gettext("Import questions"), url=url, icon_name="upload"))
        if self.request.user.has_perms(MAY_EXPORT):
            url = reverse("quizzes_export")
            buttons.append(Button(gettext("Export questions"), url=url, icon_name="download"))
        return buttons


class QuestionsPanel(Panel):
    """The questions about a case, in their order, each with a link to it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quizzes/admin/questions_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            about = Question.objects.filter(vignette=self.instance.pk or 0)
            rows = about.order_by("vignette_order", "pk")
            names = Question.snippet_viewset
            context["rows"] = [
                (question, reverse(names.get_url_name("edit"), args=[question.pk]))
                for question in rows
            ]
            return context


def _status(question):
    """Whether it is published, without Wagtail's two queries for each row of the list."""
    if not question.live:
        return gettext("expired") if question.expired else gettext("draft")
    return gettext("live + draft") if question.has_unpublished_changes else gettext("live")


class QuestionViewSet(SnippetViewSet):
    """The bank: questions, by category and type, with where they are used."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    menu_order = 210
    add_to_admin_menu = False
    list_display = [
        "words",  # whole: many questions begin alike
        "category",
        Column("type", label=_("Type"), accessor="get_type_display", sort_key="type"),
        Column("difficulty", label=_("Difficulty"), sort_key="difficulty"),
        Column(
            "quizzes",
            label=_("Used"),
            accessor=lambda row: usage.usage_words(row.quizzes, row.attempts),
            sort_key="quizzes",
        ),
        StatusTagColumn(
            "status",
            label=_("Status"),
            accessor=_status,
            primary=lambda question: question.live,
            sort_key="live",
        ),
        UpdatedAtColumn(),
    ]
    list_filter = ["category", "type", "difficulty", "live"]
    search_fields = ["text"]
    search_backend_name = None
    list_per_page = 50
    index_view_class = QuestionIndexView
    inspect_view_enabled = False

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("text"),
                    FieldRowPanel([FieldPanel("category"), FieldPanel("type")]),
                    MultiFieldPanel(
                        [
                            FieldPanel(
                                "credit",
                                help_text=_(
                                    "For several right answers, pairs, order and gaps. Where each "
                                    "part counts, a wrong option takes off what a right one gives."
                                ),
                            ),
                            FieldPanel("case_sensitive", help_text=_("For words that are typed.")),
                            FieldPanel("unit_rule", help_text=_("For numbers.")),
                        ],
                        heading=_("How it is marked"),
                    ),
                    InlinePanel(
                        "options",
                        heading=_("Answers"),
                        label=_("Row"),
                        panels=[
                            FieldPanel(
                                "gap", help_text=_("For gaps in a text: 1 for [1] in the text.")
                            ),
                            FieldPanel(
                                "text",
                                help_text=_(
                                    "An option, the left side of a pair, a thing in its place, or "
                                    "an accepted answer. In typed words * stands for anything."
                                ),
                            ),
                            FieldPanel(
                                "match",
                                help_text=_(
                                    "For pairs: the partner. With the text left empty it is one "
                                    "too many, to mislead."
                                ),
                            ),
                            FieldPanel(
                                "correct",
                                help_text=_(
                                    "For options and gaps. A gap with a wrong answer among its "
                                    "rows is chosen from a list; otherwise it is typed."
                                ),
                            ),
                            FieldRowPanel(
                                [
                                    FieldPanel("share"),
                                    FieldPanel(
                                        "tolerance",
                                        help_text=_("For numbers: how far off it may be."),
                                    ),
                                ]
                            ),
                            FieldPanel("feedback"),
                        ],
                        help_text=_(
                            "Give every option a reason: people learn as much from why "
                            "a wrong one is wrong. Things to put in order stand in the right one."
                        ),
                    ),
                    InlinePanel(
                        "units",
                        heading=_("Units"),
                        label=_("Unit"),
                        panels=[FieldRowPanel([FieldPanel("name"), FieldPanel("factor")])],
                        help_text=_("For numbers. The first is the main one, with the factor 1."),
                    ),
                    InlinePanel(
                        "rubric",
                        heading=_("What markers look for"),
                        label=_("Criterion"),
                        panels=[
                            FieldRowPanel([FieldPanel("name"), FieldPanel("points")]),
                            FieldPanel("description"),
                        ],
                        help_text=_(
                            "For a text that a person marks. Its mark is the part of all these "
                            "points that it gets."
                        ),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("min_words"), FieldPanel("max_words")]),
                            FieldPanel("model_answer"),
                        ],
                        heading=_("For the writer and the marker"),
                        help_text=_(
                            "The number of words is a guide: a text outside of it is kept and "
                            "marked like any other."
                        ),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("image"), FieldPanel("image_alt")], heading=_("Picture")
                    ),
                    MultiFieldPanel(
                        [FieldPanel("vignette"), FieldPanel("vignette_order")],
                        heading=_("Part of a case"),
                        help_text=_(
                            "A question about a case is asked together with the others about it, "
                            "where a quiz asks the whole case. It is drawn from no category."
                        ),
                    ),
                ],
                heading=_("Question"),
            ),
            ObjectList(
                [
                    FieldPanel("feedback"),
                    FieldPanel("principles"),
                    FieldPanel("objectives"),
                    FieldPanel("difficulty"),
                ],
                heading=_("Feedback and tags"),
            ),
        ],
        base_form_class=QuestionForm,
    )

    def get_queryset(self, request):
        return usage.with_usage()


class QuizViewSet(SnippetViewSet):
    """Quizzes: what they ask, when they are passed, and what they show."""

    model = Quiz
    icon = "tick"
    menu_label = _("Quizzes")
    menu_order = 200
    add_to_admin_menu = False
    list_display = [
        "title",
        Column("pass_mark", label=_("Pass mark in percent"), sort_key="pass_mark"),
        Column("feedback", label=_("Shows answers"), accessor="get_feedback_display"),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    list_filter = ["feedback", "layout", "live"]
    search_fields = ["title"]
    search_backend_name = None
    ordering = ["title"]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldPanel("intro"),
                    InlinePanel(
                        "sections",
                        heading=_("Sections"),
                        label=_("Section"),
                        panels=[FieldPanel("title"), FieldPanel("intro")],
                        help_text=_(
                            "Headings for parts of the quiz, in this order. Leave them out for a "
                            "quiz in one part."
                        ),
                    ),
                    InlinePanel(
                        "draws",
                        heading=_("Drawn from the bank"),
                        label=_("Draw"),
                        panels=[
                            FieldPanel("category"),
                            FieldRowPanel([FieldPanel("tag"), FieldPanel("difficulty")]),
                            FieldRowPanel(
                                [FieldPanel("count"), FieldPanel("points"), FieldPanel("section")]
                            ),
                        ],
                        help_text=_(
                            "Drawn anew for each try. A row may name a category, a principle or "
                            "objective, a difficulty, or some of these together."
                        ),
                    ),
                    InlinePanel(
                        "fixed_questions",
                        heading=_("Chosen questions"),
                        label=_("Question"),
                        panels=[
                            FieldPanel("question"),
                            FieldPanel("vignette"),
                            FieldRowPanel([FieldPanel("points"), FieldPanel("section")]),
                        ],
                        help_text=_("Everybody gets these, before those that are drawn."),
                    ),
                ],
                heading=_("Questions"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("attempts")]),
                    FieldRowPanel([FieldPanel("time_limit"), FieldPanel("delay_hours")]),
                    FieldPanel("feedback"),
                    FieldPanel("certainty"),
                    MultiFieldPanel(
                        [
                            FieldPanel("layout"),
                            FieldPanel("shuffle_questions"),
                            FieldPanel("prefer_unseen"),
                            FieldPanel("shuffle_options"),
                        ],
                        heading=_("How it is put"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("second_marker"),
                            FieldPanel("marks_gap"),
                            FieldPanel("markers_see_names"),
                        ],
                        heading=_("Texts that people mark"),
                    ),
                ],
                heading=_("Rules"),
            ),
        ],
        base_form_class=QuizForm,
    )


class QuestionCategoryViewSet(SnippetViewSet):
    """The shelves of the bank."""

    model = QuestionCategory
    icon = "folder-open-inverse"
    menu_label = _("Question categories")
    menu_order = 220
    add_to_admin_menu = False
    list_display = ["name", "key"]
    search_fields = ["name"]
    search_backend_name = None
    ordering = ["name"]
    panels = [FieldPanel("name"), FieldPanel("key")]


class VignetteViewSet(SnippetViewSet):
    """Cases that several questions are about."""

    model = Vignette
    icon = "openquote"
    menu_label = _("Cases with questions")
    menu_order = 215
    add_to_admin_menu = False
    list_display = [
        "title",
        Column("about", label=_("Questions about it"), sort_key="about"),
        Column(
            "quizzes",
            label=_("Used"),
            accessor=lambda case: usage.usage_words(case.quizzes),
            sort_key="quizzes",
        ),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    list_filter = ["live"]
    search_fields = ["title"]
    search_backend_name = None
    ordering = ["title"]
    inspect_view_enabled = False
    panels = [
        FieldPanel("title"),
        FieldPanel("text"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Picture")),
        QuestionsPanel(heading=_("Questions about it")),
    ]

    def get_queryset(self, request):
        return usage.cases_with_usage()
