"""Why a socket is closed. 40xx: don't come back by yourself; 41xx: with back-off."""

from enum import IntEnum


class CloseCode(IntEnum):
    NOT_SIGNED_IN = 4001
    SIGNED_OUT = 4003
    PROTOCOL = 4005
    DRAINING = 4100
    NO_HELLO = 4102
    BAD_FRAMES = 4106
    TOO_SLOW = 4108
    SILENT = 4109
    RATE = 4113
