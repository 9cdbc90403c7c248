"""Journals: prompts that trainers write, and what people write to them, which nobody else reads."""
