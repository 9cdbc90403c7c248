from allauth.account.auth_backends import AuthenticationBackend

from .models import User


class PersonBackend(AuthenticationBackend):
    """allauth's sign-in, loading the user with their person and organisation in one query."""

    def get_user(self, user_id):
        user = User.objects.select_related("person__organisation").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
