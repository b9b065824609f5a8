"""Two starts in one fresh clone: the second waits until all is built."""

from threading import Event, Thread

from bin.setup.steps import alone


def test_a_set_up_waits_for_the_one_before_it(tmp_path, capsys):
    entered = Event()

    def second():
        with alone(tmp_path):
            entered.set()

    with alone(tmp_path):
        other = Thread(target=second)
        other.start()
        assert not entered.wait(0.3)
        assert "waiting for it" in capsys.readouterr().out

    assert entered.wait(10)
    other.join()


def test_one_alone_says_nothing(tmp_path, capsys):
    with alone(tmp_path):
        pass

    assert capsys.readouterr().out == ""
