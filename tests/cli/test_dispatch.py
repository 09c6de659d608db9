"""The command line itself."""

import pytest

from onecity.cli import dispatch


def test_every_command_stands_in_the_list(capsys):
    with pytest.raises(SystemExit):
        dispatch.main(["--help"])
    listed = capsys.readouterr().out
    assert all(f"\n    {name} " in listed for name in dispatch.COMMANDS)


def test_an_unknown_command_is_refused_with_the_list_of_known_ones(capsys):
    with pytest.raises(SystemExit) as ended:
        dispatch.main(["destroy"])
    assert ended.value.code == 2
    assert "invalid choice: 'destroy' (choose from 'run'" in capsys.readouterr().err


def test_a_command_that_cannot_begin_says_why_in_a_sentence(onecity):
    done = onecity("prepare", DATABASE_URL="postgresql://city@127.0.0.1:1/city")
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer: connection failed")
    assert "Traceback" not in done.stderr
