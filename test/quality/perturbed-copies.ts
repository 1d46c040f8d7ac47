import { seededRandom } from "../support/seeded-random.ts";

/** An article as the corpus has it. */
export interface CorpusArticle {
  readonly id: string;
  readonly url: string;
  readonly title: string | null;
  readonly text: string;
  readonly published: string | null;
}

/** What a perturbed article is of. */
export interface PerturbedTruth {
  readonly id: string;
  readonly cluster: string;
  readonly relation: string;
  readonly kind: string;
}

/** Articles in order of publication, with the truth about each. */
export interface PerturbedSet {
  readonly articles: readonly CorpusArticle[];
  readonly truth: readonly PerturbedTruth[];
}

type Random = () => number;

interface Draft {
  readonly title: string | null;
  readonly paragraphs: readonly string[];
}

const furniture = [
  "This material may not be published, broadcast, rewritten or redistributed without the permission of its owner.",
  "Sign up for our morning newsletter and never miss what matters in your region, from Monday to Saturday.",
  "Our newsroom is supported by its readers. If you value what we do, consider a subscription or a donation today.",
  "Follow us for the latest pictures, podcasts and analysis, and tell us what you think in the comments below.",
];

/**
 * A second perturbation suite, on other articles and with other random numbers than the one of the corpus, to see that
 * nothing was fitted to that one: the copies that publishers make of one article, and pairs of articles that share text without being copies.
 *
 * @param articles real ones of at least 120 words, on different events
 * @param seed equal seeds give equal sets
 */
export function perturbedSet(articles: readonly CorpusArticle[], seed: number): PerturbedSet {
  const random = seededRandom(seed);
  const drafts = articles.map(({ title, text }): Draft => ({ title, paragraphs: paragraphsOf(text) }));
  const rows: { readonly article: CorpusArticle; readonly truth: PerturbedTruth; readonly order: number }[] = [];
  const add = (cluster: string, kind: string, draft: Draft, relation: string, at?: { url: string }): CorpusArticle => {
    const id = `p${rows.length}`;
    const host = `https://site${Math.floor(random() * 40)}.example`;
    const article = {
      id,
      url: at?.url ?? `${host}/${id}`,
      title: draft.title,
      text: draft.paragraphs.join("\n\n"),
      published: null,
    };
    // An original comes before its copies, otherwise all are mixed.
    const order = kind === "original" ? random() * 0.5 : 0.5 + random() * 0.5;
    rows.push({ article, truth: { id, cluster, relation, kind }, order });
    return article;
  };

  for (const [at, draft] of drafts.entries()) {
    const other = drafts[(at + 1 + Math.floor(random() * (drafts.length - 1))) % drafts.length] ?? draft;
    const original = add(`c${at}`, "original", draft, "original");
    for (const [kind, make] of copies) {
      const isRevision = kind === "correction" || kind === "add25";
      const relation = kind === "exact" || kind === "typography" ? "exact" : isRevision ? "revision" : "syndicated";
      add(`c${at}`, kind, make(draft, other, random), relation, ...(isRevision ? [original] : []));
    }
  }
  addHardNegatives(drafts, add, random);
  const sorted = rows.toSorted((a, b) => a.order - b.order);
  return { articles: sorted.map(({ article }) => article), truth: sorted.map(({ truth }) => truth) };
}

const copies: readonly (readonly [string, (draft: Draft, other: Draft, random: Random) => Draft])[] = [
  ["exact", (draft) => draft],
  [
    "typography",
    (draft) =>
      inEach(draft, (text) =>
        text.replaceAll('"', "”").replaceAll("'", "’").replaceAll(" - ", " — ").replaceAll("--", "–"),
      ),
  ],
  ["headline", (draft, other, random) => retitled(draft, other, random)],
  [
    "boilerplate",
    (draft, _, random) => ({ ...draft, paragraphs: [...draft.paragraphs, ...shuffled(furniture, random).slice(0, 3)] }),
  ],
  [
    "dateline",
    ({ title, paragraphs }) => ({
      title,
      paragraphs: ["By our correspondent", ...paragraphs.with(0, `ALDERMOUTH (Agency) -- ${paragraphs[0] ?? ""}`)],
    }),
  ],
  [
    "correction",
    (draft, _, random) => ({
      title: draft.title,
      paragraphs: [
        ...edited(draft, 0.01, draft, random).paragraphs,
        "Correction: an earlier version gave a wrong name.",
      ],
    }),
  ],
  [
    "add25",
    (draft, other) => ({
      title: draft.title,
      paragraphs: [...draft.paragraphs, ...cutTo(other, wordsIn(draft) * 0.25).paragraphs],
    }),
  ],
  ["trunc70", (draft) => cutTo(draft, wordsIn(draft) * 0.7)],
  ["trunc50", (draft) => cutTo(draft, wordsIn(draft) * 0.5)],
  ["trunc30", (draft) => cutTo(draft, wordsIn(draft) * 0.3)],
  ["reorder", (draft, _, random) => ({ title: draft.title, paragraphs: shuffled(draft.paragraphs, random) })],
  ["edit10", (draft, other, random) => edited(draft, 0.1, other, random)],
  ["edit20", (draft, other, random) => edited(draft, 0.2, other, random)],
  ["leadrewrite", rewrittenLead],
  [
    "wire",
    (draft, other, random) => edited(thinned(retitledSlightly(draft, random), 0.3, random), 0.05, other, random),
  ],
  [
    "wire_hard",
    (draft, other, random) => edited(thinned(retitled(draft, other, random), 0.45, random), 0.1, other, random),
  ],
];

