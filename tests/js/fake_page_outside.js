// What of a page is seen from outside of it: its title, its picture on the tab, and whether somebody looks at it.

export function newOutside() {
  const target = new EventTarget();
  const icon = new Map([["href", "/static/img/lamp.svg"]]);
  const outside = {
    title: "Today",
    visibilityState: "hidden",
    focused: false,
    windowFocused: 0,
    hasFocus: () => outside.focused,
    defaultView: { focus: () => void (outside.windowFocused += 1) },
    /** @param {string} selector */
    querySelector: (selector) =>
      selector === 'link[rel="icon"]'
        ? {
            getAttribute: (/** @type {string} */ name) => icon.get(name) ?? null,
            setAttribute: icon.set.bind(icon),
          }
        : null,
    addEventListener: target.addEventListener.bind(target),
    dispatchEvent: target.dispatchEvent.bind(target),
    icon: () => icon.get("href") ?? "",
  };
  return outside;
}
