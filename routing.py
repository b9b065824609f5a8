"""Puts the apps together: which commands, streams and tasks the one socket knows."""

from hub import stream_commands
from hub.commands import Command, CommandTable, LiveCommand
from hub.providers import Providers, StreamProvider
from hub.routing import Routing
from hub.tasks import Task
from teams import authentication
from teams.queries import user_shape

COMMANDS: list[Command | LiveCommand] = [
    *stream_commands.COMMANDS,
]
PROVIDERS: list[StreamProvider] = []
TASKS: list[Task] = []

ROUTING = Routing(
    commands=CommandTable(COMMANDS),
    providers=Providers(PROVIDERS),
    authenticate=authentication.signed_in,
    person=user_shape,
    tasks=TASKS,
)
