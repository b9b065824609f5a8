"""What the hub calls when sockets come and go; registered in routing.py."""

from presence.live import presence

on_connect = presence.connected
on_disconnect = presence.disconnected
on_rights_changed = presence.rights_changed
