"""A short list of words, typed with commas between."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 12
LONGEST_WORD = 60


class WordsFormField(forms.CharField):
    """Reads “autonomy, duty of care” as two words, each once."""

    def to_python(self, value):
        if isinstance(value, list):
            return value
        words = [" ".join(part.split()) for part in (value or "").split(",")]
        return list(dict.fromkeys(word for word in words if word))

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_WORDS:
            raise ValidationError(
                _("At most %(most)d words.") % {"most": MOST_WORDS}, code="too_many_words"
            )
        if any(len(word) > LONGEST_WORD for word in value):
            raise ValidationError(
                _("Each at most %(most)d characters.") % {"most": LONGEST_WORD}, code="too_long"
            )

    def run_validators(self, value):
        return None

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return self.to_python(initial) != self.to_python(data)


class WordsField(models.JSONField):
    """A JSON list of words."""

    def formfield(self, **kwargs):
        return WordsFormField(
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            **{key: value for key, value in kwargs.items() if key == "widget"},
        )
