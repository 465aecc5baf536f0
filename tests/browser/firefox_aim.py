"""What is asked of the page before Firefox clicks in it: Playwright does so in Chromium, BiDi does not."""

from __future__ import annotations

from tests.browser.person import NAME_OF

# Of the nodes that have the role: those that are shown, can be used and bear the name.
USABLE = f"""(pattern, ...nodes) => nodes.filter((node) =>
    node.checkVisibility() && !node.disabled && (!pattern || new RegExp(pattern).test(({NAME_OF})(node))))"""

# Into the middle of the window, and whether it stays there for two frames: nobody aims at what still moves.
RESTS_IN_VIEW = """async (node) => {
    node.scrollIntoView({block: 'center', behavior: 'instant'});
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const before = node.getBoundingClientRect();
    await frame();
    await frame();
    const after = node.getBoundingClientRect();
    const [x, y] = [after.x + after.width / 2, after.y + after.height / 2];
    const isIn = x > 0 && y > 0 && x < innerWidth && y < innerHeight;
    return isIn && after.x === before.x && after.y === before.y;
}"""
