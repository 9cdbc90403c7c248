from wagtail.snippets.models import register_snippet

from courses.journals.viewsets import JournalPromptViewSet, JournalTemplateViewSet

register_snippet(JournalPromptViewSet)
register_snippet(JournalTemplateViewSet)
