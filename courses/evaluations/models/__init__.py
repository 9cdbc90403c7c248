"""What trainers write (forms, attestations) and what people answer and sign, written once."""

from .content import Attestation, EvaluationForm, EvaluationQuestion
from .evidence import EvaluationAnswer, EvaluationResponse, Signature

__all__ = [
    "Attestation",
    "EvaluationAnswer",
    "EvaluationForm",
    "EvaluationQuestion",
    "EvaluationResponse",
    "Signature",
]
