"""Puts the apps together: which commands, streams and tasks the one socket knows."""

from chat import actions as chat_actions
from chat import commands as chat_commands
from chat.streams import RoomStreams
from hub import stream_commands
from hub.commands import Command, CommandTable, LiveCommand
from hub.providers import Providers, StreamProvider
from hub.routing import Routing
from hub.tasks import Task
from teams import actions as teams_actions
from teams import authentication
from teams.queries import user_shape

COMMANDS: list[Command | LiveCommand] = [
    *stream_commands.COMMANDS,
    *chat_commands.COMMANDS,
]
PROVIDERS: list[StreamProvider] = [RoomStreams()]
TASKS: list[Task] = []

teams_actions.when_unit_opened(chat_actions.open_room)

ROUTING = Routing(
    commands=CommandTable(COMMANDS),
    providers=Providers(PROVIDERS),
    authenticate=authentication.signed_in,
    still_signed_in=authentication.still_signed_in,
    person=user_shape,
    tasks=TASKS,
)
