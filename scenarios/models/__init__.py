"""The case as authored, its versions, and the evidence of a run."""

from .runs import Justification, Run, Step
from .scenarios import Scenario, ScenarioVersion

__all__ = ["Justification", "Run", "Scenario", "ScenarioVersion", "Step"]
