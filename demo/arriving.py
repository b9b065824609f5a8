"""Those who came in the last days, and whom of them somebody has spoken with."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from demo import content
from demo.ground import Ground, TeamGround
from demo.rhythm import Rhythm
from demo.timeline import Moment
from teams.actions import accept_documents, add_member, mark_contacted
from teams.models import Membership, User
from teams.roles import Role


def arrivals(ground: Ground, rhythm: Rhythm) -> Iterator[Moment]:
    for text in content.newcomers():
        yield from _Arrival(ground.teams[text.team], text, rhythm.now).moments()


class _Arrival:
    """Somebody on the way in: the membership is there once they have come."""

    def __init__(self, team: TeamGround, text: content.Newcomer, now: datetime) -> None:
        self.team, self.text = team, text
        self.at = now - timedelta(hours=text.hours_ago)
        self.contacted_at = now - timedelta(hours=text.contacted_hours_ago or 0)

    def moments(self) -> Iterator[Moment]:
        yield Moment(self.at, self._come, settled=True)
        if self.text.contacted_hours_ago is not None:
            yield Moment(self.contacted_at, self._speak)

    def _come(self) -> None:
        text = self.text
        user = User.objects.create_user(text.email, text.name, text.locale)
        accept_documents(user=user)
        unit = self.team.unit
        add_member(user=user, unit=unit, role=Role.VOLUNTEER, since=self.at)

    def _speak(self) -> None:
        mark_contacted(
            membership=Membership.objects.get(user__email=self.text.email),
            by=self.team.leader,
            at=self.contacted_at,
        )
