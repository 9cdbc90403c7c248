"""E-mails about shared entries, sent outside the request where there is a worker.

They carry ids only, and no message holds a title or a word of an entry.
"""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from courses.journals.models import Discussion, Share
from courses.people.models import Person


def _send(*, to: Person, subject: str, template: str, context: dict) -> int:
    addresses = list(to.users.filter(is_active=True).values_list("email", flat=True))
    if not addresses:
        return 0
    text = render_to_string(template, {"to": to, **context})
    for address in addresses:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
    return len(addresses)


def _at(name: str, *args) -> str:
    return settings.BASE_URL.rstrip("/") + reverse(name, args=args)


@task()
def tell_of_share(share_id: int) -> int:
    """Tell a reader that an entry is open to them."""
    share = Share.objects.filter(pk=share_id, ended_at=None)
    found = share.select_related("reader__organisation", "entry__person").first()
    if found is None:
        return 0
    author = found.entry.person.name
    with override(found.reader.preferred_language or settings.LANGUAGE_CODE):
        return _send(
            to=found.reader,
            subject=_("%(name)s shares a journal entry with you") % {"name": author},
            template="journals/email/shared.txt",
            context={"share": found, "author": author, "url": _at("journals:shared", found.uuid)},
        )


@task()
def tell_of_comment(share_id: int, writer_id: int) -> int:
    """Tell the other of the two that something was said."""
    share = Share.objects.filter(pk=share_id).select_related("reader", "entry__person").first()
    if share is None:
        return 0
    writer = Person.objects.get(pk=writer_id)
    to = share.entry.person if writer.pk == share.reader_id else share.reader
    with override(to.preferred_language or settings.LANGUAGE_CODE):
        return _send(
            to=to.as_now,
            subject=_("%(name)s wrote a comment") % {"name": writer.name},
            template="journals/email/comment.txt",
            context={"writer": writer, "url": _at("journals:shared", share.uuid)},
        )


@task()
def tell_of_discussion(discussion_id: int) -> int:
    """Ask a peer to confirm that a discussion took place."""
    rows = Discussion.objects.filter(pk=discussion_id, answer=None)
    found = rows.select_related("peer", "entry__person").first()
    if found is None:
        return 0
    author = found.entry.person.name
    with override(found.peer.preferred_language or settings.LANGUAGE_CODE):
        return _send(
            to=found.peer,
            subject=_("%(name)s asks whether you talked") % {"name": author},
            template="journals/email/discussion.txt",
            context={
                "discussion": found,
                "author": author,
                "url": _at("journals:discussion", found.uuid),
            },
        )
