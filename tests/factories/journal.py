"""A published journal prompt, and an entry written through the pages."""

import uuid

from django.urls import reverse

from courses.journals.models import JournalPrompt, JournalTemplate

WORDS = "He had the pen in his hand before I had said what it was for."


def make_journal(*, title="A yes you were not sure of", template="free", **kwargs) -> JournalPrompt:
    values = {
        "prompt": "<p>Think of a time when somebody agreed and you were not sure.</p>",
        "guidance": "<p>Start with the room. Who sat where?</p>",
        "template": JournalTemplate.objects.get(key=template) if template else None,
        "suggested_words": 150,
        **kwargs,
    }
    prompt = JournalPrompt.objects.create(title=title, live=False, **values)
    prompt.save_revision().publish()
    prompt.refresh_from_db()
    return prompt


def sheet(*texts, version=0, page=None, **extra) -> dict:
    """What the writing page sends."""
    boxes = {f"text_{number}": text for number, text in enumerate(texts)}
    return {"version": version, "page": str(page or uuid.uuid4()), **boxes, **extra}


def finish(client, attempt) -> None:
    address = reverse("journals:write", args=[attempt.uuid])
    response = client.post(address, sheet(WORDS))
    assert response.status_code == 302, response.status_code
