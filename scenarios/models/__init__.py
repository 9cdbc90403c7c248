"""The case as authored, its versions, and the evidence of a run."""

from .imports import ImportReport
from .panels import PanelMember, PanelResponse
from .remarks import SceneComment, SharedReason
from .runs import Justification, Run, Step
from .scenarios import Scenario, ScenarioVersion, VersionWithdrawal

__all__ = [
    "ImportReport",
    "Justification",
    "PanelMember",
    "PanelResponse",
    "Run",
    "Scenario",
    "ScenarioVersion",
    "SceneComment",
    "SharedReason",
    "Step",
    "VersionWithdrawal",
]
