import type { MessageLinks } from "@wirewatch/model";
import { plainText, safeLink } from "./plain-text.ts";

export interface LinkView {
  /** By which programs know it, e.g. `ack`. */
  readonly name: string;
  readonly label: string;
  readonly url: string;
}

const maxLinks = 6;
const maxName = 80;

const labels: ReadonlyMap<string, string> = new Map([
  ["ack", "Acknowledge"],
  ["mute", "Mute this story"],
  ["why", "Why this alert"],
  ["unsubscribe", "Unsubscribe"],
]);
const order = ["open", "ack", "mute", "why"];

/**
 * The links that people may follow, in the order in which they are shown: first what one does most, last how to be left
 * alone. What is no http(s) address is left out, and so is `unsubscribePost`, which is for mail programs.
 *
 * @param openLabel of the link `open`
 */
export function linkViews(links: MessageLinks, openLabel: string): readonly LinkView[] {
  return Object.entries(links)
    .filter(([name]) => name !== "unsubscribePost")
    .map(([name, link]) => ({
      name,
      label: name === "open" ? openLabel : (labels.get(name) ?? plainText(name, maxName)),
      url: safeLink(link),
    }))
    .filter((link): link is LinkView => link.url !== null)
    .toSorted((a, b) => place(a.name) - place(b.name))
    .slice(0, maxLinks);
}

function place(name: string): number {
  if (name === "unsubscribe") return order.length + 1;
  return order.includes(name) ? order.indexOf(name) : order.length;
}
