from tests.server import several_can_run

collect_ignore = [] if several_can_run() else ["test_several_processes.py"]
