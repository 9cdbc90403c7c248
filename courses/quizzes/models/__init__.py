"""The question bank, the quiz, and what one person was asked and answered."""

from .bank import Question, QuestionCategory, QuestionOption
from .quizzes import Quiz, QuizDraw, QuizQuestion
from .sittings import DrawnQuestion, Response, Sitting

__all__ = [
    "DrawnQuestion",
    "Question",
    "QuestionCategory",
    "QuestionOption",
    "Quiz",
    "QuizDraw",
    "QuizQuestion",
    "Response",
    "Sitting",
]
