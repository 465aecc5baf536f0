// A chat as its panel reads it, without keys and without anybody at the other end.

/** @import { ChatLine } from "../../static/js/chat.js" */

/** @param {string|null} participant @param {string} text @param {Partial<ChatLine>} [change] @returns {ChatLine} */
export const newChatLine = (participant, text, change = {}) => ({
  id: text,
  participant,
  text,
  at: new Date(2026, 10, 25, 14, 2).getTime() / 1000,
  state: "delivered",
  missing: [],
  ...change,
});

/** @param {() => void} [draw] @returns {any} */
export function newFakeChat(draw = () => undefined) {
  const chat = {
    lines: /** @type {ChatLine[]} */ ([]),
    unread: 0,
    isReady: true,
    takes: true,
    isOpen: false,
    /** @type {string[]} */
    said: [],
    cleared: () => undefined,
    say: (/** @type {string} */ text) => {
      if (chat.takes) chat.said.push(text);
      return chat.takes;
    },
    opened: () => {
      chat.isOpen = true;
      chat.unread = 0;
      draw();
    },
    closed: () => {
      chat.isOpen = false;
      draw();
    },
  };
  return chat;
}
