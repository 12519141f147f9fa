"""Publishing to a stream without waiting for each confirmation."""

import asyncio
from types import TracebackType
from typing import Any, Self, TypeAlias

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg

from services.envelope import Message

Confirmation: TypeAlias = asyncio.Future[dict[str, Any]]


class Pipeline:
    """Sends messages in order; a future each tells what the stream said (`{"seq": 7}`, an error).

    The client's own asynchronous publish never completes where the stream refuses.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._prefix = client.new_inbox()
        self._sent = 0
        self._open: dict[str, Confirmation] = {}

    async def __aenter__(self) -> Self:
        self._answers = await self._client.subscribe(f"{self._prefix}.*", cb=self._answered)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for confirmation in self._open.values():
            confirmation.cancel()
        if not self._client.is_closed:
            await self._answers.unsubscribe()

    async def send(self, message: Message, fence: dict[str, str]) -> Confirmation:
        self._sent += 1
        token = str(self._sent)
        confirmation: Confirmation = asyncio.get_running_loop().create_future()
        self._open[token] = confirmation
        await self._client.publish(
            message.subject,
            message.body,
            reply=f"{self._prefix}.{token}",
            headers=message.headers | fence,
        )
        return confirmation

    async def _answered(self, answer: Msg) -> None:
        confirmation = self._open.pop(answer.subject.rpartition(".")[2], None)
        if confirmation is not None and not confirmation.done():
            confirmation.set_result(orjson.loads(answer.data or b"{}"))
