"""Keeps several server processes running: starts them, restarts them, ends them."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

logger = logging.getLogger(__name__)

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
WELL_AFTER_S = 60.0
STOP_WITHIN_S = 40.0


class Workers:
    """`command(number, lifeline)` starts one; it has the file `lifeline` open.

    A worker writes a byte into its lifeline once it listens, and stops when the other
    end is closed: none outlives this process, however that ends.
    """

    def __init__(
        self,
        count: int,
        command: Callable[[int, int], Sequence[str]],
        all_listen: Callable[[], None],
    ) -> None:
        self._count = count
        self._command = command
        self._all_listen = all_listen
        self._processes: dict[int, asyncio.subprocess.Process] = {}
        self._listened: set[int] = set()
        self._failed: set[int] = set()
        self._stopping = asyncio.Event()

    async def run(self) -> int:
        """Until SIGTERM or SIGINT, or until none could start; gives the exit code."""
        loop = asyncio.get_running_loop()
        for ending in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(ending, self._stopping.set)
        async with asyncio.TaskGroup() as group:
            for number in range(1, self._count + 1):
                group.create_task(self._keep_up(number))
            group.create_task(self._stop())
        return 0 if self._listened else 1

    async def _keep_up(self, number: int) -> None:
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE_S
        while not self._stopping.is_set():
            started = loop.time()
            code = await self._serve(number)
            if self._stopping.is_set() or self._none_can_start(number):
                return
            if loop.time() - started > WELL_AFTER_S:
                pause = FIRST_PAUSE_S
            logger.warning(
                "Worker %d %s; it is started again in %.1f s.",
                number,
                _ended(code),
                pause,
            )
            await self._pause(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)

    async def _serve(self, number: int) -> int:
        """Runs one worker to its end; gives its exit code."""
        ours, its = socket.socketpair()
        with ours:
            with its:
                process = await asyncio.create_subprocess_exec(
                    *self._command(number, its.fileno()),
                    pass_fds=[its.fileno()],
                    # A Ctrl-C in the terminal is for us, who pass it on once.
                    start_new_session=True,
                )
            self._processes[number] = process
            if self._stopping.is_set():
                _send(process, signal.SIGTERM)
            reader, writer = await asyncio.open_connection(sock=ours)
            if await reader.read(1):
                self._listens(number, process.pid)
            code = await process.wait()
            del self._processes[number]
            writer.close()
        return code

    def _listens(self, number: int, pid: int) -> None:
        logger.info("Worker %d listens: process %d.", number, pid)
        waited_for = len(self._listened) < self._count
        self._listened.add(number)
        if waited_for and len(self._listened) == self._count:
            self._all_listen()

    def _none_can_start(self, number: int) -> bool:
        """Every worker has tried, and none has ever served: there is no use in more."""
        if number not in self._listened:
            self._failed.add(number)
        if self._listened or len(self._failed) < self._count:
            return False
        logger.error("None of the %d workers can start.", self._count)
        self._stopping.set()
        return True

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return

    async def _stop(self) -> None:
        """Tells all to go, waits until they have said goodbye to their clients."""
        await self._stopping.wait()
        for process in self._processes.values():
            _send(process, signal.SIGTERM)
        waiting = [process.wait() for process in self._processes.values()]
        try:
            async with asyncio.timeout(STOP_WITHIN_S):
                await asyncio.gather(*waiting)
        except TimeoutError:
            for number, process in self._processes.items():
                logger.warning("Worker %d does not end; it is killed.", number)
                _send(process, signal.SIGKILL)


def _send(process: asyncio.subprocess.Process, ending: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # gone in this moment
        process.send_signal(ending)


def _ended(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"
