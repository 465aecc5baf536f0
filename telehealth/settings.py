"""The settings, each with its type, bounds, default and help text."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1"})
CHECK_IN_FIELDS = ("country", "place", "callback", "emergency_contact", "privacy")
"""What the check-in asks for, besides name and consent."""
_CODES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK
    YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_CODES.split())
"""ISO 3166-1 alpha-2, and XK for Kosovo: those that `static/js/countries.js` has."""
Port = Annotated[int, Meta(ge=0, le=65535)]


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of the TOML file."""


class Server(Section, frozen=True):
    """Where the pages are."""

    public_url: Annotated[
        str, Meta(description="The address people open. https, or http on localhost only.")
    ] = "http://localhost:8080"
    host: Annotated[str, Meta(description="The address the web server listens on.")] = "127.0.0.1"
    port: Annotated[
        Port, Meta(description="The TCP port the web server listens on. 0 lets the system choose.")
    ] = 8080
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(description="Addresses or networks of reverse proxies whose X-Forwarded-For is believed."),
    ] = ()
    tls_certificate: Annotated[
        str,
        Meta(description="A PEM file with the certificate chain, when no proxy does TLS. Empty: none."),
    ] = ""
    tls_key: Annotated[
        str, Meta(description="The PEM file with the certificate's private key. Empty: none.")
    ] = ""
    drain_for: Annotated[
        timedelta,
        Meta(
            description="How long sessions that are on may go on after SIGTERM, at most 12h. Whatever stops "
            "the server has to wait a minute longer than this. 0s: not at all.",
            extra={"longest": "12h"},
        ),
    ] = timedelta(hours=1)


class Media(Section, frozen=True):
    """Where sound and picture go through."""

    port: Annotated[Port, Meta(description="The UDP port of the relay. 0 lets the system choose.")] = 8081
    advertise: Annotated[
        tuple[str, ...],
        Meta(
            description="This machine's addresses that browsers can reach. Empty: that of the default route."
        ),
    ] = ()


class Data(Section, frozen=True):
    """What is kept."""

    dir: Annotated[str, Meta(min_length=1, description="The folder of all that is kept.")] = "telehealth-data"
    key_file: Annotated[
        str,
        Meta(
            description="The file of the server's own key, made if missing. Empty: server.key in data.dir. "
            "Keep a copy of it apart from backups: without it no account opens, and with it a copy of the "
            "data is protected by passwords alone."
        ),
    ] = ""


class Limits(Section, frozen=True):
    """How much one person, one address and all together may ask for. A clinic shares one address."""

    messages_per_second: Annotated[
        int, Meta(ge=5, le=1000, description="Messages that one page may send in a second.")
    ] = 20
    connections_per_address: Annotated[
        int, Meta(ge=8, description="Connections open at once from one address (IPv6: one /64).")
    ] = 512
    attempts_per_minute: Annotated[
        int, Meta(ge=10, description="Links and sign-ins that may be tried in a minute from one address.")
    ] = 600
    connections: Annotated[
        int, Meta(ge=8, description="Pages connected at once in all. One more is told to come back later.")
    ] = 10_000
    rooms: Annotated[
        int,
        Meta(
            ge=1,
            description="Rooms in memory at once: those with a page connected, and for ten minutes after.",
        ),
    ] = 2_000
    legs: Annotated[
        int,
        Meta(
            ge=2,
            description="Media connections at once. A session of two has two, and whoever waits has one "
            "beforehand.",
        ),
    ] = 1_000


class Invitation(Section, frozen=True):
    """When a link with an appointment is open. Use s, m, h or d after the number."""

    opens_before: Annotated[
        timedelta,
        Meta(description="How long before the appointment its link opens."),
    ] = timedelta(minutes=30)
    closes_after: Annotated[
        timedelta,
        Meta(description="How long after the appointment's beginning its link closes."),
    ] = timedelta(hours=4)


class Audit(Section, frozen=True):
    """The log of what staff did and when."""

    keep_days: Annotated[
        int,
        Meta(
            ge=30,
            le=36_525,
            description="For how many days a row is kept. Laws ask for years; the default is six.",
        ),
    ] = 2192


class Practice(Section, frozen=True):
    """What pages say of the practice."""

    name: Annotated[str, Meta(max_length=200, description="The practice's public name. Empty: none.")] = ""
    crisis_text: Annotated[
        str, Meta(max_length=2000, description="What a client reads under “In danger now?”.")
    ] = "If you or somebody else is in danger now, call the emergency number of the place where you are."
    crisis_texts: Annotated[
        dict[str, Annotated[str, Meta(max_length=2000)]],
        Meta(
            description="The same for clients of single countries, by two-letter country code, instead of "
            "crisis_text. In the environment: JSON."
        ),
    ] = {}
    emergency_line: Annotated[
        str,
        Meta(
            max_length=40,
            description="A telephone number of the practice's own for emergencies, shown to clinicians on "
            "the emergency card. Empty: none.",
        ),
    ] = ""


class CheckIn(Section, frozen=True):
    """What a client is asked before they wait. Name and consent always are."""

    required: Annotated[
        tuple[str, ...],
        Meta(
            description="What has to be filled in, of country, place, callback, emergency_contact and "
            "privacy (whether they can talk freely). The rest may be left out."
        ),
    ] = CHECK_IN_FIELDS
    country: Annotated[
        str,
        Meta(
            description="The country that the check-in suggests, by its two-letter code, such as NZ. "
            "Empty: none."
        ),
    ] = ""


class Consent(Section, frozen=True):
    """What a client agrees to at check-in."""

    text: Annotated[str, Meta(max_length=20_000, description="The text behind “I agree …”.")] = (
        "to a session by video. Nothing is recorded. If the call drops, my clinician will call me back."
    )
    version: Annotated[
        str, Meta(min_length=1, max_length=40, description="Change it whenever the text changes.")
    ] = "1"
    call_back_after: Annotated[
        timedelta,
        Meta(
            description="How long after a lost connection the clinician phones, if it has not come back: "
            "both pages name the time, in full minutes. At most 1h.",
            extra={"longest": "1h"},
        ),
    ] = timedelta(minutes=5)


class Config(Struct, frozen=True, kw_only=True):
    """Everything, after all sources were read and checked."""

    server: Server = Server()
    media: Media = Media()
    data: Data = Data()
    limits: Limits = Limits()
    invitation: Invitation = Invitation()
    audit: Audit = Audit()
    practice: Practice = Practice()
    check_in: CheckIn = CheckIn()
    consent: Consent = Consent()

    @property
    def local(self) -> bool:
        """Whether the pages are for browsers on this machine only."""
        return urlsplit(self.server.public_url).hostname in LOCAL_NAMES

    @property
    def database_path(self) -> Path:
        """Where the database is."""
        return Path(self.data.dir) / "telehealth.sqlite3"

    @property
    def key_path(self) -> Path:
        """Where the server's own key is: where the operator wants it, else beside what is kept."""
        return Path(self.data.key_file or Path(self.data.dir) / "server.key")

    def at_port(self, port: int) -> Config:
        """The same, with the port that the system chose; the public address follows if it had none."""
        url = self.server.public_url
        if urlsplit(url).port == 0:
            url = f"{url.removesuffix(':0')}:{port}"
        return msgspec.structs.replace(
            self, server=msgspec.structs.replace(self.server, port=port, public_url=url)
        )
