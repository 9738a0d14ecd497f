"""How gunicorn serves talentwatch; more at docs/deployment.md."""

import os

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True  # one copy of the code in memory, and a refusal to start says why once
timeout = 30
limit_request_line = 8190  # the most it takes; a hundred slugs need more than the default
control_socket_disable = True  # nobody but a signal tells this server what to do
accesslog = "-"
access_log_format = '%(t)s %(h)s "%(r)s" %(s)s %(b)s %(M)sms [%({x-request-id}o)s]'
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
