"""The main function of a loading process. It imports nothing that needs Django before Django is set up."""

from collections.abc import Collection
from itertools import takewhile
from multiprocessing import parent_process
from multiprocessing.sharedctypes import Synchronized

import django

from onecity.demo.order import Order


def work(order: Order, wanted: Collection[int], done: "Synchronized[int]", database: str) -> None:
    """Write these chunks, and count the residents in ``done``. Ends quietly with Ctrl-C, and when its parent is gone.

    ``database`` is the name of the one that the parent uses, whatever it was told to since it started.
    """
    django.setup()
    from django.db import connection

    from onecity.demo.chunks import write_chunks

    connection.settings_dict["NAME"] = database
    try:
        write_chunks(order, takewhile(lambda _number: _has_parent(), wanted), done)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        connection.close()


def _has_parent() -> bool:
    parent = parent_process()
    return parent is not None and parent.is_alive()
