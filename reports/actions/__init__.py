"""The only writers of reports, totals, goals and milestones, and their publishers."""

from reports.actions.corrections import correct_report, void_report
from reports.actions.filing import Filing, file_report
from reports.actions.folding import fold
from reports.actions.goals import set_goal
from reports.actions.renaming import rename_feed

__all__ = [
    "Filing",
    "correct_report",
    "file_report",
    "fold",
    "rename_feed",
    "set_goal",
    "void_report",
]
