"""The question bank, the quiz, and what one person was asked and answered."""

from .bank import Question, QuestionCategory
from .corrections import Commitment, CorrectedAttempt, KeyCorrection
from .items import CountedSitting, ItemRollup
from .markings import AnswerToMark, FinalMark, Mark, MarkerTold
from .options import QuestionOption, QuestionUnit, RubricCriterion
from .quizzes import Quiz, QuizDraw, QuizQuestion, QuizSection
from .sittings import DrawnQuestion, Response, Sitting
from .vignettes import Vignette

__all__ = [
    "AnswerToMark",
    "Commitment",
    "CorrectedAttempt",
    "CountedSitting",
    "DrawnQuestion",
    "FinalMark",
    "ItemRollup",
    "KeyCorrection",
    "Mark",
    "MarkerTold",
    "Question",
    "QuestionCategory",
    "QuestionOption",
    "QuestionUnit",
    "Quiz",
    "QuizDraw",
    "QuizQuestion",
    "QuizSection",
    "Response",
    "RubricCriterion",
    "Sitting",
    "Vignette",
]
