"""Ten invented experts answer a case, by way of the services that real ones use."""

import datetime as dt

from lms.demo.contents import lasting
from lms.demo.documents import module_folders, read_yaml
from scenarios.services import panels


def load_panels(*, now: dt.datetime) -> None:
    """Let the panels of the content files answer their cases; who has answered is left alone."""
    for folder in module_folders().values():
        if not (folder / "panel.yaml").exists():
            continue
        document = read_yaml("modules", folder.name, "panel.yaml")
        case = lasting("scenario", document["case"])
        for number, row in enumerate(document["members"]):
            _answer(case, row, now + dt.timedelta(days=number, minutes=47 * number))


def _answer(case, row: dict, now: dt.datetime) -> None:
    try:
        member, _code = panels.invite(
            scenario_uuid=case,
            name=row["name"],
            email=row["email"],
            perspectives=row["perspectives"],
            credentials=row["credentials"],
            by=None,
            now=now,
        )
    except panels.AlreadyInvited:
        return
    panels.agree(member=member, consent=row["shows"], now=now + dt.timedelta(hours=3))
    for key, answer in row["answers"].items():
        panels.answer(
            member=member,
            scene_key=key,
            choice_key=answer.get("choice", ""),
            scale=answer.get("scale"),
            reason=answer["why"],
            now=now + dt.timedelta(hours=4),
        )
    panels.finish(member=member, now=now + dt.timedelta(hours=5))
