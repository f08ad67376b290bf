"""The head's connection to the scheduler, in a thread of its own: it comes back, and asks again what is unanswered."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Self

import msgspec

from transcribe.cluster.answering import answer
from transcribe.cluster.certificates import Role
from transcribe.cluster.door import door_of
from transcribe.cluster.library import Client
from transcribe.cluster.messages import Leaving, Reply, unpack_reply
from transcribe.cluster.offers import Member, Offer, unpack
from transcribe.cluster.place import ClusterPlace

CONNECT_S = 10.0
AGAIN_S = 0.5
"""Between two tries to reach the scheduler."""
LOOK_S = 1.0
"""Between two looks at who is there."""
LOOK_MOST_S = 300.0
"""A scheduler that does not answer for so long counts as stuck. One that has died is known at once, by its connection;
one that is only busy with much sound must not be asked all of it anew."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is with the cluster."""

    is_reached: bool
    release: str = ""
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question under way."""

    pack: Callable[[], bytes]
    """Makes it, each time that it is sent."""
    offer: Offer
    priority: int


class WorkersDied(Exception):
    """Too many workers ended over one question."""


class _Lost(Exception):
    """The scheduler is gone, or does not answer."""


class Link:
    """A context manager; Dask and its loop live in a thread that ends with the block."""

    def __init__(self, place: ClusterPlace) -> None:
        """:raises BadCluster: the certificates cannot be used."""
        self.standing = Standing(is_reached=False)
        self._place = place
        self._door = door_of(place, Role.HEAD)
        self._replies: SimpleQueue[tuple[int, Reply | WorkersDied]] = SimpleQueue()
        self._asked: dict[int, Asked] = {}
        self._error: Exception | None = None
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop
        self._keeping: asyncio.Task[None]
        self._thread = threading.Thread(target=self._run, name="cluster", daemon=True)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._keeping = self._loop.create_task(self._keep())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._tell(self._keeping.cancel)
        self._thread.join()

    def put(self, number: int, asked: Asked) -> None:
        """Ask, from now until there is a reply, over as many schedulers and workers as it takes."""
        self._tell(self._add, number, asked)

    def take(self, seconds: float) -> list[tuple[int, Reply | WorkersDied]]:
        """Return the replies that are there, waiting for the first at most so long.

        :raises Exception: what ended the thread, if anything did.
        """
        if self._error:
            raise self._error
        found: list[tuple[int, Reply | WorkersDied]] = []
        with suppress(Empty):
            found.append(self._replies.get(timeout=seconds) if seconds else self._replies.get_nowait())
            while True:
                found.append(self._replies.get_nowait())
        return found

    def _tell(self, what: Callable[..., object], *arguments: object) -> None:
        with suppress(RuntimeError):  # The thread has ended; `take` says why.
            self._loop.call_soon_threadsafe(what, *arguments)

    def _add(self, number: int, asked: Asked) -> None:
        self._asked[number] = asked
        self._woken.set()

    def _run(self) -> None:
        try:
            with suppress(asyncio.CancelledError):  # The block was left.
                self._loop.run_until_complete(self._keeping)
        except Exception as error:  # Raised again where the replies are waited for.
            self._error = error
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    async def _keep(self) -> None:
        while True:
            client = Client(
                self._place.address,
                security=self._door,
                asynchronous=True,
                set_as_default=False,
                direct_to_workers=False,
                extensions={},
                timeout=CONNECT_S,
                name="head",
            )
            try:
                with suppress(OSError, TimeoutError, _Lost):  # Each is the same news: there is no scheduler.
                    await client
                    await self._serve(client)
            finally:
                await client.close()
            self.standing = Standing(is_reached=False)
            await asyncio.sleep(AGAIN_S)

    async def _serve(self, client: Any) -> None:
        """Ask all that is asked until the block is left. :raises _Lost: the scheduler is gone."""
        following: dict[int, asyncio.Task[None]] = {}
        looking = asyncio.create_task(self._look(client))
        waking = asyncio.create_task(self._wake())
        try:
            while True:
                for number in self._asked.keys() - following.keys():
                    following[number] = asyncio.create_task(self._follow(client, number))
                done, _ = await asyncio.wait(
                    {looking, waking, *following.values()}, return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    task.result()  # It raises where the scheduler is gone.
                following = {number: task for number, task in following.items() if not task.done()}
                if waking.done():
                    waking = asyncio.create_task(self._wake())
        finally:
            running = (looking, waking, *following.values())
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _wake(self) -> None:
        """Wait until something is asked."""
        await self._woken.wait()
        self._woken.clear()

    async def _look(self, client: Any) -> None:
        """Note who is there, again and again. :raises _Lost: the scheduler is gone."""
        release = await self._question(client, "muragat-hello")
        while True:
            told = await self._question(client, "muragat-state")
            try:
                members = tuple(Member(str(name), unpack(packed)) for name, packed in told)
            except (msgspec.MsgspecError, TypeError, ValueError) as error:
                raise _Lost from error
            self.standing = Standing(True, str(release), members)
            await asyncio.sleep(LOOK_S)

    async def _question(self, client: Any, name: str) -> Any:
        try:
            return await asyncio.wait_for(getattr(client.scheduler, name)(), LOOK_MOST_S)
        except (OSError, TimeoutError) as error:
            raise _Lost from error

    async def _follow(self, client: Any, number: int) -> None:
        """Ask one question and note the reply. :raises _Lost: the scheduler is gone."""
        asked = self._asked[number]
        future = client.submit(
            answer,
            asked.pack(),
            key=f"muragat-{uuid.uuid4()}",
            pure=False,
            priority=asked.priority,
            resources=asked.offer.needs,
        )
        reply = await self._reply(future)
        if isinstance(reply, Leaving):
            return  # It is asked again.
        del self._asked[number]
        self._replies.put((number, reply))

    async def _reply(self, future: Any) -> Reply | WorkersDied:
        try:
            await future._state.wait()
            status = future.status
            if status == "error":
                return WorkersDied()
            if status != "finished":
                raise _Lost
            packed = await future
            return unpack_reply(packed)
        except msgspec.MsgspecError:
            return WorkersDied()
        except OSError as error:
            raise _Lost from error
        finally:
            future.release()
