from allauth.account.auth_backends import AuthenticationBackend

from .models import User
from .prepared import WHOLE, Prepared

_WHO = Prepared(
    lambda pk: User.objects.select_related("person__organisation").filter(pk=pk), pk=WHOLE
)


class PersonBackend(AuthenticationBackend):
    """allauth's sign-in, loading the user with their person and organisation in one query."""

    def get_user(self, user_id):
        user = _WHO.first(pk=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj, obj=None):
        """None for somebody who has left: they sign in for what is theirs, not to the admin."""
        if user_obj.is_authenticated and not user_obj.person.is_at_work:
            return set()
        return super().get_all_permissions(user_obj, obj=obj)
