"""What strangers send, and what a killed process leaves behind."""

import random
import socket
import subprocess
import time

from tests.telephone.answering import SCENARIOS, free_port, needs_sipp

from onecity.contact.models import ContactRequest, Inbound
from onecity.telephone.intake import take_in_some

OPTIONS = (
    b"OPTIONS sip:311@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKa\r\nFrom: <sip:a@b>;tag=1\r\n"
    b"To: <sip:311@127.0.0.1>\r\nCall-ID: one\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
)


def _asked(port, data=OPTIONS, seconds=3.0):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.settimeout(seconds)
        line.sendto(data, ("127.0.0.1", port))
        try:
            return line.recv(4096)
        except TimeoutError:
            return b""


def test_garbage_is_not_answered_and_ends_nothing(answerer):
    phone, chance = answerer(), random.Random(7)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        for number in range(3000):
            line.sendto(_garbage(chance), ("127.0.0.1", phone.port))
            if number % 50 == 0:
                time.sleep(0.005)
    assert _asked(phone.port).startswith(b"SIP/2.0 200 OK\r\n")
    assert phone.process.poll() is None
    assert _asked(phone.port, b"\x00" * 64, seconds=0.3) == b""


def _garbage(chance):
    """Random bytes, or a good message of every method with bytes changed, doubled and cut."""
    if chance.random() < 0.3:
        return chance.randbytes(chance.randrange(1, 3000))
    method = chance.choice(
        [b"INVITE", b"ACK", b"BYE", b"CANCEL", b"INFO", b"NOTIFY", b"OPTIONS", b"REGISTER", b"PRACK"]
    )
    body = b"v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 9 RTP/AVP 0\r\n" if chance.random() < 0.5 else chance.randbytes(40)
    data = bytearray(OPTIONS.replace(b"OPTIONS", method).replace(b"Content-Length: 0\r\n", b"") + body)
    for _ in range(chance.randrange(6)):
        place = chance.randrange(len(data))
        data[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
    return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.2 else data)


@needs_sipp
def test_a_killed_answerer_keeps_what_it_heard_and_takes_it_in_at_the_next_start(answerer):
    phone = answerer()
    caller = subprocess.Popen(
        ["sipp", f"127.0.0.1:{phone.port}", "-sf", str(SCENARIOS / "hang_up.xml"), "-i", "127.0.0.1", "-m", "3",
         "-r", "10", "-nostdin", "-mp", str(free_port() // 2 * 2)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    folder = phone.data / "voicemail"
    until = time.monotonic() + 20
    while time.monotonic() < until and sum(each.stat().st_size > 12_000 for each in folder.glob("*.part")) < 3:
        time.sleep(0.05)
    phone.kill()
    caller.kill()
    caller.wait()
    heard = sorted(each.stat().st_size for each in folder.glob("*.part"))
    assert len(heard) == 3
    assert not Inbound.objects.exists()
    phone.start()
    phone.stop()
    assert take_in_some() == 3
    sizes = sorted(len(bytes(stored.raw)) // 2 for stored in Inbound.objects.filter(state="taken-in"))
    assert len(sizes) == ContactRequest.objects.count() == 3
    assert all(0 <= before - after < 1000 for before, after in zip(heard, sizes, strict=True))  # the line of facts
    assert not list(folder.glob("*.part")) + list(folder.glob("*.done"))
