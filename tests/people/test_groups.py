"""What the two groups of the Wagtail admin may do."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from courses.people.services.roles import ADMINISTRATORS, TRAINERS
from courses.services import groups

FORBIDDEN_APPS = {"auth", "people", "account", "sessions", "compliance", "certificates"}


def rights(name) -> set[str]:
    rows = Permission.objects.filter(group__name=name)
    return {
        f"{app}.{codename}"
        for app, codename in rows.values_list("content_type__app_label", "codename")
    }


def page_rights(name) -> set[tuple[int, str]]:
    rows = GroupPagePermission.objects.filter(group__name=name)
    return set(rows.values_list("page_id", "permission__codename"))


def file_rights(name) -> set[str]:
    rows = GroupCollectionPermission.objects.filter(group__name=name)
    return set(rows.values_list("permission__codename", flat=True))


@pytest.mark.parametrize("name", [TRAINERS, ADMINISTRATORS])
def test_a_group_opens_the_admin_and_every_content(world, name):
    found = rights(name)

    assert "wagtailadmin.access_admin" in found
    for model in groups.authored_models():
        label = model._meta.app_label
        for act in ("view", "add", "change"):
            assert f"{label}.{act}_{model._meta.model_name}" in found


@pytest.mark.parametrize("name", [TRAINERS, ADMINISTRATORS])
def test_no_group_touches_people_users_sites_or_evidence(world, name):
    found = rights(name)

    assert {right.split(".")[0] for right in found}.isdisjoint(FORBIDDEN_APPS)
    assert not any(word in right for right in found for word in
                   ("site", "entry", "response", "attempt", "enrolment", "completion"))  # fmt: skip


def test_trainers_write_below_home_and_delete_nothing_of_others(world):
    home = world.home.pk

    assert page_rights(TRAINERS) == {
        (home, f"{act}_page") for act in ("add", "change", "publish", "lock")
    }
    assert page_rights(ADMINISTRATORS) == page_rights(TRAINERS) | {
        (home, "unlock_page"),
        (home, "bulk_delete_page"),
    }
    assert not any("delete" in right or "unlock" in right for right in rights(TRAINERS))
    assert rights(ADMINISTRATORS) > rights(TRAINERS)


def test_files_in_the_root_folder(world):
    assert {
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "add_media",
    } <= file_rights(TRAINERS)
    assert not any("delete" in right for right in file_rights(TRAINERS))
    assert "delete_image" in file_rights(ADMINISTRATORS)


def test_ensuring_twice_changes_nothing(world):
    groups.ensure_groups()

    assert groups.ensure_groups() is False


def test_a_right_that_crept_in_is_taken_away(world):
    groups.ensure_groups()
    user = apps.get_model("people.User")
    creeping = Permission.objects.get(
        content_type__app_label="people", codename=f"change_{user._meta.model_name}"
    )
    Group.objects.get(name=TRAINERS).permissions.add(creeping)

    assert groups.ensure_groups() is True
    assert "people.change_user" not in rights(TRAINERS)


def test_migrating_makes_the_groups(db):
    assert "wagtailadmin.access_admin" in rights(TRAINERS)
    assert "wagtailadmin.access_admin" in rights(ADMINISTRATORS)


def test_a_trainer_may_write_a_page_and_a_quiz(world):
    client = world.client(world.trainer)

    assert client.get(f"/admin/pages/{world.catalogue.pk}/edit/").status_code == 200
    assert client.get("/admin/snippets/quizzes/question/add/").status_code in (200, 302)
    assert client.get("/admin/reports/site-history/").status_code in (200, 302)
