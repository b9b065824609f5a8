"""What the hub calls when it starts and ends, and when sockets come and go.

Registered in routing.py.
"""

from presence.live import KEY, presence

on_start = presence.start
on_drain = presence.leave
on_told = {KEY: presence.hear}
on_connect = presence.connected
on_disconnect = presence.disconnected
on_rights_changed = presence.rights_changed
