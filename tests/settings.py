"""The platform's own settings over a home that is thrown away; nothing of a developer's data is touched."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="xiezhi-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
# In the environment, so that commands started by a test share the home.
os.environ["XIEZHI_HOME"] = _home
os.environ.pop("XIEZHI_DEBUG", None)

from xiezhi.site.settings import *  # noqa: E402, F403

# The real hasher is slow on purpose; here only the door is tested, not the lock's strength.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Stories and journeys move the clock by days and send thousands of requests from one address; the tests of these limits set them.
SESSION_IDLE = SESSION_LONGEST = 100 * 365 * 24 * 60 * 60
RATE = 0
