"""docs/trust.md tells in words what teams/roles.py says."""

import re

from teams.roles import POWERS, Power, Reach, Role
from tests.architecture.repository import ROOT

PAGE = ROOT / "docs" / "trust.md"
WORDS = {
    Power.READ_ROOM: "read rooms",
    Power.POST: "write in rooms",
    Power.MODERATE: "remove messages, mute, decide flags",
    Power.READ_FEED: "see the feed",
    Power.REPORT: "report own work",
    Power.REPORT_FOR_OTHERS: "report for others",
    Power.VOID_REPORTS: "take reports back",
    Power.SET_GOALS: "set goals",
    Power.ASK: "ask the desk",
    Power.ATTEND_DESK: "answer at the desk",
    Power.READ_QUESTIONS: "read questions",
    Power.APPROVE_ANSWERS: "approve answers",
    Power.SEE_MEMBERS: "see names of members",
    Power.INVITE: "invite",
    Power.MANAGE_PEOPLE: "give roles, suspend, remove",
    Power.CONTACT_NEWCOMERS: "welcome newcomers, decide names",
    Power.REVEAL_CONTACTS: "look at contact details (written down)",
    Power.ARRANGE_UNITS: "open, move and archive places",
    Power.EXPORT_PEOPLE: "export people (written down)",
    Power.READ_OVERVIEW: "see the overview",
    Power.READ_AUDIT: "read the audit log",
    Power.CLOSE_OUT: "close the campaign out",
    Power.ADMINISTER: "open the administration (written down)",
    Power.SHOW_REENTRY: "let a member sign in again (written down)",
}
REACHES = {
    None: "–",
    Reach.OWN: "here",
    Reach.BELOW: "below",
    Reach.ABOVE: "above",
    Reach.AROUND: "around",
}


def table():
    head = ["may…", *(role.value.replace("_", " ") for role in Role)]
    rows = [head, ["---"] * len(head)]
    for power in Power:
        cells = [REACHES[POWERS[role].get(power)] for role in Role]
        rows.append([WORDS[power], *cells])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def test_the_table_is_that_of_the_roles():
    page = PAGE.read_text()

    shown = re.search(r"<!-- powers -->\n(.*?)\n\n", page, re.DOTALL)

    assert shown is not None
    assert shown[1] == table(), f"docs/trust.md should say:\n{table()}"
