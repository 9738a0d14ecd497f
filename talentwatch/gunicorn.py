"""gunicorn's configuration; docs/deployment.md explains how to deploy."""

import os

from talentwatch.json_logs import gunicorn_logging

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Each may hold a connection to the database. A few are kept free for /healthz (talentwatch/request_limits.py).
threads = int(os.environ.setdefault("WEB_THREADS", "32"))
# The workers share one copy of the code, and a refusal to start is logged once.
preload_app = True
timeout = 30
# The maximum: an address with a hundred slugs is longer than the default allows.
limit_request_line = 8190
# Only signals control the server.
control_socket_disable = True
accesslog = "-"
access_log_format = '%(t)s %(h)s "%(r)s" %(s)s %(b)s %(M)sms [%({x-request-id}o)s]'
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
if os.environ.get("LOG_FORMAT") == "json":
    logconfig_dict = gunicorn_logging()
