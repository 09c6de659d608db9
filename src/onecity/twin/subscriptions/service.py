"""Subscriptions at work: they hear of every change, and tell their receivers."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from onecity.common.outbound import Outbound
from onecity.twin import changes
from onecity.twin import context as contexts
from onecity.twin.changes import Change
from onecity.twin.context.terms import Context
from onecity.twin.errors import AlreadyExists, Problem, ResourceNotFound
from onecity.twin.model import Document
from onecity.twin.store import Selection, Store
from onecity.twin.subscriptions.delivery import Courier, Parcel
from onecity.twin.subscriptions.matching import Index, differences, told
from onecity.twin.subscriptions.model import Subscription, parse
from onecity.twin.subscriptions.notification import compose
from onecity.twin.subscriptions.shelf import Kept, Shelf, Tally

_log = logging.getLogger("onecity.twin.subscriptions")
TICK = 0.25  # seconds between looks at the clock
WRITE_DOWN = 5.0  # seconds between writing down what became of notifications
MAX_PERIODIC = 1_000  # entities in a notification that comes without a change
Due = tuple[Subscription, Document, datetime]


class Service:
    """The subscriptions of one process; ``base`` is the address others reach us at."""

    def __init__(self, store: Store, outbound: Outbound, base: str) -> None:
        self.shelf = Shelf(store.pool)
        self.index = Index()
        self._store, self._base = store, base
        self._courier = Courier(outbound)
        self._due: asyncio.Queue[Due] = asyncio.Queue()
        self._tallies: dict[tuple[str, str], Tally] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._stop_listening: Callable[[], None] | None = None

    async def start(self) -> None:
        """Take up every subscription that is kept."""
        for kept in await self.shelf.all():
            try:
                self._put(await self._revived(kept))
            except Problem as problem:
                _log.warning("a subscription cannot be used: %s", problem.title)
        self._tasks = [asyncio.create_task(task()) for task in (self._send_due, self._tick, self._keep_tally)]

    def _put(self, subscription: Subscription) -> None:
        self.index.put(subscription)
        self._listen(wanted=True)

    def _listen(self, *, wanted: bool) -> None:
        """Hear of changes only as long as somebody subscribes: a store that nobody hears need not tell."""
        if wanted and self._stop_listening is None:
            self._stop_listening = changes.listen(self.hear)
        elif not wanted and self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None

    async def _revived(self, kept: Kept) -> Subscription:
        context = await contexts.library().context(kept.context)
        found = parse(kept.tenant, kept.body, context)
        found.last = kept.told
        return found

    async def close(self) -> None:
        """Stop telling; what is known is written down."""
        self._listen(wanted=False)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._courier.close()
        await self.write_down()

    async def add(self, tenant: str, body: Document, context: Context) -> Subscription:
        """A new subscription; raises AlreadyExists or BadRequestData."""
        subscription = parse(tenant, body, context)
        await contexts.library().url_of(context)
        if not await self.shelf.add(tenant, subscription.id, body, context.document):
            raise AlreadyExists("There is such a subscription already", f"{subscription.id} exists; update it instead.")
        self._put(subscription)
        return subscription

    async def replace(self, tenant: str, body: Document, context: Context) -> None:
        """A changed subscription; raises BadRequestData."""
        subscription = parse(tenant, body, context)
        await self.shelf.replace(tenant, subscription.id, body, context.document)
        self._put(subscription)

    async def remove(self, tenant: str, name: str) -> None:
        """End a subscription; raises ResourceNotFound."""
        if not await self.shelf.remove(tenant, name):
            raise ResourceNotFound("There is no such subscription", f"{name} is not known here.")
        self.index.drop((tenant, name))
        self._listen(wanted=bool(self.index.all()))
        self._tallies.pop((tenant, name), None)

    def hear(self, heard: Sequence[Change]) -> None:
        """Match changes, at once; what is due is composed and sent later."""
        for change in heard:
            parts = None
            for subscription in self.index.candidates(change):
                if subscription.interval or not _may_tell(subscription, change.at):
                    continue
                parts = differences(change) if parts is None else parts
                document = told(subscription, change, parts)
                if document is not None:
                    subscription.last = change.at
                    self._due.put_nowait((subscription, document, change.at))

    async def _send_due(self) -> None:
        while True:
            subscription, document, at = await self._due.get()
            await self._tell(subscription, [document], at)

    async def _tell(self, subscription: Subscription, documents: list[Document], at: datetime) -> None:
        """Compose a notification and send it on its way."""
        try:
            message = await compose(subscription, documents, at, store=self._store, base=self._base)
        except Problem as problem:
            _log.warning("a notification could not be written: %s", problem.title)
            return
        report = partial(self._count, (subscription.tenant, subscription.id))
        self._courier.send(Parcel(subscription.endpoint, message, report))

    def _count(self, key: tuple[str, str], arrived: bool, at: datetime) -> None:
        tally = self._tallies.setdefault(key, Tally())
        tally.told = at
        tally.sent += 1
        if arrived:
            tally.success = at
        else:
            tally.failed, tally.failure = tally.failed + 1, at

    async def _tick(self) -> None:
        """Tell those who want to hear from time to time."""
        while True:
            await asyncio.sleep(TICK)
            now = datetime.now(UTC)
            for one in [one for one in self.index.all() if one.interval and one.is_live(now)]:
                if one.last is None or now - one.last >= timedelta(seconds=one.interval):
                    one.last = now
                    await self._tell_all(one, now)

    async def _tell_all(self, subscription: Subscription, now: datetime) -> None:
        """Tell of every entity that is subscribed to."""
        wanted = Selection(
            tenant=subscription.tenant,
            selectors=subscription.selectors,
            q=subscription.q,
            geo=subscription.geo,
            scopes=subscription.scopes,
        )
        try:
            found = await self._store.reader.search(wanted, limit=MAX_PERIODIC)
        except Problem as problem:
            _log.warning("a periodic notification could not be written: %s", problem.title)
            return
        if found:
            await self._tell(subscription, [one.document for one in found], now)

    async def _keep_tally(self) -> None:
        while True:
            await asyncio.sleep(WRITE_DOWN)
            await self.write_down()

    async def write_down(self) -> None:
        """Write down what has become of notifications."""
        tallies, self._tallies = self._tallies, {}
        if tallies:
            await self.shelf.write_down(tallies)


def _may_tell(subscription: Subscription, now: datetime) -> bool:
    """Whether it is live, and its last notification long enough ago."""
    if not subscription.is_live(now):
        return False
    if not subscription.throttling or subscription.last is None:
        return True
    return now - subscription.last >= timedelta(seconds=subscription.throttling)
