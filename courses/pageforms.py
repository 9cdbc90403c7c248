"""The page editor's forms: what must hold when a page is published, not while it is a draft."""

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm


class CoursePageForm(WagtailAdminPageForm):
    """A course: a renewal that is announced needs a day, once it is published."""

    def clean(self):
        data = super().clean()
        if self.is_deferred_validation or data.get("change_kind") != "renew":
            return data
        day = data.get("renew_by")
        if day is None:
            self.add_error("renew_by", _("Say by which day everyone renews."))
        elif day <= timezone.localdate():
            self.add_error("renew_by", _("Choose a day that is still to come."))
        return data


class NoAliasCopyForm(CopyForm):
    """Copying without the offer of an alias, which would publish with the original's revision."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
