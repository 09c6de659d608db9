"""A real IMAP server (pymap) as a process of its own, with a mailbox in memory."""

import imaplib
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "report@city.example", "very secret"


class Post:
    """What the mailbox holds, seen by another client than ours."""

    def __init__(self, port):
        self.port = port
        self.address = f"imap://report%40city.example:very%20secret@127.0.0.1:{port}/INBOX"

    @contextmanager
    def client(self):
        server = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        try:
            server.login(USER, PASSWORD)
            server.select("INBOX")
            yield server
        finally:
            server.shutdown()

    def put(self, *letters):
        with self.client() as server:
            for letter in letters:
                raw = letter if isinstance(letter, bytes) else letter.as_bytes()
                kind, said = server.append("INBOX", "", None, raw)
                assert kind == "OK", said

    def unseen(self):
        """How many letters are not marked as seen."""
        with self.client() as server:
            return len(server.search(None, "UNSEEN")[1][0].split())


@contextmanager
def running():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("pymap")),
        "--no-service",
        "admin",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    login = ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen([*command, *login], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait(port, process)
        yield Post(port)
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _wait(port, process):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert process.poll() is None, process.stderr.read().decode()
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the IMAP server does not start")
