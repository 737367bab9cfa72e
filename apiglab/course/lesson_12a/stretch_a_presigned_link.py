"""Lesson 12a, exercise 6: a link that is signed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from apiglab.course.attempt import not_a_function
from apiglab.course.build import STAGE
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_12a.guarded import a_user, allowing, arn_of, pets_api
from apiglab.course.live import ask
from apiglab.lab.exercises import TODO, Outcome


def judge(lab: Any, attempt: Any) -> Outcome:
    """Open the learner's link as a browser would: with no header at all."""
    if finding := not_a_function(attempt, "signed_link"):
        return failed(finding)
    with pets_api(lab) as made, a_user(lab, allowing(arn_of(lab, made.api_id, "dev/GET/pets"))) as ann:
        url = lab.url(made.api_id, STAGE, "/pets")
        link = attempt(url, ann.key, lab.region)
        if link is TODO:
            return not_attempted()
        finding = first(_findings(lab, url, link, ann.key["SecretAccessKey"]))
    if finding:
        return failed(finding)
    return passed(
        "Whoever has the link is Ann, for this one request, and for as long as it says.",
        "a link ends up in logs and histories. That is why it should be short-lived.",
    )


def _findings(lab: Any, url: str, link: Any, secret: str) -> Iterator[Diagnosis | None]:
    yield _no_link(url, link)
    yield _tells_the_secret(link, secret)
    yield _unsigned(link)
    yield _refused(ask(lab, "GET", link, until=lambda answer: answer.ok))


def _no_link(url: str, link: Any) -> Diagnosis | None:
    if isinstance(link, str) and link.startswith(url):
        return None
    return Diagnosis(
        id="no-link",
        expected=f"a text that begins with {url}",
        got=shown(link),
        cause="The signed link is the URL itself, with more in its query.",
        next_look="request.url, after add_auth",
    )


def _tells_the_secret(link: str, secret: str) -> Diagnosis | None:
    if secret not in link:
        return None
    return Diagnosis(
        id="tells-the-secret",
        expected="a link without the secret key",
        got="a link with the secret key in it",
        cause="Whoever reads the link could sign anything now. Only the signature belongs in it.",
        next_look="what add_auth adds by itself",
    )


def _unsigned(link: str) -> Diagnosis | None:
    parameters = parse_qs(urlsplit(link).query)
    if "X-Amz-Signature" in parameters:
        return None
    return Diagnosis(
        id="not-in-the-query",
        expected="X-Amz-Signature in the query",
        got=", ".join(sorted(parameters)) or "no query",
        cause="A link has no headers: the signature has to be in its query.",
        next_look="SigV4QueryAuth, in the place of SigV4Auth",
    )


def _refused(answer: Any) -> Diagnosis | None:
    if answer.ok:
        return None
    return Diagnosis(
        id="refused",
        expected="200 for the link, without any header",
        got=f"{answer.status_line}: {answer.text[:160]}",
        cause="The signature does not fit: another service, another Region, another key, or another verb.",
        next_look="the arguments of SigV4QueryAuth: credentials, execute-api, the Region",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
