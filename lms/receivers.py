"""Forget the public pages that are kept in memory, once a change to what they show is committed."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from lms.middleware import forget_public_pages


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
@receiver(post_delete, sender=Page)
def forget_after_change(sender, **kwargs):
    transaction.on_commit(forget_public_pages)
