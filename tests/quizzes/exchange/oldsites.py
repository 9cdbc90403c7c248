"""A small site of the quiz app for Django, written here, as its database and as its dump."""

import copy
import json
import sqlite3

from tests.quizzes.exchange.bank import picture

# Tables as the app makes them, less lengths and keys, which an importer must not lean on.
COLUMNS = {
    "quiz_category": "id, category",
    "quiz_subcategory": "id, sub_category, category_id",
    "quiz_quiz": "id, title, description, url, category_id, random_order, max_questions, "
    "answers_at_end, exam_paper, single_attempt, pass_mark, success_text, fail_text, draft",
    "quiz_question": "id, category_id, sub_category_id, figure, content, explanation",
    "quiz_question_quiz": "id, question_id, quiz_id",
    "multichoice_mcquestion": "question_ptr_id, answer_order",
    "multichoice_answer": "id, question_id, content, correct",
    "true_false_tf_question": "question_ptr_id, correct",
    "essay_essay_question": "question_ptr_id",
    "quiz_sitting": "id, user_id, quiz_id, question_order, question_list, incorrect_questions, "
    "current_score, complete, user_answers, start, end",
    "quiz_progress": "id, user_id, score",
    "auth_user": "id, password, username, first_name, last_name, email, is_active, date_joined",
    "django_session": "session_key, session_data",
}
MODELS = {
    "quiz_category": "quiz.category", "quiz_subcategory": "quiz.subcategory",
    "quiz_quiz": "quiz.quiz", "quiz_question": "quiz.question",
    "multichoice_mcquestion": "multichoice.mcquestion", "multichoice_answer": "multichoice.answer",
    "true_false_tf_question": "true_false.tf_question",
    "essay_essay_question": "essay.essay_question", "quiz_sitting": "quiz.sitting",
    "quiz_progress": "quiz.progress", "auth_user": "auth.user",
    "django_session": "sessions.session",
}  # fmt: skip
FLAGS = {
    "random_order", "answers_at_end", "exam_paper", "single_attempt", "draft", "correct",
    "complete", "is_active",
}  # fmt: skip
QUIZ = {
    "description": "Take care.\r\n\r\n1 < 2", "url": "consent", "category_id": 1,
    "random_order": False, "max_questions": None, "answers_at_end": True, "exam_paper": True,
    "single_attempt": False, "pass_mark": 63, "success_text": "Well done", "fail_text": "",
    "draft": False,
}  # fmt: skip
SITTING = {
    "user_id": 2, "quiz_id": 1, "question_order": "1,2,3,", "question_list": "",
    "incorrect_questions": "", "current_score": 3, "complete": True,
    "start": "2015-10-01 09:00:00.123456", "end": "2015-10-01 09:20:00.500000",
}  # fmt: skip


def answers(**given):
    return json.dumps({key[1:]: value for key, value in given.items()})