function addHardNegatives(
  drafts: readonly Draft[],
  add: (cluster: string, kind: string, draft: Draft, relation: string) => CorpusArticle,
  random: Random,
): void {
  for (let at = 0; at + 3 < drafts.length; at += 3) {
    const [a, b, quoted] = [drafts[at], drafts[at + 1], drafts[at + 2]];
    if (a === undefined || b === undefined || quoted === undefined) break;
    const quotation = cutTo(quoted, 70).paragraphs;
    // Half of an article of the suite each, so that they are copies of nothing but of each other's quotation.
    for (const [side, draft] of [a, b].entries())
      add(
        `n${at}${side}`,
        "shared_quote",
        {
          title: `Reactions ${at}${side}`,
          paragraphs: [...edited(draft, 0.7, quoted, random).paragraphs, ...quotation],
        },
        "original",
      );
  }
  for (const [at, [town, ...figures]] of forecasts(random).entries())
    add(`w${at}`, "template", { title: `${town} weather forecast`, paragraphs: [forecast(town, figures)] }, "original");
}

function forecasts(random: Random): [string, ...number[]][] {
  const number = (below: number): number => Math.floor(random() * below);
  return Array.from({ length: 20 }, (_, at) => [
    `Town${at % 5}`,
    10 + number(25),
    number(10),
    5 + number(30),
    35 + number(30),
    number(100),
  ]);
}

function forecast(town: string, [high, low, wind, gust, rain]: readonly number[]): string {
  return `Here is the latest forecast for ${town} and the area around it. It will be partly cloudy in the morning with a high of ${high} degrees by the afternoon. Winds from the west will reach ${wind} miles per hour with gusts of up to ${gust} miles per hour on exposed coasts and hills. The chance of rain is ${rain} percent. Overnight the temperature is expected to fall to ${low} degrees. Drivers are advised to allow extra time for their journeys.`;
}

function paragraphsOf(text: string): string[] {
  return text
    .split(/\n\s*\n/u)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
}

function wordsIn({ paragraphs }: Draft): number {
  return paragraphs.join(" ").split(/\s+/u).length;
}

function inEach({ title, paragraphs }: Draft, change: (text: string) => string): Draft {
  return { title: title === null ? null : change(title), paragraphs: paragraphs.map((paragraph) => change(paragraph)) };
}

function cutTo({ title, paragraphs }: Draft, words: number): Draft {
  let left = Math.round(words);
  const kept: string[] = [];
  for (const paragraph of paragraphs) {
    if (left <= 0) break;
    const all = paragraph.split(/\s+/u);
    kept.push(all.slice(0, left).join(" "));
    left -= all.length;
  }
  return { title, paragraphs: kept };
}

/** A share of the longer words is replaced by words of another article; names and figures stay, as editors leave them. */
function edited({ title, paragraphs }: Draft, share: number, other: Draft, random: Random): Draft {
  const words = other.paragraphs.join(" ").match(/\b[a-z]{4,}\b/gu) ?? ["thing"];
  const change = (text: string): string =>
    text.replaceAll(/\b[a-z]{2,}\b/gu, (word) =>
      random() < share ? (words[Math.floor(random() * words.length)] ?? word) : word,
    );
  return { title, paragraphs: paragraphs.map((paragraph) => change(paragraph)) };
}

/** The first sentence in other words; where paragraphs are short, the first paragraph. */
function rewrittenLead({ title, paragraphs }: Draft, other: Draft, random: Random): Draft {
  const [lead = "", ...rest] = paragraphs;
  const sentence = /^.{0,400}?[.!?]["”]?(?=\s|$)/su.exec(lead)?.[0] ?? lead.slice(0, 400);
  const [rewritten = ""] = edited({ title, paragraphs: [sentence] }, 0.6, other, random).paragraphs;
  return { title, paragraphs: [rewritten + lead.slice(sentence.length), ...rest] };
}

/** Without a share of its sentences, but with the first. */
function thinned({ title, paragraphs }: Draft, share: number, random: Random): Draft {
  const kept = paragraphs.map((paragraph, at) =>
    paragraph
      .split(/(?<=[.!?]["”]?)\s+/u)
      .filter((_, sentence) => at + sentence === 0 || random() >= share)
      .join(" "),
  );
  return { title, paragraphs: kept.filter(Boolean) };
}

function retitled(draft: Draft, other: Draft, random: Random): Draft {
  const words = other.paragraphs.join(" ").match(/\b[a-z]{5,}\b/gu) ?? [];
  return { ...draft, title: shuffled(words, random).slice(0, 6).join(" ") };
}

/** As an agency's client would: the first words dropped, some put behind. */
function retitledSlightly(draft: Draft, random: Random): Draft {
  const words = (draft.title ?? "").split(/\s+/u);
  return {
    ...draft,
    title: draft.title === null ? null : [...words.slice(random() < 0.5 ? 1 : 0), "- report"].join(" "),
  };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
