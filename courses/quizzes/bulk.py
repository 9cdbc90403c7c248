"""What the list of questions does with many at once, after a page that says with which."""

from django import forms
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from courses.quizzes.fields import WordsFormField
from courses.quizzes.models import Question, QuestionCategory
from courses.quizzes.services import tending, usage

MOST = 500  # questions that one request takes
TOLD = 5  # refusals that are told one by one


class CategoryForm(forms.Form):
    """Where the questions go."""

    category = forms.ModelChoiceField(
        QuestionCategory.objects.all(),
        label=gettext_lazy("To which category?"),
        error_messages={"required": gettext_lazy("Choose the category.")},
    )


class PrinciplesForm(forms.Form):
    """What the questions are about, beside what they say already."""

    principles = WordsFormField(
        label=gettext_lazy("Which principles?"),
        help_text=gettext_lazy("In a few words with commas between: autonomy, consent."),
        error_messages={"required": gettext_lazy("Write at least one.")},
    )


class QuestionsAction(SnippetBulkAction):
    """An action on many questions, each by itself; what is refused is told."""

    models = [Question]
    template_name = "quizzes/admin/many.html"
    permission = "change"

    def check_perm(self, question):
        lock = question.get_lock()
        if lock is not None and lock.for_user(self.request.user):
            return False
        return self.permission_policy.user_has_permission_for_instance(
            self.request.user, self.permission, question
        )

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "title": self.display_name,
            "explained": self.explained,
        }

    def prepare_action(self, objects, objects_without_access):
        reason = (
            _("At most %(most)d at once. Choose fewer.") % {"most": MOST}
            if len(objects) > MOST
            else self.reason_not_to(objects)
        )
        if not reason:
            return None
        messages.error(self.request, reason)
        return redirect(self.next_url)

    def reason_not_to(self, objects):
        return ""

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        action = kwargs["self"]
        refused = action.act(objects, action.request.user)
        for question, why in refused[:TOLD]:
            words = _("“%(question)s” stays as it is: %(why)s")
            messages.warning(action.request, words % {"question": question, "why": why})
        if len(refused) > TOLD:
            words = _("And %(count)d more stay as they are.")
            messages.warning(action.request, words % {"count": len(refused) - TOLD})
        return len(objects) - len(refused), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        words = ngettext(
            "%(count)d question: done.", "%(count)d questions: done.", num_parent_objects
        )
        return words % {"count": num_parent_objects}


class MoveQuestions(QuestionsAction):
    display_name = gettext_lazy("Move")
    explained = gettext_lazy("What is published is published anew, in the other category.")
    aria_label = gettext_lazy("Move the chosen questions to another category")
    action_type = "move_questions"
    action_priority = 10
    form_class = CategoryForm

    def reason_not_to(self, objects):
        return usage.reason_not_to_move(objects, self.cleaned_form.cleaned_data["category"])

    def act(self, objects, user):
        to = self.cleaned_form.cleaned_data["category"]
        return tending.move(questions=objects, to=to, user=user)


class TagQuestions(QuestionsAction):
    display_name = gettext_lazy("Tag")
    explained = gettext_lazy("The principles are added to those that each question has.")
    aria_label = gettext_lazy("Add principles to the chosen questions")
    action_type = "tag_questions"
    action_priority = 15
    form_class = PrinciplesForm

    def act(self, objects, user):
        words = self.cleaned_form.cleaned_data["principles"]
        return tending.tag(questions=objects, principles=words, user=user)


class PublishQuestions(QuestionsAction):
    display_name = gettext_lazy("Publish")
    explained = gettext_lazy("The newest draft of each, as far as it can be asked.")
    aria_label = gettext_lazy("Publish the chosen questions")
    action_type = "publish_questions"
    action_priority = 20
    permission = "publish"

    def act(self, objects, user):
        return tending.publish(questions=objects, user=user)


class TakeOffQuestions(QuestionsAction):
    display_name = gettext_lazy("Archive")
    explained = gettext_lazy(
        "They are unpublished and stay in the list, so that no quiz asks them any more. What "
        "people answered is kept."
    )
    aria_label = gettext_lazy("Unpublish the chosen questions and keep them")
    action_type = "archive_questions"
    action_priority = 25
    permission = "publish"

    def reason_not_to(self, objects):
        return usage.reason_to_keep([question for question in objects if question.live])

    def act(self, objects, user):
        return tending.take_off(questions=objects, user=user)


ACTIONS = (MoveQuestions, TagQuestions, PublishQuestions, TakeOffQuestions)
