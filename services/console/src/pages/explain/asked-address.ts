import { canonicalUrl } from "@wirewatch/urls";

/** Addresses that are longer are kept nowhere. */
const maxLength = 2048;

/** What somebody wrote into the address box. */
export type AskedAddress =
  | { readonly kind: "nothing" }
  | { readonly kind: "address"; readonly url: string }
  /** `words` say what is wrong; `isText` when it reads like words to search for. */
  | { readonly kind: "refused"; readonly words: string; readonly isText: boolean };

/**
 * Reads an address as people paste it: with spaces around it, in angle brackets, without its scheme; pure.
 *
 * @example askedAddress(" example.org/x ") // { kind: "address", url: "https://example.org/x" }
 */
export function askedAddress(given: string): AskedAddress {
  const text = given.trim().replace(/^<(.*)>$/u, "$1");
  if (text === "") return { kind: "nothing" };
  if (text.length > maxLength) {
    return refused(
      `This is ${text.length.toLocaleString("en-GB")} characters long; addresses of more than ${maxLength.toLocaleString("en-GB")} are not recorded`,
    );
  }
  if (/\s/u.test(text)) {
    return { ...refused("An address has no spaces in it, so this is none"), isText: true };
  }
  const scheme = /^([a-z][a-z\d+.-]*):/iu.exec(text)?.[1]?.toLowerCase();
  if (scheme === "http" || scheme === "https") {
    return canonicalUrl(text) === null ? refused(notAnAddress) : { kind: "address", url: text };
  }
  const url = `https://${text.replace(/^\/\//u, "")}`;
  const isBare = scheme === undefined || /^[^/?#]*\.[^/?#:]*:\d{1,5}(?:[/?#]|$)/u.test(text);
  if (!isBare) return refused(`Only pages of the web can be asked for (http and https), not ${scheme}: addresses`);
  const host = URL.parse(url)?.hostname ?? "";
  if (canonicalUrl(url) === null || !/^[^.].*\.[^.]|^localhost$|^\[/u.test(host)) {
    return { ...refused(notAnAddress), isText: !/[./]/u.test(text) };
  }
  return { kind: "address", url };
}

const notAnAddress = "This is not the address of a page; give the whole of it, e.g. https://news.example.com/story";

function refused(words: string): Extract<AskedAddress, { kind: "refused" }> {
  return { kind: "refused", words, isText: false };
}
