"""Who gets a 404: everybody who is no manager, and a manager for other people's people."""

import uuid

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from courses.compliance import urls
from courses.people import urls as people_urls
from courses.people.services import accommodations
from tests.compliance.world import ask

POSTED = {"manage:arrange_end", "manage:release"}  # nothing to read there


@pytest.fixture
def ids(world):
    """Something real for every converter of every address."""
    course = world.course()
    assignment = ask(world.learner, course, timezone.now().date())
    enrolment = world.enrol(world.learner, course)
    [arranged] = accommodations.arrange(
        people=[world.learner],
        arranged=accommodations.Arranged(extra_time=25),
        actor=world.manager,
        now=timezone.now(),
    )
    user = world.learner.users.get()
    membership = world.learner.memberships.get()
    return {
        "manage:home": {},
        "manage:people": {},
        "manage:export": {"kind": "csv"},
        "manage:person": {"person": world.learner.uuid},
        "manage:course": {"course": course.uuid},
        "manage:assign": {},
        "manage:confirm": {},
        "manage:withdraw": {"assignment": assignment.uuid},
        "manage:duplicates": {"person": world.learner.uuid},
        "manage:merge": {"kept": world.learner.uuid, "merged": world.colleague.uuid},
        "manage:arrange": {},
        "manage:arrange_end": {"person": world.learner.uuid, "accommodation": arranged.uuid},
        "manage:release": {
            "person": world.learner.uuid,
            "enrolment": enrolment.uuid,
            "activity": uuid.uuid4(),
        },
        "people:list": {},
        "people:add": {},
        "people:person": {"person": world.learner.uuid},
        "people:roles": {"person": world.learner.uuid},
        "people:invite": {"person": world.learner.uuid},
        "people:login": {"person": world.learner.uuid, "login": user.uuid, "act": "close"},
        "people:move": {"person": world.learner.uuid},
        "people:manage": {"person": world.learner.uuid},
        "people:end": {"person": world.learner.uuid, "what": "membership", "row": membership.pk},
    }


def names() -> set[str]:
    return {
        f"{module.app_name}:{pattern.name}"
        for module in (urls, people_urls)
        for pattern in module.urlpatterns
        if isinstance(pattern, URLPattern)
    }


def is_administration(name: str) -> bool:
    return name.startswith("people:") or name in ("manage:duplicates", "manage:merge")


def test_every_address_is_in_the_matrix(ids):
    assert names() == set(ids)
    assert get_resolver().resolve("/manage/").view_name == "manage:home"


@pytest.mark.parametrize("who", ["learner", "trainer", "outsider"])
def test_learners_and_trainers_find_nothing(world, ids, who):
    client = world.client(getattr(world, who))
    for name, kwargs in ids.items():
        url = reverse(name, kwargs=kwargs)
        assert client.get(url).status_code == 404, url
        assert client.post(url, {"roles": ["administrator"]}).status_code == 404, url


def test_strangers_are_sent_to_the_door(world, ids):
    client = world.client(None)
    for name, kwargs in ids.items():
        url = reverse(name, kwargs=kwargs)
        answer = client.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")
        assert client.post(url).status_code == 302


def test_managers_find_no_administration(world, ids):
    client = world.client(world.manager)
    for name, kwargs in ids.items():
        if is_administration(name):
            url = reverse(name, kwargs=kwargs)
            assert client.get(url).status_code == 404, url
            assert client.post(url, {"roles": ["administrator"]}).status_code == 404, url
    world.learner.refresh_from_db()
    assert world.learner.roles == ["learner"]


def test_managers_and_administrators_find_what_is_theirs(world, ids):
    for person in (world.manager, world.administrator):
        client = world.client(person)
        for name, kwargs in ids.items():
            if not is_administration(name) and name != "manage:confirm":
                url = reverse(name, kwargs=kwargs)
                answer = client.get(url)
                assert answer.status_code == (405 if name in POSTED else 200), url


def test_a_manager_does_not_find_people_outside(world, ids):
    client = world.client(world.manager)
    for person in (world.outsider, world.manager, world.administrator, world.trainer):
        assert client.get(f"/manage/people/{person.uuid}/").status_code == 404


def test_unknown_and_broken_ids_are_not_found(world):
    client = world.client(world.administrator)
    for path in ("people", "courses", "admin/people"):
        assert client.get(f"/manage/{path}/{uuid.uuid4()}/").status_code == 404
        assert client.get(f"/manage/{path}/nonsense/").status_code == 404
    assert client.post(f"/manage/assignments/{uuid.uuid4()}/withdraw/").status_code == 404


def test_a_manager_of_another_organisation_finds_nobody(world):
    from courses.people.models import Management, Organisation, Team
    from tests.factories.world import make_person

    other = Organisation.objects.create(name="Elsewhere")
    stranger = make_person(other, "Eve Elsewhere", roles_=("manager", "administrator"))
    team = Team.add_root(name="Elsewhere", organisation=other)
    Management.objects.create(person=stranger, team=team, starts_on=timezone.now().date())
    client = world.client(stranger)

    assert client.get(f"/manage/people/{world.learner.uuid}/").status_code == 404
    assert client.get(f"/manage/admin/people/{world.learner.uuid}/").status_code == 404
    assert "Lena" not in client.get("/manage/people/").content.decode()
    assert "Lena" not in client.get("/manage/admin/people/").content.decode()
