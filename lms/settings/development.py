"""A first look on one's own machine: SQLite, mail printed to the terminal, secrets made once."""

from lms import localsecrets

from .base import *
from .base import ALLOWED_HOSTS, MIDDLEWARE, SEALING_KEYS, SECRET_KEY, VAR_DIR, env

_secrets = localsecrets.ensure(VAR_DIR)

MIDDLEWARE = [*MIDDLEWARE, "lms.middleware.DesignedNotFoundMiddleware"]
DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = SECRET_KEY or _secrets.secret_key
SEALING_KEYS = SEALING_KEYS or _secrets.sealing_keys
# The demo is shown on whatever address HOST names; the default is loopback alone.
ALLOWED_HOSTS = ALLOWED_HOSTS or ["*"]
