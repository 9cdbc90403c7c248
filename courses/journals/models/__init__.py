"""What trainers write (prompts, templates, codes) and what people write, sealed (entries)."""

from .attachments import Attachment
from .codes import Code, CodeStandard
from .entries import ERASED, Entry, EntryTag, EntryVersion
from .prompts import JournalPrompt, JournalTemplate, JournalTemplateSection
from .sharing import Discussion, DiscussionAnswer, Share, ShareComment, ShareEvent

__all__ = [
    "ERASED",
    "Attachment",
    "Code",
    "CodeStandard",
    "Discussion",
    "DiscussionAnswer",
    "Entry",
    "EntryTag",
    "EntryVersion",
    "JournalPrompt",
    "JournalTemplate",
    "JournalTemplateSection",
    "Share",
    "ShareComment",
    "ShareEvent",
]
