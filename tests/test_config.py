"""Where settings come from, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from telehealth.config import SETTINGS, ConfigRefused, description, load, variable

EVERYWHERE = "0.0.0.0"  # noqa: S104 (never bound here)


def faults(environment: dict[str, str] | None = None, **options: object) -> tuple[str, ...]:
    with pytest.raises(ConfigRefused) as refused:
        load(None, environment or {}, {name.replace("__", "."): value for name, value in options.items()})
    return refused.value.faults


def test_an_option_comes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "telehealth.toml"
    file.write_text('[server]\nport = 1\nhost = "127.0.0.2"\n[media]\nport = 11\n')
    environment = {"TELEHEALTH_SERVER_PORT": "2", "TELEHEALTH_SERVER_HOST": "127.0.0.3"}
    config = load(file, environment, {"server.port": 3})
    assert (config.server.port, config.server.host, config.media.port) == (3, "127.0.0.3", 11)


def test_an_option_that_was_not_given_changes_nothing() -> None:
    assert load(None, {"TELEHEALTH_SERVER_PORT": "2"}, {"server.port": None}).server.port == 2


def test_the_public_address_follows_the_port() -> None:
    assert load(None, {}, {"server.port": 9000}).server.public_url == "http://localhost:9000"


def test_a_list_in_the_environment_is_written_with_commas() -> None:
    config = load(None, {"TELEHEALTH_MEDIA_ADVERTISE": "192.0.2.1, 2001:db8::1"}, {})
    assert config.media.advertise == ("192.0.2.1", "2001:db8::1")


@pytest.mark.parametrize(("text", "seconds"), [("90s", 90), ("30m", 1800), ("4h", 14_400), ("2d", 172_800)])
def test_a_duration_is_a_number_and_a_unit(text: str, seconds: int) -> None:
    config = load(None, {"TELEHEALTH_INVITATION_CLOSES_AFTER": text}, {})
    assert config.invitation.closes_after == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "30", "m", "-5m", "31d", "9999999999999d", "9" * 5000 + "d", "1.5h", "PT30M", "٣m", "30 m"]
)
def test_a_duration_that_is_none_is_refused(text: str) -> None:
    (fault,) = faults({"TELEHEALTH_INVITATION_CLOSES_AFTER": text})
    assert fault.startswith("invitation.closes_after")


@pytest.mark.parametrize(("text", "bounded"), [("0s", False), ("12h", False), ("721m", True)])
def test_a_duration_may_have_a_bound_of_its_own(text: str, bounded: bool) -> None:
    given = {"TELEHEALTH_SERVER_DRAIN_FOR": text}
    if bounded:
        (fault,) = faults(given)
        assert fault.startswith(
            "server.drain_for (TELEHEALTH_SERVER_DRAIN_FOR): Expected at most 12h. How long"
        )
    else:
        assert load(None, given, {}).server.drain_for <= timedelta(hours=12)


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    file = tmp_path / "telehealth.toml"
    file.write_text('[server]\nprot = 1\npublic_url = "http://sessions.example.org"\ntls_key = "x"\n')
    with pytest.raises(ConfigRefused) as refused:
        load(file, {"TELEHEALTH_SERVER_PORT": "many", "TELEHEALTH_SERVER_HOTS": "x"}, {"media.port": 70_000})
    text = "\n".join(refused.value.faults)
    assert len(refused.value.faults) == 6
    for part in (
        "server.prot",
        "TELEHEALTH_SERVER_HOTS",
        "server.port",
        "media.port",
        "https://",
        "tls_c",
    ):
        assert part in text


def test_a_fault_says_where_the_value_stands_and_what_it_means() -> None:
    (fault,) = faults({"TELEHEALTH_SERVER_PORT": "70000"})
    assert "TELEHEALTH_SERVER_PORT" in fault
    assert description(SETTINGS["server.port"]) in fault


def test_a_name_that_is_almost_right_is_guessed() -> None:
    assert "Did you mean TELEHEALTH_SERVER_PORT?" in faults({"TELEHEALTH_SERVR_PORT": "1"})[0]


def test_a_table_that_is_a_value_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "telehealth.toml"
    file.write_text("server = 5\n")
    with pytest.raises(ConfigRefused, match="server"):
        load(file, {}, {})


@pytest.mark.parametrize("content", [b"[server", b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_refused_with_the_way_out(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "telehealth.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigRefused, match=r"telehealth\.sample\.toml"):
        load(file, {}, {})


@pytest.mark.parametrize(
    "url",
    [
        "http://sessions.example.org",
        "http://192.0.2.1:8080",
        "ftp://localhost",
        "localhost:8080",
        "https://",
        "https://user@example.org",
        "https://example.org/path",
        "https://example.org?x",
        "https://example.org:port",
        "https://example.org:0",
        "https://a..example.org",
        f"https://{'a' * 64}.example.org",
        "https://x y.org",
        "https://x.org\t",
        "https://x<y.org",
        "http://localhost:0",
    ],
)
def test_a_public_address_that_browsers_could_not_use_is_refused(url: str) -> None:
    assert any("server.public_url" in fault for fault in faults(server__public_url=url))


@pytest.mark.parametrize("given", ["tls_certificate", "tls_key"])
def test_half_of_tls_is_refused(given: str) -> None:
    options = {"server.public_url": "https://example.org", f"server.{given}": "x.pem"}
    with pytest.raises(ConfigRefused, match="Give both"):
        load(None, {}, options)


def test_tls_under_an_http_address_is_refused() -> None:
    (fault,) = faults(server__tls_certificate="c.pem", server__tls_key="k.pem")
    assert "not https" in fault


@pytest.mark.parametrize("proxies", [(), ("10.0.0.5",)])
def test_pages_in_clear_on_the_network_are_refused(proxies: tuple[str, ...]) -> None:
    (fault,) = faults(server__host=EVERYWHERE, server__trusted_proxies=proxies)
    assert "in clear" in fault


@pytest.mark.parametrize("host", [EVERYWHERE, "127.0.0.1", "::1"])
def test_https_that_nobody_does_is_refused(host: str) -> None:
    (fault,) = faults(server__public_url="https://example.org", server__host=host)
    assert "server.trusted_proxies" in fault


@pytest.mark.parametrize(
    "options",
    [
        {"server.host": "127.0.0.1", "server.trusted_proxies": ("127.0.0.1",)},
        {"server.host": "::1", "server.tls_certificate": "c.pem", "server.tls_key": "k.pem"},
        {"server.host": EVERYWHERE, "server.trusted_proxies": ("10.0.0.5",)},
        {"server.host": EVERYWHERE, "server.tls_certificate": "c.pem", "server.tls_key": "k.pem"},
    ],
)
def test_https_by_a_proxy_or_by_ourselves_is_taken(options: dict[str, object]) -> None:
    config = load(None, {}, {"server.public_url": "https://example.org", **options})
    assert config.server.host == options["server.host"]


@pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0", "proxy", "10.0.0.5/8"])
def test_a_proxy_that_is_everybody_or_nobody_is_refused(network: str) -> None:
    assert "server.trusted_proxies" in faults(server__trusted_proxies=(network,))[0]


@pytest.mark.parametrize("address", [EVERYWHERE, "::", "224.0.0.1", "example.org"])
def test_a_media_address_that_is_no_machine_is_refused(address: str) -> None:
    assert "media.advertise" in faults(media__advertise=(address,))[0]


def test_every_setting_has_a_variable_of_its_own() -> None:
    assert variable("server.public_url") == "TELEHEALTH_SERVER_PUBLIC_URL"
    assert len({variable(name) for name in SETTINGS}) == len(SETTINGS)


def test_other_variables_of_the_environment_are_nobodys_business() -> None:
    assert load(None, {"HOME": "/root", "TELEHEALTHY": "yes"}, {}) == load(None, {}, {})


def test_the_check_in_and_texts_by_country_are_set_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "telehealth.toml"
    file.write_text(
        '[check_in]\nrequired = ["place", "callback"]\ncountry = "NZ"\n'
        '[practice]\nemergency_line = "111"\n[practice.crisis_texts]\nNZ = "Call 111."\nDE = "Call 112."\n'
    )
    config = load(file, {}, {})
    assert (config.check_in.required, config.check_in.country) == (("place", "callback"), "NZ")
    assert config.practice.crisis_texts == {"NZ": "Call 111.", "DE": "Call 112."}
    assert config.practice.emergency_line == "111"


def test_a_table_in_the_environment_is_json_and_an_empty_list_is_none() -> None:
    environment = {
        "TELEHEALTH_PRACTICE_CRISIS_TEXTS": '{"NZ": "Call 111, or 1737."}',
        "TELEHEALTH_CHECK_IN_REQUIRED": "",
        "TELEHEALTH_CHECK_IN_COUNTRY": "NZ",
    }
    config = load(None, environment, {})
    assert config.practice.crisis_texts == {"NZ": "Call 111, or 1737."}
    assert config.check_in.required == ()


@pytest.mark.parametrize("text", ["NZ=Call 111.", "{", "[]", '{"NZ": 111}', '"NZ"', '{"NZ": "\ud800"}'])
def test_a_table_in_the_environment_that_is_none_is_refused(text: str) -> None:
    (fault,) = faults({"TELEHEALTH_PRACTICE_CRISIS_TEXTS": text})
    assert fault.startswith("practice.crisis_texts (TELEHEALTH_PRACTICE_CRISIS_TEXTS)")
    assert "JSON" in fault


@pytest.mark.parametrize(
    ("name", "hint"),
    [("contact", "emergency_contact"), ("adress", "Choose from country, place"), ("name", "Choose from")],
)
def test_what_the_check_in_does_not_ask_for_cannot_be_required(name: str, hint: str) -> None:
    (fault,) = faults(check_in__required=("place", name))
    assert fault.startswith(f"check_in.required: {name} is nothing")
    assert hint in fault


@pytest.mark.parametrize("code", ["UK", "nz", "NZL", "New Zealand", "", "N", "ZZ"])
def test_a_country_has_the_code_that_the_check_in_knows(code: str) -> None:
    wrong = [faults(practice__crisis_texts={code: "Call."})]
    if code:
        wrong.append(faults(check_in__country=code))
    for (fault,) in wrong:
        assert f"{code} is no country's code" in fault
        assert "GB for the United Kingdom" in fault


@pytest.mark.parametrize("version", ["1\n2", "\u202e1", "1\u200b"])
def test_a_version_of_the_consent_text_that_cannot_be_seen_whole_is_refused(version: str) -> None:
    assert faults(consent__version=version)[0].startswith("consent.version")
