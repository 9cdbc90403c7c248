"""A case that many people played, as rows: a million steps in half a minute on PostgreSQL."""

import io
import time

from django.core.management import call_command
from django.db import connection

from courses.models import Course, Enrolment
from courses.services.structures import structure_of
from scenarios.models import Scenario, ScenarioVersion
from tests.factories.scenario import publish
from tests.factories.world import World
from tests.scenarios.cases import ladder

SCENES, TURNS = 10, 5
# One run for each turn, over two years; one in ten stands in its fifth scene.
ATTEMPTS = """
INSERT INTO courses_attempt
  (uuid, enrolment_id, activity_id, edition_activity_id, snapshot_id, number, state, started_at,
   finished_at, passed, evidence)
SELECT gen_random_uuid(), e.id, a.activity_id, a.id, a.content_snapshot_id, 1,
  CASE WHEN e.id %% 10 = 0 THEN 'open' ELSE 'finished' END, e.enrolled_at,
  CASE WHEN e.id %% 10 = 0 THEN NULL ELSE e.enrolled_at END,
  CASE WHEN e.id %% 10 = 0 THEN NULL ELSE true END, '{}'
FROM courses_enrolment e, courses_editionactivity a WHERE e.edition_id = %s AND a.id = %s
ORDER BY e.id
"""
RUNS = """
INSERT INTO scenarios_run
  (uuid, attempt_id, version_id, phase, seq, scene_key, state, path, answered, timers_off, seed,
   started_at, last_at)
SELECT gen_random_uuid(), t.id, %s,
  CASE WHEN t.state = 'open' THEN 'playing' ELSE 'debriefed' END,
  CASE WHEN t.state = 'open' THEN 4 ELSE 10 END,
  CASE WHEN t.state = 'open' THEN 's4' ELSE 'end' END,
  '{}', '[]', '[]', false, 1, t.started_at, t.started_at
FROM courses_attempt t JOIN courses_enrolment e ON e.id = t.enrolment_id
WHERE e.edition_id = %s ORDER BY t.id
"""
STEPS = """
INSERT INTO scenarios_step
  (uuid, run_id, seq, version_id, kind, scene_key, choice_key, branch_key, to_key, entered_at, at,
   delta, interrupts, confidence, first, idem)
SELECT gen_random_uuid(), r.id, n, r.version_id,
  CASE WHEN n = 9 THEN 'close' ELSE 'choice' END,
  CASE WHEN n = 9 THEN 'end' ELSE 's' || n END,
  CASE WHEN n = 9 THEN '' WHEN (r.id * 7 + n * 13) %% 10 < 3 THEN 's' || n || '-b'
       ELSE 's' || n || '-a' END,
  '', CASE WHEN n >= 8 THEN 'end' ELSE 's' || n + 1 END,
  r.started_at, r.started_at + make_interval(secs => (r.id * 11 + n * 17) %% 200),
  '{}', '[]', CASE WHEN n < 9 THEN (r.id + n) %% 4 + 1 END, n < 9, gen_random_uuid()
FROM scenarios_run r CROSS JOIN generate_series(0, 9) AS n
WHERE r.version_id = %s AND n < r.seq ORDER BY r.id, n
"""


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def make(world: World, *, steps: int, say) -> Scenario:
    """A published case in a course, and about so many steps in it."""
    scenario = Scenario(title=f"{steps:,} steps", draft=ladder(SCENES).as_json())
    scenario.save()
    publish(scenario)
    course = world.course(f"Many steps, {steps}", module_activities=[("scenario", scenario)])
    _take(course, steps // SCENES // TURNS)
    structure = structure_of(course.current_edition_id)
    fact = structure.modules[0].activities[0]
    sql(ATTEMPTS, structure.edition, fact.edition_activity)
    version = ScenarioVersion.objects.get(scenario_uuid=scenario.uuid)
    sql(RUNS, version.pk, structure.edition)
    sql(STEPS, version.pk)
    sql("ANALYZE")
    say(f"a case with about {steps:,} steps is in")
    return scenario


def _take(course: Course, people: int) -> None:
    """So many people have taken a course five times, spread over two years."""
    sql(
        """
        INSERT INTO courses_enrolment
          (uuid, person_id, course_id, edition_id, number, state, enrolled_at, completed_at)
        SELECT gen_random_uuid(), p.id, %s, %s, n, 'completed', at, at FROM (
          SELECT p.id, n, now() - make_interval(days => 720 - n * 130 - (p.id %% 97)::int) AS at
          FROM (SELECT id FROM people_person ORDER BY id DESC LIMIT %s) AS p
          CROSS JOIN generate_series(1, %s) AS n
        ) AS p
        """,
        course.pk,
        course.current_edition_id,
        people,
        TURNS,
    )
    assert Enrolment.objects.filter(course=course).count() == people * TURNS


def rolled_up() -> float:
    """Seconds that the command takes to count everything that is not counted yet."""
    began = time.perf_counter()
    call_command("roll_up_steps", stdout=io.StringIO())
    return time.perf_counter() - began
