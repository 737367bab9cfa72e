"""Attempts at lesson 01's handlers, right and wrong, as learners write them."""

import json
from typing import Any

import apiglab
from apiglab.course.paws import PETS

Answer = Any
JSON = {"Content-Type": "application/json"}


def blank(event: Any, context: Any) -> Answer:
    """The stub as it is handed out."""
    return apiglab.TODO


def raises(event: Any, context: Any) -> Answer:
    """An error of the learner's own."""
    return event["no such key"]


def no_return(event: Any, context: Any) -> Answer:
    """The return forgotten."""
    json.dumps(PETS)


# Exercise 3


def list_pets(event: Any, context: Any) -> Answer:
    """Right."""
    return {"statusCode": 200, "headers": JSON, "body": json.dumps(PETS)}


def list_without_envelope(event: Any, context: Any) -> Answer:
    """The content where the envelope belongs."""
    return PETS


def list_as_body(event: Any, context: Any) -> Answer:
    """A list where text belongs."""
    return {"statusCode": 200, "headers": JSON, "body": PETS}


def list_in_python(event: Any, context: Any) -> Answer:
    """str() where JSON belongs."""
    return {"statusCode": 200, "headers": JSON, "body": str(PETS)}


def list_in_snake_case(event: Any, context: Any) -> Answer:
    """Python's names where AWS's belong."""
    return {"status_code": 200, "headers": JSON, "body": json.dumps(PETS)}


def list_beside_envelope(event: Any, context: Any) -> Answer:
    """Content beside the envelope's keys."""
    return {"statusCode": 200, "headers": JSON, "pets": json.dumps(PETS)}


def list_without_headers(event: Any, context: Any) -> Answer:
    """No word on what the body is."""
    return {"statusCode": 200, "body": json.dumps(PETS)}


def list_without_status(event: Any, context: Any) -> Answer:
    """No status."""
    return {"headers": JSON, "body": json.dumps(PETS)}


def list_of_names(event: Any, context: Any) -> Answer:
    """Another content than asked for."""
    return {"statusCode": 200, "headers": JSON, "body": json.dumps([pet["name"] for pet in PETS])}


def list_through_a_client(event: Any, context: Any) -> Answer:
    """Right here, and impossible on Lambda: it uses an object of this process."""
    return {"statusCode": 200, "headers": JSON, "body": STORE.read()}


class Store:
    """Something that only this process has."""

    def read(self) -> str:
        """The pets as JSON."""
        return json.dumps(PETS)


STORE = Store()


# Exercise 4


def adopt_as_given(event: Any, context: Any) -> Answer:
    """The broken handler as it is handed out."""
    wish = json.loads(event["body"])
    return {
        "statusCode": 201,
        "headers": {"Content-Type": "application/json", "X-Pets-Left": len(PETS) - 1},
        "body": {"adopted": wish["name"]},
    }


def adopt(event: Any, context: Any) -> Answer:
    """Right."""
    answer = adopt_as_given(event, context)
    headers = {name: str(value) for name, value in answer["headers"].items()}
    return {**answer, "headers": headers, "body": json.dumps(answer["body"])}


def adopt_with_text_body_only(event: Any, context: Any) -> Answer:
    """One of two mistakes mended."""
    answer = adopt_as_given(event, context)
    return {**answer, "body": json.dumps(answer["body"])}


def adopt_with_text_header_only(event: Any, context: Any) -> Answer:
    """The other of two mistakes mended."""
    return {**adopt(event, context), "body": {"adopted": "Otto"}}


def adopt_without_count(event: Any, context: Any) -> Answer:
    """The number taken away instead of written as text."""
    return {**adopt(event, context), "headers": JSON}


def adopt_with_python_body(event: Any, context: Any) -> Answer:
    """str() where JSON belongs."""
    return {**adopt(event, context), "body": str({"adopted": "Otto"})}


def adopt_with_200(event: Any, context: Any) -> Answer:
    """Another status on the way."""
    return {**adopt(event, context), "statusCode": 200}


# Exercise 6


def find_pets(event: Any, context: Any) -> Answer:
    """Right."""
    species = (event["queryStringParameters"] or {}).get("species")
    found = [pet for pet in PETS if species in (None, pet["species"])]
    return {"statusCode": 200, "headers": JSON, "body": json.dumps(found)}


def find_only_with_query(event: Any, context: Any) -> Answer:
    """Forgets that there may be no query."""
    species = event["queryStringParameters"]["species"]
    return {"statusCode": 200, "headers": JSON, "body": json.dumps([p for p in PETS if p["species"] == species])}


def find_or_404(event: Any, context: Any) -> Answer:
    """Takes an empty list for an error."""
    answer = find_pets(event, context)
    return {**answer, "statusCode": 200 if json.loads(answer["body"]) else 404}


def find_cats(event: Any, context: Any) -> Answer:
    """Finds cats, whatever was asked for."""
    return {"statusCode": 200, "headers": JSON, "body": json.dumps([p for p in PETS if p["species"] == "cat"])}
