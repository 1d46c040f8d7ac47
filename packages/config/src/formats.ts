import { durationPattern, sizePattern, suggestDuration, suggestSize } from "./quantities.ts";
import { timeOfDayFormat, timeZoneFormat, weekdaysFormat } from "./time-formats.ts";

/** A spelling that text must have, and what to propose to somebody who missed it. */
export interface Format {
  /** Completes the sentence "expected …"; also how a schema's complaint is recognised. */
  readonly expected: string;
  readonly pattern: RegExp;
  readonly suggest: (written: string) => string | null;
}

export const durationFormat: Format = {
  expected: "a duration such as 30s, 5m, 2h or 7d",
  pattern: durationPattern,
  suggest: suggestDuration,
};

export const maxAgeFormat: Format = {
  expected: "a duration such as 48h or 7d, or none",
  pattern: /^(?:\d{1,9}(?:ms|s|m|h|d)|none)$/,
  suggest: (written) =>
    /^(?:null|~|no|never|off|false|unlimited)$/i.test(written) ? "none" : suggestDuration(written),
};

export const everyFormat: Format = {
  expected: "a duration such as 30s, 5m, 2h or 7d, or adaptive",
  pattern: /^(?:\d{1,9}(?:ms|s|m|h|d)|adaptive)$/,
  suggest: (written) =>
    /^(?:auto(?:matic)?|adapt|default|dynamic)$/i.test(written) ? "adaptive" : suggestDuration(written),
};

export const timesFormat: Format = {
  expected: "a number of times such as 3x, or none",
  pattern: /^(?:\d{1,3}(?:\.\d)?x|none)$/,
  suggest: (written) =>
    /^(?:no|never|off|false|null|~)$/i.test(written)
      ? "none"
      : (/^\s*(\d{1,3}(?:\.\d)?)\s*(?:x|times)?\s*$/i.exec(written)?.[1]?.concat("x") ?? null),
};

export const sizeFormat: Format = {
  expected: "a size such as 500kB or 5MB",
  pattern: sizePattern,
  suggest: suggestSize,
};

export const idFormat: Format = {
  expected: "lower-case letters, digits, - and _ (at most 64), beginning with a letter or digit",
  pattern: /^[a-z0-9][a-z0-9_-]{0,63}$/,
  suggest: suggestId,
};

export const labelFormat: Format = {
  expected: "lower-case letters, digits and _, beginning with a letter",
  pattern: /^[a-z][a-z0-9_]{0,63}$/,
  suggest: (written) =>
    suggestId(written)
      ?.replaceAll("-", "_")
      .replace(/^[^a-z]+/, "") ?? null,
};

export const urlFormat: Format = {
  expected: "an address that begins with http:// or https://",
  pattern: /^https?:\/\/[^\s$][^\s]{0,2040}$/i,
  suggest: suggestUrl,
};

/** References may stand for parts of it, or for all of it. */
export const proxyFormat: Format = {
  expected: "the address of a proxy such as http://proxy.example.org:3128",
  pattern: /^(?:https?:\/\/|\$\{)[^\s]{1,1000}$/i,
  suggest: (written) => (/^[a-z0-9.-]+:\d{1,5}$/i.test(written) ? `http://${written}` : null),
};

/** RFC 6265 section 4.1.1: a token of RFC 9110. */
export const cookieNameFormat: Format = {
  expected: "the name of a cookie",
  pattern: /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/,
  suggest: () => null,
};

export const languageFormat: Format = {
  expected: "a language code such as en or pt-BR",
  pattern: /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/,
  suggest: (written) => (/^[A-Za-z]{2,3}(?:[-_][A-Za-z]{2})?$/.test(written) ? languageCase(written) : null),
};

export const countryFormat: Format = {
  expected: "a country code of two capital letters such as GB",
  pattern: /^[A-Z]{2}$/,
  suggest: (written) => (/^[A-Za-z]{2}$/.test(written) ? written.toUpperCase() : null),
};

/** One plain address: no display name, comment, list or line break can reach the mail server (RFC 5321 section 4.1.2). */
export const emailFormat: Format = {
  expected: "one plain e-mail address such as desk@example.org",
  pattern: /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}$/,
  suggest: (written) => /^[^<>\p{Cc}]*<([^<>\s]{1,200}@[^<>\s]{1,200})>$/u.exec(written)?.[1] ?? null,
};

export const hostFormat: Format = {
  expected: "a host, host:port, IP address or range such as 10.0.0.0/8",
  pattern:
    /^(?:[A-Za-z0-9_.-]{1,253}(?::\d{1,5}|\/\d{1,2})?|\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?|[0-9A-Fa-f:.]{2,45}(?:\/\d{1,3})?)$/,
  suggest: (written) => URL.parse(written)?.host || null,
};

/** A field name of RFC 9110 section 5.1 that is not ours to set or that frames the request. */
export const headerNameFormat: Format = {
  expected: "a header name other than Host, Connection, Content-Length, Transfer-Encoding and the like",
  pattern:
    /^(?!(?:host|connection|content-length|transfer-encoding|te|trailer|upgrade|keep-alive|expect|proxy-.*)$)[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/i,
  suggest: () => null,
};

const formats: readonly Format[] = [
  timeOfDayFormat,
  weekdaysFormat,
  timeZoneFormat,
  durationFormat,
  maxAgeFormat,
  everyFormat,
  timesFormat,
  proxyFormat,
  cookieNameFormat,
  sizeFormat,
  idFormat,
  labelFormat,
  urlFormat,
  languageFormat,
  countryFormat,
  emailFormat,
  hostFormat,
  headerNameFormat,
];

/** What to propose for text that is not as expected; null when nothing right is near. */
export function suggestFormat(expected: string, written: string): string | null {
  const format = formats.find((candidate) => candidate.expected === expected);
  const suggestion = format?.suggest(written) ?? null;
  return suggestion !== null && suggestion !== written && format?.pattern.test(suggestion) === true ? suggestion : null;
}

/** An id made of a name: `Ministry of Éducation!` is `ministry-of-education`; null when no letter or digit is left. */
export function suggestId(written: string): string | null {
  const plain = written.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const id = plain.replace(/[^a-z0-9_]+/g, "-").replace(/^[-_]+|-+$/g, "");
  return id === "" ? null : id.slice(0, 64).replace(/-+$/, "");
}

function suggestUrl(written: string): string | null {
  const misspelt = /^h{1,2}t{1,3}p{1,2}(s?):{0,2}\/{1,3}(?=[^/])/i.exec(written);
  if (misspelt !== null) return `http${misspelt[1]?.toLowerCase() ?? ""}://${written.slice(misspelt[0].length)}`;
  return /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:/?].*)?$/i.test(written) ? `https://${written}` : null;
}

function languageCase(written: string): string {
  const [language = "", region] = written.split(/[-_]/);
  return region === undefined ? language.toLowerCase() : `${language.toLowerCase()}-${region.toUpperCase()}`;
}
