"""What the supervisor's children do: the web process and the relay."""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import TYPE_CHECKING

from telehealth import log
from telehealth.core.ids import CaseId, ClinicianId, InvitationId, RoomId
from telehealth.process import die_with, harden
from telehealth.security.server_key import ServerKey
from telehealth.store.records import Clinician, InvitationRecord, OneTimeToken, RoomRecord

if TYPE_CHECKING:
    from telehealth.store.store import Store
    from telehealth.supervisor import DemoFacts, RelaySettings, WebSettings

DEMO_CLINICIAN = "Dr Ruiz"


def run_relay(settings: RelaySettings) -> None:
    """Carry media until told to stop. Raises what the worker raises when it cannot start."""
    _begin("relay", settings.supervisor, hardened=settings.hardened)
    # Only here: this loads FFmpeg's libraries, 60 MB that no other process needs.
    from telehealth.relay.worker import run  # noqa: PLC0415

    run(settings.worker)


def run_web(settings: WebSettings) -> None:
    """Serve pages and signalling until told to stop.

    Raises ServerKeyRefused, FilesRefused and CertificateRefused when it cannot start.
    """
    _begin("web", settings.supervisor, hardened=settings.hardened)
    asyncio.run(_web(settings))


async def _web(settings: WebSettings) -> None:
    from telehealth.security.limits import Concurrent  # noqa: PLC0415
    from telehealth.store.memory import MemoryStore  # noqa: PLC0415
    from telehealth.web.app import make_app  # noqa: PLC0415
    from telehealth.web.keys import RELAY  # noqa: PLC0415
    from telehealth.web.serving import Serving, serve, tls_context  # noqa: PLC0415

    config = settings.config
    store = MemoryStore()
    if settings.demo is not None:
        await furnish(store, settings.demo)
    app = make_app(
        config,
        store=store,
        key=ServerKey.load_or_create(config.key_path),
        relay_sockets=settings.relay_sockets,
    )
    tls = None
    if config.server.tls_certificate:
        tls = tls_context(config.server.tls_certificate, config.server.tls_key)
    serving = Serving(
        app, socket.socket(fileno=settings.listening), Concurrent(config.limits.connections_per_address)
    )

    async def announce() -> None:
        await app[RELAY].connected()
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    await serve(serving, tls, announce)


async def furnish(store: Store, demo: DemoFacts) -> None:
    """Put the demo's clinician, room and links into an empty store."""
    clinician, room = ClinicianId(demo.clinician), RoomId(demo.room)
    await store.add_clinician(Clinician(id=clinician, username="demo", public_name=DEMO_CLINICIAN))
    await store.add_room(RoomRecord(id=room, owner=clinician, public_key=demo.public_key))
    for invitation in demo.invitations:
        await store.add_invitation(
            InvitationRecord(
                id=InvitationId(invitation.id),
                room=room,
                case=CaseId(demo.case),
                admission_hash=invitation.admission_hash,
                role=invitation.role,
            )
        )
    await store.add_token(
        OneTimeToken(
            token_hash=demo.token_hash, clinician=clinician, purpose="sign_in", expires=demo.token_expires
        )
    )


def _begin(name: str, supervisor: int, *, hardened: bool) -> None:
    die_with(supervisor)
    if hardened:
        harden()
    log.configure(name)
