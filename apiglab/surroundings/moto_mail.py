"""Letters on their way into moto's CloudWatch Logs, where they can be read.

Imports moto's Cognito and CloudWatch Logs, so it is itself imported once both are.
"""

import json

from moto.logs.models import logs_backends

from apiglab.surroundings.moto_cognito import pools

GROUP = "/apiglab/mail"


def deliver() -> None:
    """Put every letter that waits into its log group. To be called with moto's CloudWatch Logs held."""
    for pool in pools():
        while pool.letters:
            letter = pool.letters.popleft()
            backend = logs_backends[pool.account_id][pool.region]
            backend.ensure_log_group(GROUP)
            if pool.id not in backend.groups[GROUP].streams:
                backend.create_log_stream(GROUP, pool.id)
            message = json.dumps({"to": letter.to, "subject": letter.subject, "text": letter.text})
            backend.put_log_events(GROUP, pool.id, [{"timestamp": letter.at * 1000, "message": message}])