def site():
    """Two categories, six questions, three quizzes, three people, four sittings."""
    return {
        "quiz_category": [{"id": 1, "category": "consent"}, {"id": 2, "category": ""}],
        "quiz_subcategory": [{"id": 1, "sub_category": "capacity, minors", "category_id": 1}],
        "quiz_quiz": [
            {**QUIZ, "id": 1, "title": "Consent"},
            {**QUIZ, "id": 2, "title": "Once", "url": "once", "single_attempt": True,
             "random_order": True, "max_questions": 2, "pass_mark": 0, "answers_at_end": False},
            {**QUIZ, "id": 3, "title": "A draft", "draft": True, "exam_paper": False},
        ],
        "quiz_question": [
            {"id": 1, "category_id": 1, "sub_category_id": 1, "figure": "uploads/tree.png",
             "content": "Who decides?\r\nRead <b>all</b>.", "explanation": "She does."},
            {"id": 2, "category_id": 1, "sub_category_id": None, "figure": None,
             "content": "Consent can be withdrawn.", "explanation": ""},
            {"id": 3, "category_id": 1, "sub_category_id": None, "figure": "",
             "content": "Which two?", "explanation": ""},
            {"id": 4, "category_id": 2, "sub_category_id": None, "figure": None,
             "content": "What would you say?", "explanation": "Ask."},
            {"id": 5, "category_id": 2, "sub_category_id": None, "figure": None,
             "content": "First?", "explanation": ""},
            {"id": 6, "category_id": 2, "sub_category_id": None, "figure": None,
             "content": "Second?", "explanation": ""},
        ],
        "quiz_question_quiz": [
            {"id": number, "question_id": question, "quiz_id": quiz}
            for number, (question, quiz) in enumerate(
                [(3, 1), (1, 1), (2, 1), (5, 2), (6, 2), (1, 2), (5, 3)], 1
            )
        ],
        "multichoice_mcquestion": [
            {"question_ptr_id": 1, "answer_order": "content"},
            {"question_ptr_id": 3, "answer_order": "none"},
            {"question_ptr_id": 5, "answer_order": "random"},
            {"question_ptr_id": 6, "answer_order": None},
        ],
        "multichoice_answer": [
            {"id": number, "question_id": question, "content": text, "correct": correct}
            for number, (question, text, correct) in enumerate(
                [(1, "She", True), (1, "Her\r\n son", False), (3, "a", True), (3, "b", True),
                 (3, "c", False), (5, "yes", True), (5, "no", False), (6, "yes", True),
                 (6, "no", False)], 1)
        ],
        "true_false_tf_question": [{"question_ptr_id": 2, "correct": True}],
        "essay_essay_question": [{"question_ptr_id": 4}],
        "quiz_sitting": [
            {**SITTING, "id": 1, "user_answers": answers(q1="1", q2="True", q3="3")},
            # The counter says 2 where the list of wrong answers leaves 1 of 3.
            {**SITTING, "id": 2, "user_id": 3, "incorrect_questions": "1,,3,", "current_score": 2,
             "user_answers": answers(q1="2", q2="True", q3="5")},
            # One of eight: 12 or 13 percent, after the Python that rounds.
            {**SITTING, "id": 3, "quiz_id": 2, "question_order": "5,6,1,2,3,5,6,99",
             "incorrect_questions": "6,1,2,3,99,", "current_score": 1,
             "user_answers": answers(q5="6")},
            {**SITTING, "id": 4, "user_id": 3, "complete": False, "question_list": "2,3,",
             "current_score": 1, "user_answers": answers(q1="1"), "end": None},
        ],
        "quiz_progress": [{"id": 1, "user_id": 2, "score": "consent,3,3,"}],
        "auth_user": [
            {"id": 1, "password": "pbkdf2$secret", "username": "keeper", "first_name": "",
             "last_name": "", "email": "", "is_active": True, "date_joined": "2015-09-01 08:00:00"},
            {"id": 2, "password": "pbkdf2$secret", "username": "lena", "first_name": "Lena",
             "last_name": "Learner", "email": "Lena@Example.org", "is_active": True,
             "date_joined": "2015-09-01 08:00:00"},
            {"id": 3, "password": "pbkdf2$secret", "username": "olga", "first_name": "Olga",
             "last_name": "Earlier", "email": "olga@example.org", "is_active": False,
             "date_joined": "2015-09-01 08:00:00"},
        ],
        "django_session": [{"session_key": "k", "session_data": "d"}],
    }  # fmt: skip


def changed(**tables):
    """The site with other rows: `quiz_quiz=lambda rows: rows[:1]`."""
    found = copy.deepcopy(site())
    for name, change in tables.items():
        kept = change(found[name])
        found[name] = found[name] if kept is None else kept
    return found


def write_database(path, tables, *, without=()):
    """Write it as SQLite; `without` names tables and columns (`table.column`) to leave out."""
    connection = sqlite3.connect(path)
    for table, rows in tables.items():
        if table in without:
            continue
        names = [name for name in COLUMNS[table].split(", ") if f"{table}.{name}" not in without]
        quoted = ", ".join(f'"{name}"' for name in names)
        connection.execute(f'CREATE TABLE "{table}" ({quoted})')
        marks = ", ".join("?" for _name in names)
        connection.executemany(
            f'INSERT INTO "{table}" VALUES ({marks})',
            [[row.get(name) for name in names] for row in rows],
        )
    connection.commit()
    connection.close()
    return path


def write_dump(path, tables):
    """Write it as `manage.py dumpdata` does: with true and false, links by name, milliseconds."""
    objects = []
    for table, model in MODELS.items():
        for row in tables.get(table, ()):
            key = next(name for name in ("id", "question_ptr_id", "session_key") if name in row)
            fields = {
                name.removesuffix("_id"): _dumped(name, value)
                for name, value in row.items()
                if name != key
            }
            if model == "quiz.question":
                places = tables["quiz_question_quiz"]
                fields["quiz"] = [
                    one["quiz_id"] for one in places if one["question_id"] == row["id"]
                ]
            objects.append({"model": model, "pk": row[key], "fields": fields})
    path.write_text(json.dumps(objects, indent=1), encoding="utf-8")
    return path


def _dumped(name, value):
    if name in FLAGS:
        return bool(value)
    if name in ("start", "end", "date_joined") and value:
        whole, _dot, part = value.replace(" ", "T").partition(".")
        return f"{whole}.{part[:3]}Z" if part else f"{whole}Z"
    return value


def write_figures(folder):
    place = folder / "media" / "uploads"
    place.mkdir(parents=True)
    (place / "tree.png").write_bytes(picture().data)
