"""The WSGI application that Granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onecity.conf.settings")
application = get_wsgi_application()

from onecity.catalogue.queries import warm_search  # noqa: E402  rooms can be imported only now

warm_search()
