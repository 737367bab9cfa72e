"""Models: JSON schemas of draft 4, which may refer to each other.

https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

from apiglab.language.schema_cost import SchemaCost, depth_of
from apiglab.language.schema_faults import describe

REFERENCE = re.compile(r"https://apigateway\.amazonaws\.com/restapis/[^/]+/models/(?P<name>[A-Za-z0-9]+)")
"""The ``$ref`` by which a model refers to another model of its API."""


_BRANCHING = ('Of"', '"not"', '"dependencies"', '"patternProperties"')
_MOST, _MOST_TOLD = 1_000_000, 2_000
"""Questions asked of a body at most, and those up to which it is told what is wrong: some 20 ms each."""
_DEEPEST = 200


class ModelError(Exception):
    """A model is no schema that can be checked against."""


class ModelSchema:
    """One compiled model."""

    __slots__ = ("_branches", "_cost", "_documents", "_models", "_schema", "_validator")

    def __init__(self, schema: str, models: Mapping[str, str]) -> None:
        """Compile ``schema``; it may refer to ``models``, the API's schemas by name. Raises ``ModelError``."""

        def retrieve(uri: str) -> Any:
            found = REFERENCE.fullmatch(uri)
            if found is None or found["name"] not in models:
                raise ModelError(f"no model at {uri}")
            return json.loads(models[found["name"]])

        self._models = models
        self._documents: dict[str, Any] = {}
        """Those models that were referred to, parsed."""
        try:
            self._schema = json.loads(schema)
            self._validator = jsonschema_rs.Draft4Validator(
                self._schema,
                retriever=retrieve,
                validate_formats=True,
                pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000),
            )
        except (ValueError, RecursionError, jsonschema_rs.ReferencingError, ModelError) as error:
            raise ModelError(str(error)) from error
        self._cost = SchemaCost(self._schema, self._fetch)
        # Without alternatives a schema asks as much as it has members, whatever it is asked of.
        self._branches = any(word in text for word in _BRANCHING for text in (schema, *models.values()))

    def faults(self, document: Any) -> tuple[str, ...]:
        """What is wrong with a parsed document, in the words of ``$context.error.validationErrorString``."""
        cost = self._cost.of(min(depth_of(document), _DEEPEST)) if self._branches else 0
        if cost > _MOST:
            return ("the model has too many ways to read a body that nests so deep",)
        if self._validator.is_valid(document):
            return ()
        if cost > _MOST_TOLD:
            return ("instance failed to match the schema",)
        return describe(list(self._validator.iter_errors(document)), self._schema, self._fetch)

    def _fetch(self, document: Any, reference: str) -> tuple[Any, Any]:
        """The document that a ``$ref`` points into, and the schema that it points to."""
        address, _, pointer = reference.partition("#")
        found = REFERENCE.fullmatch(address)
        if found is not None:
            name = found["name"]
            if name not in self._documents:
                self._documents[name] = json.loads(self._models[name])
            document = self._documents[name]
        target = document
        for token in unquote(pointer).split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            target = target[int(name)] if isinstance(target, list) else target[name]
        return document, target
