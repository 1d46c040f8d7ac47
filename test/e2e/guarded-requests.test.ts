import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkUrl, type UrlCheck } from "../../packages/cli/src/commands/check-url.ts";

/** One case of the address corpus; its README has the meaning of the fields. */
interface AddressCase {
  readonly id: string;
  readonly cat: string;
  readonly expect: "allow" | "deny";
  readonly why: string;
  readonly dials?: readonly string[];
  readonly never?: readonly string[];
  readonly maxDials?: number;
  readonly secretOnlyTo?: readonly string[];
  readonly [field: string]: unknown;
}

const corpus = fileURLToPath(new URL("../../../shared/corpus/security/ssrf.dev.jsonl", import.meta.url));

/** Where no request may ever go, whatever the case says. */
const forbidden =
  /^(?:(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|\[(?![23]))/;

const isThere = existsSync(corpus);

describe.skipIf(!isThere)(
  "what the HTTP client does with addresses from outside (needs ../shared/corpus/security)",
  () => {
    test.each(readCases())("$id $cat: $why", async (one) => {
      const answer = await checkUrl(one);
      expect(answer).toMatchObject({ decision: one.expect, reason: expect.stringMatching(/.{10}/) });
      expect(complaints(one, answer)).toEqual([]);
    });
  },
);

/** What the case forbids and the client did. */
function complaints(one: AddressCase, { dials, sent }: UrlCheck): string[] {
  const mayDial = one.dials ?? (one.expect === "deny" && one.maxDials === undefined ? [] : dials);
  const found: string[] = [];
  if (dials.join() !== mayDial.join()) found.push(`dialled ${dials.join()} instead of ${mayDial.join()}`);
  if (sent.length > (one.maxDials ?? 6)) found.push(`sent ${sent.length} requests`);
  for (const dial of dials) {
    if (one.never?.includes(dial) === true) found.push(`dialled ${dial}`);
    if (one["allowPrivate"] === undefined && forbidden.test(dial)) found.push(`dialled the private ${dial}`);
  }
  for (const { dial, headers } of sent) {
    const isSecret = JSON.stringify(headers).includes("S3CRET");
    if (isSecret && one.secretOnlyTo?.includes(dial) !== true) found.push(`told a secret to ${dial}`);
  }
  return found;
}

function readCases(): AddressCase[] {
  if (!isThere) return [];
  const lines = readFileSync(corpus, "utf8").trim().split("\n");
  return lines.map((line): AddressCase => JSON.parse(line));
}
