"""What all legs of a worker share."""

from __future__ import annotations

from telehealth.relay.batch import Batch
from telehealth.relay.counters import Counters
from telehealth.relay.endpoint import bind
from telehealth.relay.site import Outbox, Site


def test_the_hot_loop_is_a_sites_way_out() -> None:
    (receiving,) = bind(("127.0.0.1",), 0)
    (sending,) = bind(("127.0.0.1",), 0)
    with receiving, sending:
        receiving.setblocking(True)
        receiving.settimeout(5)
        counters = Counters()
        outbox: Outbox = Batch([sending], counters)
        site = Site(("127.0.0.1",), sending.getsockname()[1], 1, counters, outbox)
        site.outbox.send(b"\x80datagram", (0, receiving.getsockname()))
        assert receiving.recvfrom(100) == (b"\x80datagram", (site.addresses[0], site.port))
    assert site.counters.sent == 1
