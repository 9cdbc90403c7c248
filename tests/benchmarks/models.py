"""The tables of the bare-Django floors; they exist in benchmark databases alone."""

from django.conf import settings
from django.db import models


class Walk(models.Model):
    """Where somebody stands, as the plainest player would keep it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    scene = models.CharField(max_length=80)
    step = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)


class Footprint(models.Model):
    """One step of a walk."""

    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    choice = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)
