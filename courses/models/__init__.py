"""The core's rows: what authors write, what an edition freezes, and what people did."""

from .activities import Activity, ActivityContent, Course, StaysWhileAsked
from .appendonly import AppendOnlyModel, EvidenceLocked
from .attempts import Attempt
from .editions import Edition, EditionActivity, EditionModule, EditionReference
from .enrolments import Assignment, Enrolment, ModuleVisit
from .evidence import ActivityCompletion, CourseCompletion, LearningEvent, Purge
from .imported import ImportedResult, ImportOrigin
from .media import CandourDocument, CandourImage, CandourMedia, CandourRendition
from .pageparts import CourseCredit, CoursePresenter
from .pages import CataloguePage, CoursePage, HomePage, ModulePage
from .releases import TryRelease
from .snapshots import Snapshot
from .snippets import Category, GlossaryTerm

__all__ = [
    "Activity",
    "ActivityCompletion",
    "ActivityContent",
    "AppendOnlyModel",
    "Assignment",
    "Attempt",
    "CandourDocument",
    "CandourImage",
    "CandourMedia",
    "CandourRendition",
    "CataloguePage",
    "Category",
    "Course",
    "CourseCompletion",
    "CourseCredit",
    "CoursePage",
    "CoursePresenter",
    "Edition",
    "EditionActivity",
    "EditionModule",
    "EditionReference",
    "Enrolment",
    "EvidenceLocked",
    "GlossaryTerm",
    "HomePage",
    "ImportOrigin",
    "ImportedResult",
    "LearningEvent",
    "ModulePage",
    "ModuleVisit",
    "Purge",
    "Snapshot",
    "StaysWhileAsked",
    "TryRelease",
]
