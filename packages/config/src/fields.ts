import { isIP } from "node:net";
import { z } from "zod";
import {
  cookieNameFormat,
  durationFormat,
  emailFormat,
  everyFormat,
  headerNameFormat,
  hostFormat,
  idFormat,
  maxAgeFormat,
  proxyFormat,
  sizeFormat,
  timesFormat,
  urlFormat,
  type Format,
} from "./formats.ts";
import { durationMs, formatDuration, formatSize, sizeBytes } from "./quantities.ts";
import { hasOnlyReferences, secretReferences } from "./secrets.ts";

/*
 * The fields that the three schemas share. The message of every check completes the sentence "expected …".
 */

/** How a secret must be written, for the message about a literal one. */
const expectedSecret =
  'a reference, never the secret itself: write "${env:NAME}" for an environment variable or "${file:/run/secrets/name}" for a file';

const expectedReference = 'references spelled "${env:NAME}" or "${file:/path}"';

/** Longest list of any kind in one file. */
const maxEntries = 20_000;

export function formatted(format: Format) {
  return z.string({ error: format.expected }).regex(format.pattern, { error: format.expected, abort: true });
}

export const id = formatted(idFormat);
export const address = formatted(urlFormat);
export const email = formatted(emailFormat);

/**
 * One line of text.
 *
 * @param what completes "expected …, at most n characters"
 */
export function line(maxLength: number, what = "one line of text") {
  const expected = `${what}, at most ${maxLength} characters`;
  return (
    z
      .string({ error: expected })
      .max(maxLength, { error: expected, abort: true })
      // oxlint-disable-next-line no-control-regex -- line breaks and control characters are what it refuses
      .regex(/^[^\u0000-\u001f\u007f]*\S[^\u0000-\u001f\u007f]*$/, { error: expected, abort: true })
  );
}

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(item, { error: "a list" }).max(maxEntries, { error: `at most ${maxEntries} entries` });
}

export const words = listOf(line(200));

/** A duration within bounds, in milliseconds. */
export function duration(bounds: { readonly minMs: number; readonly maxMs: number }) {
  const range = durationRange(bounds);
  return formatted(durationFormat).transform(durationMs).pipe(range);
}

/** A duration, or `none` for null. */
export function durationOrNone(bounds: { readonly minMs: number; readonly maxMs: number }) {
  return formatted(maxAgeFormat)
    .transform((text) => (text === "none" ? null : durationMs(text)))
    .pipe(durationRange(bounds).nullable());
}

/** A duration, or `adaptive` for null. */
export function durationOrAdaptive(bounds: { readonly minMs: number; readonly maxMs: number }) {
  return formatted(everyFormat)
    .transform((text) => (text === "adaptive" ? null : durationMs(text)))
    .pipe(durationRange(bounds).nullable());
}

/** A number of times from 1x to 100x, or `none` for null. */
export const timesOrNone = formatted(timesFormat)
  .transform((text) => (text === "none" ? null : Number.parseFloat(text)))
  .pipe(z.number().min(1, { error: "1x to 100x" }).max(100, { error: "1x to 100x" }).nullable());

function durationRange(bounds: { readonly minMs: number; readonly maxMs: number }) {
  const error = `${formatDuration(bounds.minMs)} to ${formatDuration(bounds.maxMs)}`;
  return z.number().min(bounds.minMs, { error }).max(bounds.maxMs, { error });
}

/** A size within bounds, in bytes. */
export function size(bounds: { readonly minBytes: number; readonly maxBytes: number }) {
  const error = `${formatSize(bounds.minBytes)} to ${formatSize(bounds.maxBytes)}`;
  return formatted(sizeFormat)
    .transform(sizeBytes)
    .pipe(z.number().min(bounds.minBytes, { error }).max(bounds.maxBytes, { error }));
}

export function count(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

export const flag = z.boolean({ error: "true or false" });

/** Text that must hold its secret as a reference. */
export const secret = z
  .string({ error: expectedSecret })
  .refine((text) => secretReferences(text).length > 0 && hasOnlyReferences(text), { error: expectedSecret });

/** Text that may hold references. */
export const textWithReferences = line(2_000).refine(hasOnlyReferences, { error: expectedReference });

/** Words for a record that is none; its keys have words of their own. */
export function mapping(what: string): (issue: { readonly code: string }) => string | undefined {
  return ({ code }) => (code === "invalid_type" ? `a mapping of ${what}` : undefined);
}

/** Headers whose whole purpose is to carry a credential. */
const secretHeader = /^(?:authorization|cookie|x-api-key|api-key|x-auth-token|private-token)$/i;

/** Request headers; those that carry credentials hold references. */
export const headers = z
  .record(formatted(headerNameFormat), textWithReferences, { error: mapping("header names to values") })
  .check((context) => {
    for (const [name, value] of Object.entries(context.value)) {
      if (secretHeader.test(name) && secretReferences(value).length === 0) {
        context.issues.push({ code: "custom", message: expectedSecret, path: [name], input: value });
      }
    }
  });

/** Cookies by name; a cookie is as good as a password. */
export const cookies = z.record(formatted(cookieNameFormat), secret, { error: mapping("cookie names to references") });

const proxyWithPassword = `${proxyFormat.expected} whose password is a reference: "http://desk:\${env:PROXY_PASSWORD}@proxy.example.org:3128"`;

/** Address of a proxy; what stands for a password in it must be a reference. */
export const proxy = formatted(proxyFormat)
  .refine(hasOnlyReferences, { error: expectedReference, abort: true })
  .refine((text) => !/^[^@]*:\/\/[^@:]*:(?!\$\{)[^@]*@/.test(text) && isProxyAddress(text), {
    error: proxyWithPassword,
  });

/** True when the text is an address once its references are replaced. */
function isProxyAddress(text: string): boolean {
  const references = secretReferences(text);
  if (references.length === 1 && references[0]?.text === text) return true;
  let plain = text;
  for (const reference of references) plain = plain.replace(reference.text, "1");
  const url = URL.parse(plain);
  return url !== null && url.hostname !== "" && url.search === "" && url.hash === "" && url.pathname === "/";
}

/** Hosts and ranges, for `allow_private` and `private_pages`. */
export const hosts = listOf(
  formatted(hostFormat).refine(isHostOrRange, {
    error: "0 to 32 bits behind an IPv4 address, 0 to 128 behind an IPv6 one",
  }),
);

/** What stands before a slash is an address, and what stands behind it is no more than it has bits. */
function isHostOrRange(text: string): boolean {
  const [address = "", bits] = text.split("/");
  if (bits === undefined) return true;
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return Number(bits) <= most;
}

export const network = z.strictObject({
  allow_private: hosts
    .exactOptional()
    .describe("Hosts, host:port or CIDR ranges that configured addresses may reach although they are private."),
});

/** Keys that every file may begin with. */
export const preamble = {
  $schema: z.string().exactOptional().describe("JSON Schema of this file, for editors."),
  version: z.literal(1, { error: "1, the only version there is" }).exactOptional(),
};
