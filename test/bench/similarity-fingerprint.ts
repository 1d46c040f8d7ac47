import { hash } from "node:crypto";
import { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import { fingerprint, normalisedBody, storyTerms } from "@wirewatch/similarity";
import { dedupe } from "../../packages/cli/src/commands/dedupe.ts";
import { seededRandom } from "../support/seeded-random.ts";

/* What a fingerprint costs beside a hash of the body, and how many documents `wirewatch dedupe` answers; README.md says what the figures mean. */

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "7" }, texts: { type: "string", default: "1500" } },
});
const [rounds, count] = [Number(values.rounds), Number(values.texts)];
if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(count) || count < 1)
  throw new RangeError("--rounds and --texts are whole numbers from 1 on");
const texts = inventedTexts(count);
const figures = measureFingerprints();
process.stdout.write(
  [
    `${count} texts, the least CPU of ${rounds} rounds, Node ${process.versions.node}`,
    ...fingerprintRows(),
    `dedupe, documents per second    ${Math.round(await dedupeRate())}`,
    "",
  ].join("\n"),
);

/** CPU time of one text, microseconds, the least of all rounds. */
interface FingerprintFigures {
  /** sha-1 of the bytes as they came. */
  readonly sha1Raw: number;
  /** sha-1 of `normalisedBody`: what finding exact copies alone would cost. */
  readonly sha1Body: number;
  /** `fingerprint`: body hash and sampled keys. */
  readonly fingerprint: number;
  readonly storyTerms: number;
}

/** The fingerprint against a hash of the body, in turns in one process; a first round, in which the code is compiled, does not count. */
function measureFingerprints(): FingerprintFigures {
  const contestants = {
    sha1Raw: ({ text }: { text: string }) => hash("sha1", text),
    sha1Body: ({ text }: { text: string }) => hash("sha1", normalisedBody(text)),
    fingerprint,
    storyTerms,
  };
  const least: Record<keyof FingerprintFigures, number> = {
    sha1Raw: Infinity,
    sha1Body: Infinity,
    fingerprint: Infinity,
    storyTerms: Infinity,
  };
  for (let round = -1; round < rounds; round += 1) {
    for (const name of ["sha1Raw", "sha1Body", "fingerprint", "storyTerms"] as const) {
      const before = process.cpuUsage();
      for (const text of texts) contestants[name](text);
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) least[name] = Math.min(least[name], (user + system) / texts.length);
    }
  }
  return least;
}

function fingerprintRows(): string[] {
  const row = (name: string, micros: number): string =>
    `${name.padEnd(32)}${micros.toFixed(1).padStart(9)} µs${(micros / figures.sha1Body).toFixed(2).padStart(9)} ×`;
  return [
    row("sha1 of the raw text", figures.sha1Raw),
    row("sha1 of the normalised body", figures.sha1Body),
    row("fingerprint", figures.fingerprint),
    row("story terms", figures.storyTerms),
  ];
}

async function dedupeRate(): Promise<number> {
  const lines = texts.map(
    (text, at) => `${JSON.stringify({ ...text, id: at, url: `https://site${at % 50}.example/${at}` })}\n`,
  );
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const startedAt = performance.now();
  await dedupe(Readable.from(lines), nowhere);
  return (1_000 * count) / (performance.now() - startedAt);
}

/** Texts as long as news (120 to 280 words), of 3,000 invented words of which few are frequent; every tenth in Russian letters. */
function inventedTexts(wanted: number): { readonly title: string; readonly text: string }[] {
  const random = seededRandom(7);
  const word = (letters: string): string =>
    Array.from({ length: 2 + Math.floor(random() * 8) }, () =>
      letters.charAt(Math.floor(random() * letters.length)),
    ).join("");
  const vocabularies = ["etaoinshrdlu", "оеаинтсрвлкм"].map((letters) =>
    Array.from({ length: 3_000 }, () => word(letters)),
  );
  return Array.from({ length: wanted }, (_, at) => {
    const vocabulary = vocabularies[at % 10 === 9 ? 1 : 0] ?? [];
    const sentence = (length: number): string => {
      const words = Array.from({ length }, () => vocabulary[Math.floor(vocabulary.length * random() ** 3)] ?? "");
      const first = words[0] ?? "";
      return `${first.charAt(0).toUpperCase()}${words.join(" ").slice(1)}${random() < 0.3 ? `, ${Math.floor(random() * 5_000)}` : ""}.`;
    };
    const paragraphs = Array.from({ length: 5 + Math.floor(random() * 5) }, () => `${sentence(14)} ${sentence(12)}`);
    return { title: sentence(8), text: paragraphs.join("\n\n") };
  });
}
