import { distinct, elementsNamed, type FeedNode } from "./item-fields.ts";
import { childrenNamed, htmlOf, textOf } from "./markup.ts";
import { plainText } from "./plain-text.ts";
import type { XmlElement } from "./xml-tree.ts";

const authorElements = ["author", "atom:author", "dc:creator", "dc:author", "dcterms:creator"];

/** Who may have written it when no author is named, best first. */
const otherElements = ["itunes:author", "dc:contributor"];

/** Longest text that is taken for the name of people. */
const maxLength = 500;

/** Names of the people who wrote something; e-mail addresses only where there is no name at all. */
export function authorsOf(node: FeedNode): string[] {
  const people = peopleOf(node, authorElements);
  if (people.length > 0) return people;
  for (const name of otherElements) {
    const others = peopleOf(node, [name]);
    if (others.length > 0) return others;
  }
  return [];
}

function peopleOf(node: FeedNode, names: readonly string[]): string[] {
  const elements = elementsNamed(node, names);
  if (elements.length === 0) return [];
  const people = distinct(elements.map(personName));
  const named = people.filter((person) => !isEmail(person));
  return named.length > 0 ? named : people;
}

/** `me@example.org (Name)`, `Name <me@example.org>`, Atom's `<name>`, or just a name. */
function personName(person: XmlElement): string {
  const parts = ["name", "atom:name", "foaf:name", "email", "atom:email"].flatMap((name) =>
    childrenNamed(person, name),
  );
  if (parts.length > 0) return parts.map(textOf).find((text) => text !== "") ?? "";
  const html = htmlOf(person);
  // A link is markup; other signs stand around an e-mail address, or are part of what somebody calls himself.
  const text = plainText(/<a\s[^<>]*href/i.test(html) ? html : html.replaceAll("<", "&lt;"));
  if (text.length > maxLength || !text.includes("@")) return text.slice(0, maxLength);
  const spelled =
    /^(?:mailto:)?(?<email>\S+@\S+?),?\s*\((?<inner>.+)\)$|^"?(?<outer>[^<("]+?)"?\s*[<([]\s*(?:mailto:)?\S+@\S+?\s*[>)\]]$|^(?<before>[^@]+?)[\s,;:–-]+(?<address>\S+@\S+)$/.exec(
      text,
    )?.groups;
  return spelled?.["inner"] ?? spelled?.["outer"] ?? spelled?.["before"] ?? text;
}

function isEmail(text: string): boolean {
  return /^\S+@\S+\.\S+$/.test(text);
}
