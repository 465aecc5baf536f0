"""The pages: rendered once at start, the same bytes for everybody; what varies comes as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2

from telehealth.store.retention import RETENTION
from telehealth.web.assets import Constant, FilesRefused

if TYPE_CHECKING:
    from pathlib import Path

    from telehealth.web.assets import Assets

JOIN = "join.html"
CLINICIAN = "clinician.html"
SIGN_IN = "sign_in.html"
ENROL = "enrol.html"
KEPT = "kept.html"
NOT_FOUND = "not_found.html"
ERROR = "error.html"
NAMES = (JOIN, CLINICIAN, SIGN_IN, ENROL, KEPT, NOT_FOUND, ERROR)


def render(folder: Path, assets: Assets, version: str) -> dict[str, Constant]:
    """Every page by template name. Templates know `asset(name)`, `version` and `kept`, and nothing else.

    `kept` is the table of all that the store keeps, and for how long.

    Raises FilesRefused for a template that is missing or names what it may not.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.globals.update(asset=assets.url, version=version, kept=RETENTION)
    try:
        return {
            name: Constant.of(environment.get_template(name).render().encode("utf-8"), ".html")
            for name in NAMES
        }
    except jinja2.TemplateError as error:
        raise FilesRefused(f"A page cannot be made: {error}.") from error
