"""What trainers and administrators may do in the Wagtail admin, as two groups."""

from collections.abc import Collection, Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model
from wagtail.models import Collection as Folder
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from courses.people.services.roles import ADMINISTRATORS, TRAINERS

PAGE = {
    TRAINERS: ("add", "change", "publish", "lock"),
    ADMINISTRATORS: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}
FOLDER = {
    TRAINERS: ("add", "change", "choose"),
    ADMINISTRATORS: ("add", "change", "choose", "delete"),
}
SNIPPET = {
    TRAINERS: ("view", "add", "change", "publish", "lock"),
    ADMINISTRATORS: ("view", "add", "change", "publish", "lock", "unlock", "delete"),
}
# The models whose permissions Wagtail asks for images, documents and media, whatever model is used.
FILES = ("wagtailimages.image", "wagtaildocs.document", "wagtailmedia.media")
# What administrators set up besides: how work is reviewed, and the folders of files. Wagtail asks
# for rights over folders where it asks for those over files.
SETTINGS = ("wagtailcore.workflow", "wagtailcore.task")
FOLDERS = "wagtailcore.collection"


def own_groups() -> list[Group]:
    """The groups of trainers and of administrators, made where they are missing."""
    return [Group.objects.get_or_create(name=name)[0] for name in (TRAINERS, ADMINISTRATORS)]


@transaction.atomic
def ensure_groups(
    *,
    authored: Collection[type[Model]],
    home: Page | None,
    rights: Collection[tuple[str, str, str]] = (),
) -> bool:
    """Give both groups exactly these rights; return True when something was changed.

    `authored` are the snippets that authors keep; `home` the page at and below which they write, or
    None while there is none; `rights` are further ones: (app label, model, codename). Nothing here
    is about users, groups or sites: people are looked after on our own pages, and no role makes a
    superuser. Called after each migrate; it writes only what differs.
    """
    snippets = [model._meta.label_lower for model in authored]
    changed = False
    for name in (TRAINERS, ADMINISTRATORS):
        group, made = Group.objects.get_or_create(name=name)
        wanted = _named([("wagtailadmin.admin", "access")])
        wanted |= _named((label, act) for label in snippets for act in SNIPPET[name])
        wanted |= set(rights)
        if name == ADMINISTRATORS:
            wanted |= _named(
                (label, act) for label in SETTINGS for act in ("add", "change", "delete")
            )
        files = _named((label, act) for label in FILES for act in FOLDER[name])
        if name == ADMINISTRATORS:
            files |= _named((FOLDERS, act) for act in ("add", "change", "delete"))
        changed |= made | _set_own(group, wanted)
        changed |= _set_folder(group, files)
        changed |= home is not None and _set_pages(group, home, PAGE[name])
    return changed


def _named(rights: Iterable[tuple[str, str]]) -> set[tuple[str, str, str]]:
    """(app label, model, codename) of each right, the way Django names permissions."""
    found = set()
    for label, act in rights:
        app, _, model = label.partition(".")
        codename = "access_admin" if label == "wagtailadmin.admin" else f"{act}_{model}"
        found.add((app, model, codename))
    return found


def _permissions(names: set[tuple[str, str, str]]) -> set[int]:
    """Ids of the permissions that exist of these (one query)."""
    rows = Permission.objects.filter(codename__in={codename for *_, codename in names}).values_list(
        "pk", "content_type__app_label", "content_type__model", "codename"
    )
    return {key for key, *name in rows if tuple(name) in names}


def _set_own(group: Group, names: set[tuple[str, str, str]]) -> bool:
    wanted = _permissions(names)
    present = set(group.permissions.values_list("pk", flat=True))
    if wanted == present:
        return False
    group.permissions.set(wanted)
    return True


def _set_folder(group: Group, names: set[tuple[str, str, str]]) -> bool:
    root = Folder.get_first_root_node()
    if root is None:
        return False
    wanted = {(root.pk, key) for key in _permissions(names)}
    rows = GroupCollectionPermission.objects.filter(group=group)
    present = set(rows.values_list("collection_id", "permission_id"))
    for folder, permission in present - wanted:
        rows.filter(collection_id=folder, permission_id=permission).delete()
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=group, collection_id=folder, permission_id=permission)
            for folder, permission in wanted - present
        ],
        ignore_conflicts=True,  # another process migrates at the same moment
    )
    return wanted != present


def _set_pages(group: Group, home: Page, acts: tuple[str, ...]) -> bool:
    ids = _permissions({("wagtailcore", "page", f"{act}_page") for act in acts})
    wanted = {(home.pk, key) for key in ids}
    rows = GroupPagePermission.objects.filter(group=group)
    present = set(rows.values_list("page_id", "permission_id"))
    for page, permission in present - wanted:
        rows.filter(page_id=page, permission_id=permission).delete()
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=group, page_id=page, permission_id=key)
            for page, key in wanted - present
        ],
        ignore_conflicts=True,
    )
    return wanted != present
