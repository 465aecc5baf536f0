"""All that an operator can set: defaults ← TOML file ← TELEHEALTH_SECTION_NAME ← options of the command line.

Every fault is reported at once, each with what to do; unknown names are refused, and so are combinations
that would be unsafe. `docs/telehealth.sample.toml` names every setting with its default.
"""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from difflib import get_close_matches
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any, get_args, get_origin
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import fields

from telehealth.core.bounds import HIDDEN
from telehealth.security.origin import Site
from telehealth.settings import CHECK_IN_FIELDS, COUNTRIES, LOCAL_NAMES, Config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

PREFIX = "TELEHEALTH_"
LONGEST_DURATION = "30d"
"""Of a setting that names no bound of its own (`longest`)."""
ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d+)?")
"""As browsers write one (RFC 6454, section 6.2)."""


class ConfigRefused(Exception):
    """Settings that cannot be used. `faults` has one sentence each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class Given(Struct, frozen=True):
    """A value as somebody wrote it, and where."""

    value: object
    where: str
    text: bool = False
    """Whether it is text that stands for another type (environment): a list by commas, a table as JSON."""


def load(file: Path | None, environment: Mapping[str, str], options: Mapping[str, object]) -> Config:
    """The configuration. `options` is named like `server.port`; None there means not given.

    Raises ConfigRefused with every fault that was found.
    """
    faults: list[str] = []
    given: dict[str, Given] = {}
    given.update(_from_file(file, faults))
    given.update(_from_environment(environment, faults))
    given.update({name: Given(value, "option") for name, value in options.items() if value is not None})
    values: dict[str, dict[str, object]] = {}
    wrong: set[str] = set()
    for name, one in given.items():
        section, key = name.split(".")
        try:
            values.setdefault(section, {})[key] = _converted(one, SETTINGS[name])
        except (msgspec.MsgspecError, ValueError) as error:
            wrong.add(name)
            faults.append(f"{name} ({one.where}): {error}. {description(SETTINGS[name])}")
    config = _built(values)
    if "server.public_url" not in given:
        url = f"http://localhost:{config.server.port}"
        config = msgspec.structs.replace(
            config, server=msgspec.structs.replace(config.server, public_url=url)
        )
    for names, check in CHECKS:
        if not wrong.intersection(names):
            faults.extend(check(config))
    if faults:
        raise ConfigRefused(faults)
    return config


def description(kind: object) -> str:
    """The help text of a setting, from its type."""
    texts = (part.description for part in get_args(kind) if isinstance(part, Meta) and part.description)
    return next(texts, "")


def variable(name: str) -> str:
    """The environment variable of a setting: `server.port` → `TELEHEALTH_SERVER_PORT`."""
    return PREFIX + name.replace(".", "_").upper()


def _settings() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for section in fields(Config):
        for field in fields(section.type):
            found[f"{section.name}.{field.name}"] = field.type
    return found


SETTINGS = _settings()
"""Every setting by name, with its annotated type."""


def _from_file(file: Path | None, faults: list[str]) -> Iterator[tuple[str, Given]]:
    if file is None:
        return
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        faults.append(f"{file} cannot be read as TOML: {error}. Compare it with docs/telehealth.sample.toml.")
        return
    for section, table in tables.items():
        for key, value in table.items() if isinstance(table, dict) else [("", table)]:
            name = f"{section}.{key}".strip(".")
            if name in SETTINGS:
                yield name, Given(value, str(file))
            else:
                faults.append(f"{name} ({file}) is not a setting. {_nearest(name, SETTINGS)}")


def _from_environment(environment: Mapping[str, str], faults: list[str]) -> Iterator[tuple[str, Given]]:
    known = {variable(name): name for name in SETTINGS}
    for name, value in environment.items():
        if not name.startswith(PREFIX):
            continue
        if name in known:
            yield known[name], Given(value, name, text=True)
        else:
            faults.append(f"{name} is not a setting. {_nearest(name, known)}")


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1)
    return f"Did you mean {near[0]}?" if near else "Remove it."


def _converted(given: Given, kind: Any) -> object:  # noqa: ANN401 -- any annotated type
    value = given.value
    base = get_args(kind)[0]
    if base is timedelta:
        value = _duration(value, _longest(kind))
    elif given.text and base == tuple[str, ...]:
        value = tuple(part.strip() for part in str(value).split(",") if part.strip())
    elif given.text and get_origin(base) is dict:
        value = msgspec.json.decode(str(value).encode())
    return msgspec.convert(value, kind, strict=not given.text)


def _longest(kind: object) -> str:
    parts = (part.extra for part in get_args(kind) if isinstance(part, Meta) and part.extra)
    return next((extra["longest"] for extra in parts), LONGEST_DURATION)


def _duration(value: object, longest: str) -> timedelta:
    seconds = _seconds(str(value))
    if seconds > _seconds(longest):
        raise ValueError(f"Expected at most {longest}")
    return timedelta(seconds=seconds)


def _seconds(text: str) -> int:
    unit = {"s": 1, "m": 60, "h": 3600, "d": 86_400}.get(text[-1:])
    if unit is None or not text[:-1].isascii() or not text[:-1].isdigit():
        raise ValueError("Expected a number and s, m, h or d, as in 30m")
    return int(text[:-1]) * unit


def _built(values: Mapping[str, Mapping[str, object]]) -> Config:
    sections = {field.name: field.type(**values.get(field.name, {})) for field in fields(Config)}
    return Config(**sections)


# ── Combinations ─────────────────────────────────────────────────────────────────────────────────


def _check_url(config: Config) -> Iterator[str]:
    url = config.server.public_url
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        yield f"server.public_url: {error}. Write it like https://sessions.example.org."
        return
    whole = f"{parts.scheme}://{parts.hostname or ''}"
    bare = parts.path in {"", "/"} and not parts.query and not parts.fragment and "@" not in parts.netloc
    if parts.scheme not in {"http", "https"} or not parts.hostname or not bare:
        yield f"server.public_url is {url}. Write only scheme, name and port: https://sessions.example.org."
    elif not _is_origin(url) or (port == 0 and config.server.port != 0):
        yield f"server.public_url is {url}, which no browser could open. Write https://sessions.example.org."
    elif parts.scheme == "http" and parts.hostname not in LOCAL_NAMES:
        yield (
            f"server.public_url is {url}, but browsers give no camera to a page that is not https. "
            f"Write https{whole[4:]}{f':{port}' if port else ''}, or http://localhost on this machine only."
        )


def _is_origin(url: str) -> bool:
    """Whether the server can tell by it what is said to itself."""
    try:
        site = Site.at(url)
    except ValueError:
        return False
    return not re.search(r"\s", url) and ORIGIN.fullmatch(site.origin) is not None


def _check_tls(config: Config) -> Iterator[str]:
    server = config.server
    if bool(server.tls_certificate) != bool(server.tls_key):
        missing = "tls_key" if server.tls_certificate else "tls_certificate"
        yield f"server.{missing} is missing. Give both server.tls_certificate and server.tls_key, or neither."
    elif server.tls_certificate and not server.public_url.startswith("https:"):
        yield "server.tls_certificate is given, but server.public_url is not https. Write https there."
    elif server.public_url.startswith("https:"):
        if not (server.tls_certificate or server.trusted_proxies):
            yield (
                f"server.public_url is {server.public_url}, but nothing here does https. Give "
                "server.tls_certificate and server.tls_key, or name your proxy in server.trusted_proxies "
                "(127.0.0.1 if it runs on this machine)."
            )
    elif not _is_loopback(server.host):
        yield (
            f"server.host is {server.host}, so pages would cross the network in clear. Write 127.0.0.1, "
            "or an https address in server.public_url."
        )


def _check_networks(config: Config) -> Iterator[str]:
    for text in config.server.trusted_proxies:
        try:
            network = ip_network(text)
        except ValueError:
            yield f"server.trusted_proxies: {text} is no address or network. Write 10.0.0.5 or 10.0.0.0/8."
            continue
        if network.prefixlen == 0:
            yield f"server.trusted_proxies: {text} is everybody. Name the proxy's own address."


def _check_media(config: Config) -> Iterator[str]:
    for text in config.media.advertise:
        try:
            address = ip_address(text)
        except ValueError:
            yield f"media.advertise: {text} is no IP address. Write one that this machine has."
            continue
        if address.is_unspecified or address.is_multicast:
            yield f"media.advertise: {text} is no address of one machine. Write one that this machine has."


def _check_in(config: Config) -> Iterator[str]:
    for name in config.check_in.required:
        if name not in CHECK_IN_FIELDS:
            near = get_close_matches(name, CHECK_IN_FIELDS, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Choose from {', '.join(CHECK_IN_FIELDS)}."
            yield f"check_in.required: {name} is nothing that the check-in asks for. {hint}"


def _check_countries(config: Config) -> Iterator[str]:
    named = {"practice.crisis_texts": tuple(config.practice.crisis_texts)}
    if config.check_in.country:
        named["check_in.country"] = (config.check_in.country,)
    for name, codes in named.items():
        for code in codes:
            if code not in COUNTRIES:
                yield (
                    f"{name}: {code} is no country's code. Write two capital letters as in ISO 3166, such as "
                    "NZ, or GB for the United Kingdom."
                )


def _check_consent(config: Config) -> Iterator[str]:
    if re.search(f"[{HIDDEN}]", config.consent.version):
        yield "consent.version has characters that nobody can see. Write one short line, such as 2."


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


TLS = ("public_url", "host", "trusted_proxies", "tls_certificate", "tls_key")
CHECKS: tuple[tuple[frozenset[str], Callable[[Config], Iterator[str]]], ...] = (
    (frozenset({"server.public_url"}), _check_url),
    (frozenset(f"server.{name}" for name in TLS), _check_tls),
    (frozenset({"server.trusted_proxies"}), _check_networks),
    (frozenset({"media.advertise"}), _check_media),
    (frozenset({"check_in.required"}), _check_in),
    (frozenset({"consent.version"}), _check_consent),
    (frozenset({"check_in.country", "practice.crisis_texts"}), _check_countries),
)
