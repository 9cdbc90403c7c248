"""The data: the demo's courses, a few people with stories, and thousands without."""

import datetime as dt
import itertools
import uuid
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from courses.models import Course, CourseCompletion, Enrolment
from courses.people.models import Management, Membership, Organisation, Person, Team, User
from courses.people.services import roles
from courses.services import attempts, enrolments
from courses.services.structures import structure_of
from lms.demo import site as demo_site
from tests.factories.world import World, make_world

HIRED = dt.date(2024, 1, 8)
COURSES = 12
PROFESSIONS = ("Case manager", "Nurse", "Social worker", "Care assistant", "Therapist")
_numbers = itertools.count(1)


@dataclass
class Crowd:
    """What the actions need to know."""

    world: World
    demo: list[Course]
    few: Course | None = None
    many: Course | None = None
    managers: dict[int, User] = field(default_factory=dict)
    learner: User | None = None
    turn: Enrolment | None = None


def make(say, *, sizes: tuple[int, ...], many: int) -> Crowd:
    """Build everything; `sizes` are those of the organisations, `many` the larger course's."""
    demo = demo_site.load_courses(now=timezone.now() - dt.timedelta(days=300), say=lambda _text: 0)
    say("the demo's courses are in")
    crowd = Crowd(world=make_world(), demo=demo)
    person, crowd.learner = someone("Lena Benchmark")
    for course in demo[1:]:
        crowd.world.enrol(person, course)
    crowd.turn = crowd.world.enrol(person, demo[0])
    other = crowd.world.enrol(person, demo[2])
    complete(other)
    for number in range(len(demo), COURSES):
        Course.objects.create(key=uuid.uuid4(), title=f"Course {number}", slug=f"c{number}")
    for size in sizes:
        crowd.managers[size] = organisation(size)
        say(f"an organisation of {size:,} people is in")
    crowd.few, crowd.many = (_course(crowd.world, title) for title in ("Few", "Many"))
    take(crowd.few, 20)
    take(crowd.many, many)
    sql("VACUUM ANALYZE")
    say("the turns are in")
    return crowd


def someone(name: str = "Ada Example", organisation: Organisation | None = None):
    """A person with a login, without the cost of a password."""
    number = next(_numbers)
    person = Person.objects.create(
        organisation=organisation or Organisation.objects.order_by("pk").first(),
        name=name,
        external_id=f"B{number:06}",
        profession=PROFESSIONS[number % len(PROFESSIONS)],
        hired_on=HIRED,
    )
    return person, User.objects.create(email=f"bench{number}@example.org", person=person)


def complete(turn: Enrolment) -> CourseCompletion:
    """A completion as `services.completions` writes it."""
    now = timezone.now()
    Enrolment.objects.filter(pk=turn.pk).update(state=Enrolment.State.COMPLETED, completed_at=now)
    return CourseCompletion.objects.create(
        enrolment=turn,
        person_id=turn.person_id,
        course_id=turn.course_id,
        edition_id=turn.edition_id,
        started_at=turn.enrolled_at,
        completed_at=now,
    )


def organisation(size: int) -> User:
    """An organisation of so many people in twenty teams, each with twelve standings; its manager
    is returned.
    """
    firm = Organisation.objects.create(name=f"House of {size}", time_zone="Europe/London")
    top = Team.add_root(name=firm.name, organisation=firm)
    teams = [top.add_child(name=f"Team {n:02}", organisation=firm) for n in range(20)]
    manager, login = someone("Mina Manager", firm)
    roles.set_roles(person=manager, roles=("learner", "manager"))
    Management.objects.create(person=manager, team=top, starts_on=HIRED)
    people = Person.objects.bulk_create(
        [
            Person(
                organisation=firm,
                name=f"First{n % 97} Last{n:05}",
                sort_name=f"last{n:05} first{n % 97}",
                external_id=f"P{n:06}",
                profession=PROFESSIONS[n % len(PROFESSIONS)],
                own_time_zone="America/New_York" if n % 20 == 0 else "",
                hired_on=HIRED,
            )
            for n in range(size)
        ],
        batch_size=2000,
    )
    Membership.objects.bulk_create(
        [
            Membership(person=person, team=teams[n % 20], starts_on=HIRED)
            for n, person in enumerate(people)
        ],
        batch_size=2000,
    )
    sql(STANDINGS, firm.pk)
    return login


# Of each course: six in ten done, one in fifty overdue, the others in time.
STANDINGS = """
INSERT INTO compliance_standing
  (person_id, course_id, due_on, counts_from, completed_at, satisfied, changed_at)
SELECT person, course,
  CURRENT_DATE + CASE WHEN fate = 49 THEN -9 ELSE 20 + fate END,
  DATE '2024-01-08',
  CASE WHEN fate < 30 THEN now() - make_interval(days => fate + 1) END,
  fate < 30, now()
FROM (
  SELECT p.id AS person, c.id AS course, ((p.id * 7 + c.id * 13) %% 50)::int AS fate
  FROM people_person p CROSS JOIN courses_course c
  WHERE p.organisation_id = %s AND NOT p.is_manager
) AS pairs
"""
# Everybody in the course passed its first activity and read three modules.
TRIES = """
INSERT INTO courses_attempt
  (uuid, enrolment_id, activity_id, edition_activity_id, snapshot_id, number, state, started_at,
   finished_at, passed, evidence)
SELECT gen_random_uuid(), e.id, a.activity_id, a.id, a.content_snapshot_id, 1, 'finished', now(),
  now(), true, '{}'
FROM courses_enrolment e, courses_editionactivity a WHERE e.edition_id = %s AND a.id = %s
"""
PASSES = """
INSERT INTO courses_activitycompletion
  (enrolment_id, activity_id, edition_activity_id, attempt_id, completed_at)
SELECT t.enrolment_id, t.activity_id, t.edition_activity_id, t.id, now()
FROM courses_attempt t JOIN courses_enrolment e ON e.id = t.enrolment_id
WHERE e.edition_id = %s AND t.edition_activity_id = %s
"""
VISITS = """
INSERT INTO courses_modulevisit (enrolment_id, module_key, first_at)
SELECT e.id, m.key, now() FROM courses_enrolment e JOIN courses_editionmodule m USING (edition_id)
WHERE e.edition_id = %s AND m.position < 3
"""


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _course(world: World, title: str) -> Course:
    quiz, journal = world.content("quiz"), world.content("journal")
    return world.course(title, modules=5, module_activities=[("quiz", quiz), ("journal", journal)])


def take(course: Course, number: int) -> None:
    """So many people of the largest organisation are part-way through a course."""
    now, structure = timezone.now(), structure_of(course.current_edition_id)
    people = Person.objects.order_by("-pk").values_list("pk", flat=True)[:number]
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                person_id=person,
                course=course,
                edition_id=structure.edition,
                number=1,
                enrolled_at=now,
            )
            for person in people
        ],
        batch_size=2000,
    )
    fact = structure.modules[0].activities[0]
    sql(TRIES, structure.edition, fact.edition_activity)
    sql(PASSES, structure.edition, fact.edition_activity)
    sql(VISITS, structure.edition)


def turn_in(course: Course, person: Person) -> Enrolment:
    """A turn with two modules read and an open try, as the course page shows it."""
    turn = enrolments.enrol(person=person, course=course, now=timezone.now())
    structure = structure_of(turn.edition_id)
    for module in structure.modules[:2]:
        enrolments.visit(enrolment=turn, module=module, now=timezone.now())
    attempts.begin(enrolment=turn, activity=structure.modules[0].activities[0], now=timezone.now())
    return turn
