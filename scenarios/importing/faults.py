"""The one error of the importers, as every reader of files raises it."""

from courses.faults import ImportFault

__all__ = ["ImportFault"]
