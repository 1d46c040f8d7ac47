import type {
  AlertArticle,
  AlertMessage,
  AlertReason,
  DigestMessage,
  NoticeMessage,
  OutgoingMessage,
  Snippet,
  SystemMessage,
} from "@wirewatch/model";
import { noticeKinds, severities } from "@wirewatch/model";
import { hostileText } from "../../packages/alerting/src/fixtures/hostile-text.ts";

/** Ordinary texts of several scripts; two are written from right to left. */
const phrases: readonly string[] = [
  "Acme Corp recalls heaters",
  "Größere Mengen Ölpapier für Süßwarenhändler",
  "Grain exports resume: 40% more by summer, says port's chief",
  "東京の港で穀物の輸出が再開された",
  "القمح: استئناف التصدير عبر ميناء الشرق يوم الأحد",
  "הנמל נפתח מחדש אחרי שבועיים",
  "Экспорт зерна возобновлён",
  "a".repeat(500),
  "👩‍🚒 alarm 🚒",
  " ",
  "",
];

const zones = ["UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Mars/Olympus_Mons"];
const instants = ["2026-03-29T01:30:00Z", "2026-10-25T00:30:00Z", "2026-11-01T06:00:00.123Z"];

/** A message of any kind: texts and links from ordinary to hostile, lists from empty to long. */
export function randomMessage(random: () => number): OutgoingMessage {
  const makers = [randomAlert, randomNotice, randomDigest, randomSystem];
  return pick(random, makers)(random);
}

function randomAlert(random: () => number): AlertMessage {
  return {
    ...head(random),
    event: pick(random, ["alert.opened", "alert.updated", "alert.reminder", "alert.escalated"]),
    alertId: `al_${count(random, 1_000)}`,
    revision: 1 + count(random, 9),
    topic: { id: "acme", name: anyText(random) },
    story: { id: "st_1", title: anyText(random), sources: 1 + count(random, 30) },
    article: anyArticle(random),
    alsoIn: several(random, 12, () => anyArticle(random)),
    why: several(random, 12, () => ({
      clause: `any[${count(random, 9)}]`,
      query: anyText(random),
      field: pick(random, ["text", "title"]),
      snippet: anySnippet(random),
      ...(random() < 0.5 ? anyFinds(random) : {}),
    })),
    ...(random() < 0.5 ? { note: anyText(random) } : {}),
    ...(random() < 0.5 ? { isBrief: random() < 0.5 } : {}),
  };
}

function anyFinds(random: () => number): Pick<AlertReason, "part" | "finds"> {
  return {
    part: pick(random, ["title", "heading", "text"]),
    finds: several(random, 6, () => ({
      query: anyText(random),
      words: several(random, 6, () => anyText(random)),
      isInTitle: random() < 0.5,
    })),
  };
}

function randomNotice(random: () => number): NoticeMessage {
  return {
    ...head(random),
    event: pick(random, ["source.problem", "source.recovered"]),
    title: anyText(random),
    notices: several(random, 120, (index) => ({
      id: String(index),
      sourceId: `source-${index}`,
      sourceName: anyText(random),
      kind: pick(random, noticeKinds),
      text: anyText(random),
      at: pick(random, instants),
    })),
  };
}

export function randomDigest(random: () => number): DigestMessage {
  return {
    ...head(random),
    event: "alert.digest",
    why: pick(random, ["scheduled", "held", "overflow", "late"]),
    title: anyText(random),
    sections: several(random, 8, () => ({
      heading: random() < 0.3 ? null : anyText(random),
      entries: several(random, 30, () => ({
        alertId: `al_${count(random, 1_000)}`,
        topic: { id: "acme", name: anyText(random) },
        severity: pick(random, severities),
        story: { id: "st_1", title: anyText(random), sources: 1 + count(random, 5) },
        article: anyArticle(random),
        snippet: random() < 0.3 ? null : anySnippet(random),
        articles: 1 + count(random, 5),
      })),
    })),
    more: count(random, 50),
  };
}

function randomSystem(random: () => number): SystemMessage {
  return {
    ...head(random),
    event: pick(random, [
      "system.heartbeat",
      "system.stalled",
      "system.resumed",
      "system.test",
      "channel.disabled",
    ] as const),
    title: anyText(random),
    lines: several(random, 80, () => anyText(random)),
  };
}

function head(random: () => number): Pick<SystemMessage, "id" | "at" | "severity" | "timeZone" | "links"> {
  const digits = Array.from({ length: 40 }, () => count(random, 16).toString(16)).join("");
  return {
    id: `dl_${digits}`,
    at: pick(random, instants),
    severity: pick(random, severities),
    timeZone: pick(random, zones),
    links: Object.fromEntries(
      several(random, 7, (index) => [
        ["open", "ack", "mute", "why", "unsubscribe", "unsubscribePost", "other"][index] ?? anyText(random),
        anyLink(random),
      ]),
    ),
  };
}

function anyArticle(random: () => number): AlertArticle {
  return {
    id: String(count(random, 1_000)),
    url: anyLink(random),
    title: anyText(random),
    sourceId: "example-times",
    sourceName: anyText(random),
    language: pick(random, ["en", "ar", null]),
    publishedAt: pick(random, [...instants, "yesterday", null]),
    firstSeenAt: pick(random, instants),
  };
}

function anySnippet(random: () => number): Snippet {
  const text = anyText(random).repeat(1 + count(random, 4));
  const marks = several(random, 6, (): readonly [number, number] => {
    const start = count(random, text.length + 10) - 5;
    return [start, start + count(random, 30)];
  });
  return { text, marks, heading: random() < 0.5 ? null : anyText(random) };
}

function anyText(random: () => number): string {
  if (random() < 0.4) return hostileText(random, 1 + count(random, 40));
  return Array.from({ length: 1 + count(random, 6) }, () => pick(random, phrases)).join(" ");
}

function anyLink(random: () => number): string {
  const kind = random();
  if (kind < 0.1) return `javascript:${anyText(random)}`;
  if (kind < 0.2) return anyText(random);
  if (kind < 0.3) return `https://news.example.com/?${"&".repeat(count(random, 2_100))}`;
  return `https://news.example.com/${kind < 0.6 ? encodeURIComponent(anyText(random).toWellFormed()) : anyText(random)}`;
}

function several<Item>(random: () => number, most: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length: count(random, most + 1) }, (_, index) => make(index));
}

/** An integer from 0 to `below` - 1. */
function count(random: () => number, below: number): number {
  return Math.floor(random() * below);
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[count(random, items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}
