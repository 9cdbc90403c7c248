"""The quiz: a bank of questions, quizzes that draw from it, sittings, answers and their marking."""
