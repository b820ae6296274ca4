"""The settings of the Django project."""

import os
import uuid
from urllib.parse import urlsplit

url = urlsplit(os.environ.get("DATABASE_URL", "postgresql://localhost/benchmark"))

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path[1:],
        "USER": url.username,
        "PASSWORD": url.password,
        "HOST": url.hostname,
        "PORT": url.port,
        "CONN_MAX_AGE": 600,
    }
}
ROOT_URLCONF = "app"
ALLOWED_HOSTS = ["*"]
SECRET_KEY = uuid.uuid4().hex
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
