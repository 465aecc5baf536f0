// A sealed message that this page does not take: not meant for it, damaged, or made by somebody without the key.

/** Its message is one of our own words, never a content. */
export class SealedRefused extends Error {}
