"""Django's PostgreSQL, made for a server that goes away and comes back."""

import logging
import select
import time
from threading import Event, Lock, Thread
from typing import Any

from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

logger = logging.getLogger(__name__)

# Who finds every connection of the pool lent waits so long; the settings let the pool
# give up sooner, so that meanwhile somebody asks whether the server is there at all.
WAIT_AT_MOST_S = 3.0
LOOK_EVERY_S = 0.25
DIAL_AT_MOST_S = 2


class DatabaseWrapper(base.DatabaseWrapper):
    """Hands out no connection that has ended; says at once that the server is away.

    While it is away nobody waits for it but one thread, which looks for it and nothing
    else: every request is answered at once, and a quarter of a second after it is back
    all goes on.
    """

    _away = Event()
    _losing = Lock()
    _dialling = Lock()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        until = time.monotonic() + WAIT_AT_MOST_S
        while True:
            if self._away.is_set():
                raise self.Database.OperationalError("PostgreSQL is away.")
            try:
                connection = super().get_new_connection(conn_params)
            except PoolTimeout:
                self._check_that_it_is_there(conn_params)
                if time.monotonic() > until:
                    raise
                continue
            except self.Database.OperationalError as error:
                self._lose(conn_params, error)
                raise
            if not self.pool or not has_ended(connection):
                return connection
            # Closed first, so that the pool replaces it instead of keeping it.
            connection.close()
            self.pool.putconn(connection)

    def _check_that_it_is_there(self, conn_params: dict[str, Any]) -> None:
        """Whether the pool has nothing because all is lent, or because all is lost."""
        if not self._dialling.acquire(blocking=False):
            return
        try:
            self._dial(conn_params)
        except self.Database.OperationalError as error:
            self._lose(conn_params, error)
            raise
        finally:
            self._dialling.release()

    def _dial(self, conn_params: dict[str, Any]) -> None:
        timeout = {"connect_timeout": DIAL_AT_MOST_S}
        self.Database.connect(**{**conn_params, **timeout}).close()

    def _lose(self, conn_params: dict[str, Any], error: Exception) -> None:
        with self._losing:
            if self._away.is_set():
                return
            self._away.set()
        logger.warning("PostgreSQL can't be reached: %s", error)
        looking = Thread(target=self._look_for_it, args=(conn_params,), daemon=True)
        looking.start()

    def _look_for_it(self, conn_params: dict[str, Any]) -> None:
        while True:
            time.sleep(LOOK_EVERY_S)
            try:
                self._dial(conn_params)
            except Exception:
                # Whatever it is: who gave up looking would leave it away for ever.
                continue
            self._away.clear()
            logger.warning("PostgreSQL is back.")
            return


def has_ended(connection: Any) -> bool:
    """Whether the server has spoken last: an idle connection only hears of its end.

    One look at the socket, where asking the server would cost a round trip each time.
    """
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
