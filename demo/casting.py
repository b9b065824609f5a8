"""Who says what: the parts of a conversation given to people of one room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from demo.content import Conversation
from demo.ground import Ground, TeamGround
from teams.models import Locale, Unit, User
from teams.roles import Role

BY_LANGUAGE = (Locale.AR, Locale.ES)


@dataclass(frozen=True, slots=True)
class Cast:
    """`fixed` have their part by role; the others take what is left, by language."""

    fixed: Mapping[str, User]
    others: Sequence[User] = ()

    def parts(self, talk: Conversation, dice: Random) -> dict[str, User] | None:
        """A person for each part; None if this room can't hold that conversation."""
        wanted = list(dict.fromkeys(who for who, _text in talk.lines))
        given = {part: self.fixed[part] for part in wanted if part in self.fixed}
        pool = dice.sample(self.others, len(self.others))
        # Last in line: who writes Arabic or Spanish elsewhere in the room.
        pool.sort(key=lambda person: person.locale != Locale.EN)
        for part in sorted(set(wanted) - given.keys(), key=_languages_first):
            fits = [p for p in pool if part not in BY_LANGUAGE or p.locale == part]
            if not fits:
                return None
            given[part] = fits[0]
            pool.remove(fits[0])
        return given


def of_team(team: TeamGround) -> Cast:
    return Cast({"leader": team.leader}, team.people)


def of_office(ground: Ground, office: Unit) -> Cast:
    leaders = [team.leader for team in ground.teams if team.office.pk == office.pk]
    numbered = {f"l{number}": who for number, who in enumerate(leaders, start=1)}
    return Cast({"organizer": ground.people_of(office, Role.ORGANIZER)[0], **numbered})


def of_centre(ground: Ground) -> Cast:
    organizers = [ground.people_of(one, Role.ORGANIZER)[0] for one in ground.offices]
    operators = ground.people_of(ground.centre, Role.OPERATOR)
    return Cast(
        {
            "director": ground.people_of(ground.centre, Role.DIRECTOR)[0],
            **{f"o{number}": who for number, who in enumerate(organizers, start=1)},
            **{f"op{number}": who for number, who in enumerate(operators, start=1)},
        }
    )


def _languages_first(part: str) -> tuple[bool, str]:
    return part not in BY_LANGUAGE, part
