"""The platform as a WSGI application. It does not start on a law book with faults unless an earlier sound one is kept."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiezhi.site.settings")
application = get_wsgi_application()

# After the applications are ready: the check asks what the departments have registered.
from xiezhi.kernel.procedure import in_force  # noqa: E402

in_force.refresh()
