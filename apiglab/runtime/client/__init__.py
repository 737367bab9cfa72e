"""The Python runtime client: what runs in a worker, around the learner's handler.

It does what AWS's own client, awslambdaric, does: the same context object, error JSON and log format. The server
never imports it; a worker runs it under the name ``apiglab_client``, without the rest of apiglab. It needs the standard
library only. Every import in it is part of each cold start, so there are few, and what only errors need comes later.
"""
