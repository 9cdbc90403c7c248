"""Awards, the documents made of them, what ends those, and what bodies approve."""

from .accreditation import AccreditationLine
from .awards import Award, NumberSeries
from .certificates import Certificate, Revocation

__all__ = ["AccreditationLine", "Award", "Certificate", "NumberSeries", "Revocation"]
