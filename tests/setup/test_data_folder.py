from data_folder import usual_data_folder


def _database(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "muster.sqlite3").touch()


def test_the_demo_alone_is_the_usual_data(tmp_path):
    _database(tmp_path / "var" / "demo")

    assert usual_data_folder(tmp_path) == tmp_path / "var" / "demo"


def test_beside_the_demo_ones_own_data_comes_first(tmp_path):
    _database(tmp_path / "var" / "demo")
    _database(tmp_path / "var")

    assert usual_data_folder(tmp_path) == tmp_path / "var"


def test_without_any_data_it_is_var(tmp_path):
    assert usual_data_folder(tmp_path) == tmp_path / "var"
