import { formatDuration } from "@wirewatch/config";

/** Keys whose texts may be secrets, even where references are asked for. */
const secretKeys = /token|secret|password|passwd|cookie|authorization|api_?key|routing_?key|private_?key/iu;
/** Addresses that are as good as a password: what follows the host is not shown. */
const addressKeys = /^(?:url|target|topicUrl|appriseUrl|proxy)$/u;
const reference = /^\$\{(?:env|file):[^}]+\}$/u;

/**
 * A part of the stored configuration as people read it: keys as in the files, lengths of time as `5m`, nothing that is empty, and no
 * secret. References such as `${env:NAME}` stay: they say where a secret is, not what it is.
 *
 * @param part `alerts` cuts addresses after their host, since channels' are secrets; addresses of sources are none
 */
export function shownConfig(value: unknown, part: "alerts" | "other"): unknown {
  return shown(value, "", part);
}

function shown(value: unknown, key: string, part: "alerts" | "other"): unknown {
  if (typeof value === "string") return shownText(value, key, part);
  if (Array.isArray(value)) return value.map((one) => shown(one, key, part));
  if (typeof value !== "object" || value === null) return value;
  const isSecret = key === "headers" || key === "cookies";
  const entries = Object.entries(value).map(([name, one]): readonly [string, unknown] => {
    if (isSecret && typeof one === "string") return [name, reference.test(one) ? one : hidden];
    if (name.endsWith("Ms") && isLength(one)) return [snake(name.slice(0, -2)), lengthText(one)];
    return [isSecret ? name : snake(name), shown(one, name, part)];
  });
  return Object.fromEntries(entries.filter(([, one]) => !isEmpty(one)));
}

const hidden = "(hidden)";

function shownText(text: string, key: string, part: "alerts" | "other"): string {
  if (reference.test(text)) return text;
  if (secretKeys.test(key)) return hidden;
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(text) || !URL.canParse(text)) return text;
  const url = new URL(text);
  if (part === "alerts" && addressKeys.test(key))
    return url.pathname === "/" && url.search === "" && url.password === "" ? text : `${url.protocol}//${url.host}/…`;
  if (url.username === "" && url.password === "") return text;
  url.username = "";
  url.password = "";
  return url.href;
}

function isLength(value: unknown): value is number | readonly number[] {
  return [value].flat().every((one) => typeof one === "number");
}

function lengthText(value: number | readonly number[]): string | readonly string[] {
  return typeof value === "number" ? formatDuration(value) : value.map(formatDuration);
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}
