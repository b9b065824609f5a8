"""Puts the apps together: which commands, streams and tasks the one socket knows."""

from chat import actions as chat_actions
from chat import commands as chat_commands
from chat import events as chat_events
from chat.models import TEXT_MAX
from chat.queries import register_cards
from chat.streams import RoomStreams
from desk import commands as desk_commands
from desk import events as desk_events
from desk import tasks as desk_tasks
from desk.inbox import Inbox
from desk.streams import DeskStreams, QuestionTyping
from hub import intake, retention, stream_commands, subscriptions, wire
from hub.commands import Command, CommandTable, LiveCommand
from hub.providers import Providers, StreamProvider
from hub.routing import Routing
from hub.tasks import Task
from presence import commands as presence_commands
from presence import events as presence_events
from presence import hooks as presence_hooks
from reports import actions as reports_actions
from reports import commands as reports_commands
from reports import events as reports_events
from reports.models import CardKind
from reports.queries.cards import room_milestones, room_reports
from reports.streams import FeedStreams
from teams import actions as teams_actions
from teams import authentication
from teams import events as teams_events
from teams.queries import first_name, user_shape

COMMANDS: list[Command | LiveCommand] = [
    *stream_commands.COMMANDS,
    *chat_commands.COMMANDS,
    *presence_commands.COMMANDS,
    *reports_commands.COMMANDS,
    *desk_commands.COMMANDS,
]
PROVIDERS: list[StreamProvider] = [
    RoomStreams(),
    FeedStreams(),
    DeskStreams(),
    QuestionTyping(),
    Inbox(),
]
TASKS: list[Task] = [
    Task("hub.forget_old", every_s=3600, run=retention.forget_old),
    Task("teams.forget", every_s=3600, run=teams_actions.forget_unconfirmed),
    Task("teams.sessions", every_s=3600, run=teams_actions.forget_sessions),
    Task("reports.fold", every_s=0.5, run=reports_actions.fold),
    *desk_tasks.TASKS,
]
LIMITS: dict[str, int] = {
    "frame_bytes": intake.FRAME_BYTES_AT_MOST,
    "text": TEXT_MAX,
    "page": 100,
    "subscriptions": subscriptions.SUBSCRIPTIONS_AT_MOST,
}
EVENTS: dict[str, type] = {
    **wire.EVENTS,
    **teams_events.EVENTS,
    **chat_events.EVENTS,
    **reports_events.EVENTS,
    **desk_events.EVENTS,
}
PUSHED: list[type] = [*wire.PUSHED, *presence_events.PUSHED]

teams_actions.when_unit_opened(chat_actions.open_room)
register_cards(CardKind.REPORT, room_reports)
register_cards(CardKind.MILESTONE, room_milestones)
register_cards(CardKind.GOAL, room_milestones)

ROUTING = Routing(
    commands=CommandTable(COMMANDS),
    providers=Providers(PROVIDERS),
    authenticate=authentication.signed_in,
    still_signed_in=authentication.still_signed_in,
    person=user_shape,
    first_name=first_name,
    events=EVENTS,
    pushed=PUSHED,
    limits=LIMITS,
    tasks=TASKS,
    on_connect=[presence_hooks.on_connect],
    on_disconnect=[presence_hooks.on_disconnect],
    on_rights_changed=[presence_hooks.on_rights_changed],
)
