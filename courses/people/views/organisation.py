"""The organisation's details in the Wagtail admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.log_actions import log

from courses.people.adminforms import OrganisationForm
from courses.people.models import Organisation
from courses.people.services import organisations


class OrganisationEdit(generic.EditView):
    """One's own organisation: there is no other in the admin, and none to add or delete."""

    model = Organisation
    form_class = OrganisationForm
    template_name = "people/admin/organisation.html"
    page_title = _("Organisation")
    header_icon = "site"
    success_message = _("The organisation was saved.")

    def get_object(self, queryset=None):
        # A row of its own: what is typed wrong must not reach the clocks of this very page.
        return Organisation.objects.get(pk=self.request.user.person.organisation_id)

    def get_edit_url(self):
        return reverse("organisation")

    get_success_url = get_edit_url

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_page_subtitle(self):
        return self.page_title

    def get_success_buttons(self):
        return []

    def save_instance(self):
        saved = organisations.change(organisation=self.object, facts=self.form.cleaned_data)
        log(saved, "wagtail.edit", user=self.request.user)
        return saved
