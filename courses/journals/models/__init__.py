"""What trainers write (prompts, templates) and what people write, sealed (entries, versions)."""

from .entries import Entry, EntryVersion
from .prompts import JournalPrompt, JournalTemplate, JournalTemplateSection

__all__ = ["Entry", "EntryVersion", "JournalPrompt", "JournalTemplate", "JournalTemplateSection"]
