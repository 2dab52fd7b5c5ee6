"""Several readers at once, each on a connection that stays open, for a few seconds."""

import http.client
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

READERS = 4
WARMING = 0.5  # seconds


@dataclass(frozen=True)
class Measured:
    requests_per_second: float
    p95: float  # milliseconds


def measure(address: str, path: str, cookie: str, seconds: float) -> Measured:
    _read(address, path, cookie, time.monotonic() + WARMING)
    answers: list[list[float]] = [[] for _reader in range(READERS)]
    began = time.monotonic()
    readers = [
        threading.Thread(target=lambda own: own.extend(_read(address, path, cookie, began + seconds)), args=[own])
        for own in answers
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    took = time.monotonic() - began
    times = sorted(each for own in answers for each in own)
    assert times, f"{path} answered nothing in {seconds} s."
    return Measured(len(times) / took, 1000 * times[int(0.95 * (len(times) - 1))])


def _read(address: str, path: str, cookie: str, until: float) -> list[float]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    times = []
    while time.monotonic() < until:
        began = time.monotonic()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "da"})
        answer = connection.getresponse()
        answer.read()
        times.append(time.monotonic() - began)
        assert answer.status == 200, f"{path} answered {answer.status}"
    connection.close()
    return times
