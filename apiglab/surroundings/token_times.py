"""How long the tokens of an app client last.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
"""

from collections.abc import Mapping
from typing import Any

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
_UNITS = {"AccessToken": "hours", "IdToken": "hours", "RefreshToken": "days"}
"""What a number without a unit counts."""
_DEFAULTS = {"AccessToken": 3600, "IdToken": 3600, "RefreshToken": 30 * 86_400}
LIMITS = {"AccessToken": (300, 86_400), "IdToken": (300, 86_400), "RefreshToken": (3600, 3650 * 86_400)}
"""The fewest and the most seconds that each may last. fact: cognito.validity"""


def lifetime(client: Mapping[str, Any], kind: str) -> int:
    """Seconds that a token of ``kind`` lasts: ``AccessToken``, ``IdToken`` or ``RefreshToken``."""
    given = client.get(f"{kind}Validity")
    if not given:
        return _DEFAULTS[kind]
    unit = (client.get("TokenValidityUnits") or {}).get(kind) or _UNITS[kind]
    return int(given) * _SECONDS[unit]
