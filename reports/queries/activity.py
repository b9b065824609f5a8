from django.db.models import Q

from chat.models import Message
from reports.days import campaign_days
from reports.models import Report
from teams.models import UnitKind
from teams.roles import ROLES_IN


def heard_today() -> Q:
    """Which teams somebody of them wrote in or reported for today; of units.

    Who looks in from above does not make a team less silent.
    """
    days = campaign_days()
    today = days.today()
    wrote = Message.objects.filter(
        at__gte=days.hour_began(today, 0), author_role__in=ROLES_IN[UnitKind.TEAM]
    )
    reported = Report.objects.filter(action_date=today)
    return Q(pk__in=wrote.values("room__unit").distinct()) | Q(
        pk__in=reported.values("team").distinct()
    )
