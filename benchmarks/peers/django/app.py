"""The benchmark's work with Django and django-ninja. `python app.py` makes the tables.

Source: https://django-ninja.dev/guides/response/ and https://docs.djangoproject.com/en/5.2/topics/db/transactions/
"""

import os
import uuid
from datetime import date, datetime
from enum import Enum

import django
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from ninja import NinjaAPI, Schema
from pydantic import model_validator

django.setup()


class Posting(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.TextField()
    description = models.TextField()
    employment = models.TextField()
    headcount = models.BigIntegerField()
    tags = models.JSONField()
    opens_on = models.DateField()
    salary = models.JSONField()
    place = models.JSONField()
    posted_at = models.DateTimeField()
    applications = models.BigIntegerField(default=0)
    last_applicant = models.TextField(null=True)

    class Meta:
        app_label = "benchmark"
        db_table = "postings"
        indexes = [models.Index(fields=["employment", "posted_at"], name="postings_by_employment")]


class Outbox(models.Model):
    seq = models.BigAutoField(primary_key=True)
    message_id = models.UUIDField(unique=True, default=uuid.uuid4)
    type = models.TextField()
    ordering_key = models.TextField()
    payload = models.JSONField()
    occurred_at = models.DateTimeField()

    class Meta:
        app_label = "benchmark"
        db_table = "outbox"


class Employment(str, Enum):
    permanent = "permanent"
    temporary = "temporary"
    freelance = "freelance"
    internship = "internship"


class Salary(Schema):
    minimum: int
    maximum: int
    currency: str

    @model_validator(mode="after")
    def in_order(self) -> "Salary":
        if self.minimum > self.maximum:
            raise ValueError("the minimum is above the maximum")
        return self


class Place(Schema):
    city: str
    country: str
    remote: bool


class Job(Schema):
    title: str
    description: str
    employment: Employment
    headcount: int
    tags: list[str]
    opens_on: date
    salary: Salary
    place: Place


class ShownPosting(Job):
    id: uuid.UUID
    posted_at: datetime
    applications: int
    last_applicant: str | None


class ShownPostings(Schema):
    items: list[ShownPosting]


class Application(Schema):
    applicant: str


class Verdict(Schema):
    words: int
    spread: int
    weekend: bool


api = NinjaAPI()


@api.post("/postings", response={201: ShownPosting})
def post_job(request, job: Job):
    with transaction.atomic():
        posting = Posting.objects.create(
            **job.dict(exclude={"employment"}), employment=job.employment.value, posted_at=timezone.now()
        )
        keep("job_posted", posting, {"posting_id": str(posting.id), "title": posting.title})
    return 201, posting


@api.post("/postings/{uuid:posting_id}/applications", response=ShownPosting)
def apply(request, posting_id: uuid.UUID, application: Application):
    with transaction.atomic():
        posting = get_object_or_404(Posting.objects.select_for_update(), id=posting_id)
        posting.applications += 1
        posting.last_applicant = application.applicant
        posting.save(update_fields=["applications", "last_applicant"])
        keep("applied", posting, {"posting_id": str(posting.id), "applications": posting.applications})
    return posting


@api.get("/postings/{uuid:posting_id}", response=ShownPosting)
def get_posting(request, posting_id: uuid.UUID):
    return get_object_or_404(Posting, id=posting_id)


@api.get("/postings", response=ShownPostings)
def list_postings(request, employment: Employment, sort: str, limit: int = 50):
    return {"items": Posting.objects.filter(employment=employment.value).order_by(sort)[:limit]}


@api.post("/checks", response=Verdict)
def check_job(request, job: Job):
    spread = job.salary.maximum - job.salary.minimum
    return Verdict(words=len(job.description.split()), spread=spread, weekend=job.opens_on.weekday() >= 5)


def keep(type, posting, payload):
    key = f"posting:{posting.id}"
    Outbox.objects.create(type=type, ordering_key=key, payload=payload, occurred_at=timezone.now())


def add_route(number):
    @api.get(f"/route-{number}/{{name}}", response=str, operation_id=f"echo_{number}")
    def echo(request, name: str):
        return name


for number in range(int(os.environ.get("BENCHMARK_ROUTES", "0"))):
    add_route(number)

urlpatterns = [path("", api.urls)]
application = get_wsgi_application()

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Posting)
        editor.create_model(Outbox)
