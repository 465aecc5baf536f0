"""The pages: rendered once at start, the same bytes for everybody; what varies comes as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2

from telehealth.store.retention import RETENTION
from telehealth.web.assets import Constant, FilesRefused
from telehealth.web.modules import load_order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telehealth.web.assets import Assets
    from telehealth.web.modules import Loading

JOIN = "join.html"
CLINICIAN = "clinician.html"
SIGN_IN = "sign_in.html"
ENROL = "enrol.html"
KEPT = "kept.html"
NOT_FOUND = "not_found.html"
ERROR = "error.html"
NAMES = (JOIN, CLINICIAN, SIGN_IN, ENROL, KEPT, NOT_FOUND, ERROR)
ADDRESSES = {
    "/": CLINICIAN,
    "/room/{room}": CLINICIAN,
    "/join/{invitation}": JOIN,
    "/sign-in": SIGN_IN,
    "/enrol": ENROL,
    "/kept": KEPT,
}
"""Where each page is served; the other two answer to what is none."""


def render(folder: Path, assets: Assets, version: str) -> dict[str, Constant]:
    """Every page by template name.

    Templates know `asset(name)`, `integrity(name)`, `load_order(entries)`, `version` and `kept`, and nothing
    else. `kept` is the table of all that the store keeps, and for how long.

    Raises FilesRefused for a template that is missing or names what it may not.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def order(entries: Sequence[str]) -> list[Loading]:
        return load_order(assets, entries)

    environment.globals.update(
        asset=assets.url, integrity=assets.integrity, load_order=order, version=version, kept=RETENTION
    )
    try:
        return {
            name: Constant.of(environment.get_template(name).render().encode("utf-8"), ".html")
            for name in NAMES
        }
    except jinja2.TemplateError as error:
        raise FilesRefused(f"A page cannot be made: {error}.") from error
