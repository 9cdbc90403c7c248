"""Forms of files that authors upload."""

from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.forms import BaseImageForm

from courses import uploads


class WholeImageForm(BaseImageForm):
    """A picture that can be read to its end: a damaged one is refused, not met later by a
    reader.
    """

    def _clean_fields(self):
        try:
            super()._clean_fields()
            file = self.cleaned_data.get("file")
            if "file" in self.changed_data and file is not None:
                file.seek(0)
                if not uploads.is_whole(file.read()):
                    raise ValueError
                file.seek(0)
                Image.open(file).load()
                file.seek(0)
        except (OSError, SyntaxError, ValueError):  # what image libraries raise on broken data
            self.add_error("file", _("The picture is damaged or cut off. Save it again and retry."))
