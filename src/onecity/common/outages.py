"""How it shows that the database is away."""

from django.db import InterfaceError, OperationalError
from psycopg_pool import PoolTimeout

UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)
