"""HTTP/1.1 as lean as a client can speak it, so that the client is not what is measured."""

import asyncio
import http.client
from collections.abc import Mapping
from typing import Self

import orjson

ACCEPTED = 201


class Connection:
    """One kept-alive connection: a request at a time, no compression asked for."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str
    ) -> None:
        self._reader, self._writer = reader, writer
        self._common = f"Host: box1\r\nAuthorization: Bearer {token}\r\n"

    @classmethod
    async def open(cls, port: int, token: str) -> Self:
        return cls(*await asyncio.open_connection("127.0.0.1", port), token)

    async def post(self, path: str, body: object) -> dict[str, object]:
        """What a command answered; it must have been accepted."""
        status, answer = await self.request("POST", path, orjson.dumps(body))
        if status != ACCEPTED:
            raise RuntimeError(f"POST {path}: {status} {answer.decode()}")
        read: dict[str, object] = orjson.loads(answer)
        return read

    async def request(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        self.send(method, path, body)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        return int(head[9:12]), await self._reader.readexactly(length)

    def send(self, method: str, path: str, body: bytes = b"") -> None:
        """Send a request without reading its answer."""
        head = f"{method} {path} HTTP/1.1\r\n{self._common}Content-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)

    async def line(self) -> bytes:
        """The next line of a body that never ends."""
        return await self._reader.readline()

    def close(self) -> None:
        self._writer.close()


def once(port: int, token: str, method: str, path: str, body: object) -> tuple[int, bytes]:
    """One request on a connection of its own; OSError where nobody listens yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers: Mapping[str, str] = {"Authorization": f"Bearer {token}"}
    try:
        content = None if body is None else orjson.dumps(body)
        connection.request(method, path, content, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
