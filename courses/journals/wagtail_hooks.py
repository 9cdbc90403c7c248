from wagtail.snippets.models import register_snippet

from courses.journals.viewsets import CodeViewSet, JournalPromptViewSet, JournalTemplateViewSet

register_snippet(JournalPromptViewSet)
register_snippet(JournalTemplateViewSet)
register_snippet(CodeViewSet)
