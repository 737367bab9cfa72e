"""The functions that lesson 02's exercises put behind their APIs."""

import json
from typing import Any

from apiglab.course.paws import PETS


def answer_pets(event: Any, _context: Any) -> dict[str, Any]:
    """All pets, or the one that the path names."""
    pet_id = (event["pathParameters"] or {}).get("petId")
    found: Any = [pet for pet in PETS if pet_id in (None, str(pet["id"]))]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(found)}


def answer_route(event: Any, _context: Any) -> dict[str, Any]:
    """Which method of which resource API Gateway chose, and the path parameters it found."""
    told = {"resource": event["resource"], "verb": event["httpMethod"], "parameters": event["pathParameters"]}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(told)}
