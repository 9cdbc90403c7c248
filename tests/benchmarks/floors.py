"""The same work in bare Django, as small as a careful programmer would write it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from courses.compliance.models import Standing
from courses.people.models import Person
from tests.benchmarks.models import Footprint, Walk

# What `django-admin startproject` puts into a new project.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def hello(request):
    return HttpResponse("hello")


@login_required
def one_select(request):
    walk = Walk.objects.get(user=request.user)
    return HttpResponse(walk.title)


@login_required
def scene(request):
    walk = Walk.objects.get(user=request.user)
    return render(request, "benchmarks/scene.html", {"walk": walk})


def _move(request) -> Walk:
    with transaction.atomic():
        walk = Walk.objects.get(user=request.user)
        walk.step += 1
        walk.scene = request.POST["choice"]
        walk.save(update_fields=["step", "scene"])
        Footprint.objects.create(walk=walk, number=walk.step, choice=walk.scene)
    return walk


@login_required
def write(request):
    """One INSERT and one UPDATE; no row is read first."""
    with transaction.atomic():
        walk = Walk(pk=int(request.POST["walk"]), user=request.user, title="A walk")
        Walk.objects.filter(pk=walk.pk, user=request.user).update(scene=request.POST["choice"])
        Footprint.objects.create(walk=walk, number=1, choice=request.POST["choice"])
    return HttpResponse("done")


@login_required
def step(request):
    """Post, redirect, get: INSERT and UPDATE, 303, then SELECT and a template."""
    with transaction.atomic():
        walk = Walk(pk=int(request.POST["walk"]))
        Walk.objects.filter(pk=walk.pk, user=request.user).update(scene=request.POST["choice"])
        Footprint.objects.create(walk=walk, number=1, choice=request.POST["choice"])
    response = HttpResponseRedirect(reverse("floors:scene"))
    response.status_code = 303
    return response


@login_required
def step_at_once(request):
    """The answer to the post is the next scene."""
    walk = _move(request)
    return render(request, "benchmarks/scene.html", {"walk": walk})


@login_required
def report(request):
    """Fifty people by twelve courses, as the ORM gives them."""
    people = Person.objects.filter(organisation=request.GET["organisation"]).order_by("sort_name")
    page = Paginator(people, 50).page(1)
    found: dict = {}
    for row in Standing.objects.filter(person__in=[p.pk for p in page]).order_by("course_id"):
        found.setdefault(row.person_id, []).append(row)
    rows = [(person, found.get(person.pk, [])) for person in page]
    return render(request, "benchmarks/report.html", {"rows": rows, "page": page})
