"""Which tags a resource may have.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-restrictions.html
"""

from collections.abc import Mapping

from apiglab.control import errors

MAXIMUM_TAGS = 50
LONGEST_KEY, LONGEST_VALUE = 128, 256


def check_tags(tags: Mapping[str, str | None] | None) -> None:
    """Raise where there are too many, or one that is empty, too long, without a value or of AWS's own."""
    if len(tags or {}) > MAXIMUM_TAGS:
        raise errors.too_many_tags(MAXIMUM_TAGS)
    for key, value in (tags or {}).items():
        if not 1 <= len(key) <= LONGEST_KEY or key.lower().startswith("aws:"):
            raise errors.bad_tag(key)
        if value is None or len(value) > LONGEST_VALUE:
            raise errors.bad_tag(key)
