"""Which modules a module needs: read from its text, so that a page can name all of its code with its hash."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from telehealth.web.assets import FilesRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telehealth.web.assets import Assets

# Statements as our formatter leaves them: from the first column, with double quotes and a semicolon. What is
# imported dynamically, `import(…)`, is loaded when it is needed and no part of this. A test compares what is
# found here with what a JavaScript engine finds in every module of ours.
STATEMENT = re.compile(
    r"""^ (?: (?:import|export) \b [^"'`;()=]* \b from | import ) \s* "(?P<specifier>[^"\n]+)" \s* ;""",
    re.MULTILINE | re.VERBOSE,
)


class Loading(Struct, frozen=True):
    """An entry script of a page, and what it needs that no earlier one has named."""

    entry: str
    needs: tuple[str, ...]


def specifiers(source: str) -> list[str]:
    """What a module imports statically, as it is written there."""
    return [found["specifier"] for found in STATEMENT.finditer(source)]


def needs(assets: Assets, entry: str) -> tuple[str, ...]:
    """Every module that this one imports statically, at any depth, the nearest first, without itself.

    Raises FilesRefused for an import that leads nowhere.
    """
    found = [entry]
    # It grows while it is walked.
    for name in found:
        found += [one for one in dict.fromkeys(_imports(assets, name)) if one not in found]
    return tuple(found[1:])


def load_order(assets: Assets, entries: Sequence[str]) -> list[Loading]:
    """The entry scripts of one page in their order, each with its needs; nothing is named twice."""
    order: list[Loading] = []
    named = set(entries)
    for entry in entries:
        new = tuple(name for name in needs(assets, entry) if name not in named)
        named.update(new)
        order.append(Loading(entry, new))
    return order


def _imports(assets: Assets, name: str) -> Iterator[str]:
    for specifier in specifiers(assets.named(name).body.decode("utf-8")):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), specifier))
        if not specifier.startswith(("./", "../")) or path not in assets.names:
            raise FilesRefused(f"static/{name} imports {specifier}, which is missing.")
        yield path
