/**
 * `orderstate/catalogue`: what every status word of every provider means, with the wording that this was read from. It is data,
 * for documents, for tables and for support; nothing in `orderstate` needs it.
 *
 * @packageDocumentation
 */

import type { ProviderInfo, WordInfo } from "./index.js";

/**
 * Every provider with its words.
 *
 * @example
 * import { catalogue } from "orderstate/catalogue";
 * for (const { name, words } of catalogue) {
 *   for (const { word, status, wording, docs } of words) console.log(name, word, status, wording ?? "", docs);
 * }
 */
export const catalogue: readonly CatalogueEntry[];

/** A provider with its words. */
export interface CatalogueEntry extends Omit<ProviderInfo, "shapes" | "events" | "words"> {
  /** What its status words mean. */
  readonly words: readonly CatalogueWord[];
}

/** What one status word means in one direction, and where that was read. */
export interface CatalogueWord extends WordInfo {
  /**
   * What was read on the page in {@link WordInfo.docs}: the provider's own wording in quotes, and what was concluded from it
   * without; null where neither was written down.
   */
  readonly wording: string | null;
}
