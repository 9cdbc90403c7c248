from courses.models import ActivityContent


class Quiz(ActivityContent):
    activity_slug = "quiz"
