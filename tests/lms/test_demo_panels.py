"""The demo's panel: invented people whose answers a learner and a trainer can read."""

import pytest
from django.utils import timezone

from lms.demo import contents, panels
from lms.demo.documents import module_folders, read_yaml
from scenarios.concordance import FEWEST
from scenarios.models import PanelMember
from scenarios.panelreport import said
from scenarios.services import panels as services
from scenarios.services import versions

pytestmark = pytest.mark.django_db


ASKED = {
    "missed-visit": {"pharmacy", "check"},
    "invitation": {"card", "hall", "form", "carving"},
}


@pytest.fixture
def cases():
    with_panel = [f for f in module_folders().values() if (f / "panel.yaml").exists()]
    rows = {read_yaml(f"modules/{f.name}/panel.yaml")["case"]: f for f in with_panel}
    scenarios = {key: contents.scenario(folder) for key, folder in rows.items()}
    panels.load_panels(now=timezone.now())
    return {
        key: versions.case_of(versions.newest_open(scenario_uuid=row.uuid).uuid)
        for key, row in scenarios.items()
    }


@pytest.fixture
def case(cases):
    return cases["invitation"]


@pytest.mark.parametrize("key", ASKED)
def test_ten_people_answer_and_no_scene_is_weak(cases, key):
    report = said(cases[key])
    assert report.people == FEWEST
    assert {item.scene.key for item in report.items} == ASKED[key]
    for item in report.items:
        assert item.notes == [], item.title
        assert len(item.view.counts) >= 3 and item.view.people == FEWEST
        assert all(60 < len(voice.reason) < 300 for voice in item.view.voices)


def test_loading_it_again_changes_nothing(case):
    before = list(PanelMember.objects.order_by("pk").values())
    panels.load_panels(now=timezone.now())
    assert list(PanelMember.objects.order_by("pk").values()) == before


def test_their_addresses_lead_nowhere_and_no_link_was_sent(case):
    for member in PanelMember.objects.all():
        assert member.email.endswith("@panel.example.org") and member.sent_at is None


def test_learners_read_only_what_each_agreed_to(case):
    view = services.view(scenario_uuid=case.scenario_uuid, scene_key="card")
    assert (view.people, len(view.voices)) == (10, 9)
    assert sum(bool(voice.name) for voice in view.voices) == 7
