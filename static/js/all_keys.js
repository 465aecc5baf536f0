// Everything of a page that works under the epochs of a session, held, switched and dropped at the same moments.

/** @import { MediaKeys } from "./media_keys.js" */

/** @typedef {Pick<MediaKeys, "hold"|"send"|"drop">} EpochKeys */

/**
 * @param {...EpochKeys} holders
 * @returns {EpochKeys}
 */
export function allKeys(...holders) {
  return {
    hold: async (period) => {
      await Promise.all(holders.map((holder) => holder.hold(period)));
    },
    send: (epoch) => {
      for (const holder of holders) holder.send(epoch);
    },
    drop: (epoch) => {
      for (const holder of holders) holder.drop(epoch);
    },
  };
}
