"""Attempts at lesson 02's handler, right and wrong, as learners write them."""

import json
from typing import Any

import apiglab
from apiglab.course.paws import PETS

Answer = Any
JSON = {"Content-Type": "application/json"}


def blank(event: Any, context: Any) -> Answer:
    """The stub as it is handed out."""
    return apiglab.TODO


def get_pet(event: Any, context: Any) -> Answer:
    """Right."""
    pet_id = event["pathParameters"]["petId"]
    found = [pet for pet in PETS if str(pet["id"]) == pet_id]
    if not found:
        return {"statusCode": 404, "headers": JSON, "body": json.dumps({"message": f"no pet {pet_id}"})}
    return {"statusCode": 200, "headers": JSON, "body": json.dumps(found[0])}


def text_is_no_number(event: Any, context: Any) -> Answer:
    """Compares the text of a URL with a number."""
    found = [pet for pet in PETS if pet["id"] == event["pathParameters"]["petId"]]
    if not found:
        return {"statusCode": 404, "headers": JSON, "body": "{}"}
    return {"statusCode": 200, "headers": JSON, "body": json.dumps(found[0])}


def by_another_name(event: Any, context: Any) -> Answer:
    """Looks for another path parameter."""
    return get_pet({"pathParameters": {"petId": event["pathParameters"]["id"]}}, context)


def crashes_on_unknown(event: Any, context: Any) -> Answer:
    """Takes the first of nothing."""
    found = [pet for pet in PETS if str(pet["id"]) == event["pathParameters"]["petId"]]
    return {"statusCode": 200, "headers": JSON, "body": json.dumps(found[0])}


def crashes_on_text(event: Any, context: Any) -> Answer:
    """Turns whatever comes into a number."""
    found = [pet for pet in PETS if pet["id"] == int(event["pathParameters"]["petId"])]
    return get_pet(event, context) if found else {"statusCode": 404, "headers": JSON, "body": "{}"}


def unknown_is_200(event: Any, context: Any) -> Answer:
    """Says that all is well."""
    return {**get_pet(event, context), "statusCode": 200}


def a_list_of_one(event: Any, context: Any) -> Answer:
    """Answers with a list where one pet was asked for."""
    answer = get_pet(event, context)
    return answer if answer["statusCode"] == 404 else {**answer, "body": json.dumps([json.loads(answer["body"])])}
