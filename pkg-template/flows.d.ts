/**
 * `orderstate/flows`: the flow of every provider as a picture. It is data, for documents and for dashboards; nothing in
 * `orderstate` needs it. `flow` gives what is drawn here as data, and as text for Mermaid.
 *
 * @packageDocumentation
 */

import type { Direction, ProviderId } from "./index.js";

/**
 * By provider and direction, an `<svg>` to put into a page. It scales, and takes the page's colour of text. States stand in three
 * columns: what an order comes through that goes well, what holds it, and where it ends without success. Drawn and said edges
 * are solid, implied ones dashed; what has ended is round, and refused edges end in a cross. Each group of a state has the class of
 * its status, for a page that wants colours. What follows on what is told to screen readers, too.
 *
 * There is none where a flow is not written down yet.
 *
 * @example
 * import { flowSvgs } from "orderstate/flows";
 * document.querySelector("figure").innerHTML = flowSvgs.banxa.buy;
 */
export const flowSvgs: { readonly [Provider in ProviderId]: { readonly [Way in Direction]?: string } };
