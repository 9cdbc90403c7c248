"""What trainers write (prompts, templates, codes) and what people write, sealed (entries)."""

from .codes import Code, CodeStandard
from .entries import ERASED, Entry, EntryTag, EntryVersion
from .prompts import JournalPrompt, JournalTemplate, JournalTemplateSection

__all__ = [
    "ERASED",
    "Code",
    "CodeStandard",
    "Entry",
    "EntryTag",
    "EntryVersion",
    "JournalPrompt",
    "JournalTemplate",
    "JournalTemplateSection",
]
