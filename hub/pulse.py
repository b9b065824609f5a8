"""Whether the database answers: looked at every second, where no question queues."""

import asyncio
import logging

from django.db import DatabaseError

from hub.epoch import continuity
from hub.threads import in_own_thread

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
LOOK_AGAIN_EVERY_S = 0.25
ANSWER_WITHIN_S = 3.0


class Pulse:
    """Proves continuity each second; `is_away` while the database refuses or is silent.

    What would only wait for it is then refused at once. It is found to be back a
    quarter of a second after it is, or with the answer that was waited for.
    """

    def __init__(self) -> None:
        self.is_away = False

    async def keep(self) -> None:
        while True:
            every = LOOK_AGAIN_EVERY_S if self.is_away else LOOK_EVERY_S
            await asyncio.sleep(every)
            look = asyncio.ensure_future(in_own_thread(continuity.watch))
            try:
                await asyncio.wait([look], timeout=ANSWER_WITHIN_S)
                if not look.done():
                    self._lost("it does not answer")
                await look
            except DatabaseError as error:
                self._lost(repr(error))
            except Exception as error:
                logger.warning("The continuity check failed: %r", error)
            else:
                self._found()

    def _lost(self, why: str) -> None:
        if not self.is_away:
            logger.warning("The database is away, reads are refused: %s", why)
        self.is_away = True

    def _found(self) -> None:
        if self.is_away:
            logger.warning("The database is back.")
        self.is_away = False
