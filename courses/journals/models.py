from courses.models import ActivityContent


class JournalPrompt(ActivityContent):
    activity_slug = "journal"
