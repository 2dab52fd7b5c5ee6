"""How `make run` serves the portal: threads, on this machine only."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
preload_app = False  # forking after threads have started is not safe
control_socket_disable = True
graceful_timeout = 5
timeout = 60
keepalive = 5
accesslog = None
loglevel = "warning"
