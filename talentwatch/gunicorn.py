"""gunicorn's configuration; docs/deployment.md explains how to deploy."""

import os

from talentwatch.environment import Environment
from talentwatch.json_logs import gunicorn_logging

env = Environment()
workers = env.number("WEB_CONCURRENCY", default=2, at_least=1)
# Each may hold a connection to the database. A few are kept free for /healthz (talentwatch/request_limits.py).
threads = env.number("WEB_THREADS", default=32, at_least=1)
# The settings read it, too, and .env must not say anything else.
os.environ["WEB_THREADS"] = str(threads)
# The workers share one copy of the code, and a refusal to start is logged once.
preload_app = True
timeout = 30
# The maximum: an address with a hundred slugs is longer than the default allows.
limit_request_line = 8190
# Only signals control the server.
control_socket_disable = True
accesslog = "-"
access_log_format = '%(t)s %(h)s "%(r)s" %(s)s %(b)s %(M)sms [%({x-request-id}o)s]'
forwarded_allow_ips = env.str("FORWARDED_ALLOW_IPS", default="127.0.0.1")
# A proxy passes a client's headers on. SCRIPT_NAME, which gunicorn would believe it, moves every address: /organizations/
# would be answered, and remembered, as the front page.
forwarder_headers = ""
if env.choice("LOG_FORMAT", "line", "json") == "json":
    logconfig_dict = gunicorn_logging()
