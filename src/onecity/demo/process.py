"""The main function of a loading process. It imports nothing that needs Django before Django is set up."""

from multiprocessing.sharedctypes import Synchronized

import django

from onecity.demo.order import Order


def work(order: Order, first: int, step: int, done: "Synchronized[int]") -> None:
    """Write every ``step``-th chunk from ``first`` on, and count the residents in ``done``."""
    django.setup()
    from django.db import connection

    from onecity.demo.chunks import write_chunks

    write_chunks(order, first, step, done)
    connection.close()
