"""Puts the apps together: which commands, streams and tasks the one socket knows."""

from chat import actions as chat_actions
from chat import commands as chat_commands
from chat import events as chat_events
from chat.access import messages_in_rooms
from chat.exports import TABLES as CHAT_TABLES
from chat.models import TEXT_MAX
from chat.personal import PARTS as CHAT_PARTS
from chat.queries import register_cards, rooms_naming
from chat.streams import RoomStreams
from desk import actions as desk_actions
from desk import commands as desk_commands
from desk import events as desk_events
from desk import tasks as desk_tasks
from desk.exports import TABLES as DESK_TABLES
from desk.inbox import Inbox
from desk.personal import PARTS as DESK_PARTS
from desk.queries import desks_naming
from desk.search import forget_words
from desk.streams import DeskStreams, QuestionTyping
from hub import intake, retention, stream_commands, subscriptions, wire
from hub.commands import Command, CommandTable, LiveCommand
from hub.providers import Providers, StreamProvider
from hub.routing import Routing
from hub.tasks import Task
from keeping import actions as keeping_actions
from keeping import tasks as keeping_tasks
from presence import commands as presence_commands
from presence import events as presence_events
from presence import hooks as presence_hooks
from presence import queries as presence_queries
from reports import actions as reports_actions
from reports import commands as reports_commands
from reports import events as reports_events
from reports.exports import TABLES as REPORTS_TABLES
from reports.models import CardKind
from reports.personal import PARTS as REPORTS_PARTS
from reports.queries.cards import room_milestones, room_reports
from reports.queries.people import last_reports, reported_today
from reports.streams import FeedStreams
from teams import actions as teams_actions
from teams import authentication
from teams import events as teams_events
from teams.audit import register_message_source
from teams.exports import TABLES as TEAMS_TABLES
from teams.personal import PARTS as TEAMS_PARTS
from teams.queries import first_name, user_shape
from teams.queries import people as people_queries

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
    Task("teams.erase", every_s=3600, run=teams_actions.erase_rest),
    Task("teams.retention", every_s=3600, run=teams_actions.erase_past_retention),
    Task("teams.looks", every_s=3600, run=teams_actions.forget_looks),
    Task("teams.entries", every_s=3600, run=teams_actions.forget_entries),
    Task("teams.sessions", every_s=3600, run=teams_actions.forget_sessions),
    Task("teams.photos", every_s=3600, run=teams_actions.sweep_photos),
    Task("teams.imports", every_s=3600, run=teams_actions.forget_imports),
    Task("reports.fold", every_s=0.5, run=reports_actions.fold),
    *desk_tasks.TASKS,
    *keeping_tasks.TASKS,
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
teams_actions.when_unit_renamed(chat_actions.rename_room)
teams_actions.when_unit_renamed(reports_actions.rename_feed)
teams_actions.when_unit_renamed(desk_actions.rename_desk)
teams_actions.register_naming_streams(rooms_naming)
teams_actions.register_naming_streams(desks_naming)
teams_actions.when_units_archived(
    chat_actions.close_rooms, reopened=chat_actions.reopen_rooms
)
for part in (*CHAT_PARTS, *REPORTS_PARTS, *DESK_PARTS, *TEAMS_PARTS):
    teams_actions.register_personal_part(part)
for table in (*TEAMS_TABLES, *CHAT_TABLES, *REPORTS_TABLES, *DESK_TABLES):
    teams_actions.register_table(table)
teams_actions.keep_at_close_out(
    "chat.Room",
    "reports.Delta",
    "reports.Goal",
    "reports.Milestone",
    "reports.Total",
)
teams_actions.when_closed_out(forget_words)
teams_actions.when_closed_out(teams_actions.destroy_photo_files)
teams_actions.when_closed_out(keeping_actions.destroy_copies)
people_queries.register_people_source(presence_queries.people_there)
people_queries.register_people_source(last_reports)
people_queries.register_place_source(presence_queries.places_there)
people_queries.register_place_source(reported_today)
register_message_source(messages_in_rooms)
register_cards(CardKind.REPORT, room_reports)
register_cards(CardKind.MILESTONE, room_milestones)
register_cards(CardKind.GOAL, room_milestones)

ROUTING = Routing(
    commands=CommandTable(COMMANDS),
    providers=Providers(PROVIDERS),
    authenticate=authentication.all_signed_in,
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
    on_start=[presence_hooks.on_start],
    on_drain=[presence_hooks.on_drain],
    on_told={**presence_hooks.on_told},
)
