"""The case as authored, its versions, and the evidence of a run."""

from .imports import ImportReport
from .panels import PanelMember, PanelResponse, Perspective
from .remarks import SceneComment, SharedReason
from .risks import RiskBatch, RiskCounted
from .rollups import RollupMark, StepRollup
from .runs import Justification, Run, Step
from .scenarios import Scenario, ScenarioVersion, VersionWithdrawal

__all__ = [
    "ImportReport",
    "Justification",
    "PanelMember",
    "PanelResponse",
    "Perspective",
    "RiskBatch",
    "RiskCounted",
    "RollupMark",
    "Run",
    "Scenario",
    "ScenarioVersion",
    "SceneComment",
    "SharedReason",
    "Step",
    "StepRollup",
    "VersionWithdrawal",
]
