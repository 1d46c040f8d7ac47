import type { OutgoingMessage } from "@wirewatch/model";
import { moreLine, urgency } from "./digest-view.ts";
import type { SectionView } from "./digest-view.ts";
import { headParts, messageView, originLine } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import { renderSubject } from "./subject.ts";
import { block, button, linked, passageInlines, quote, run, severityRun } from "./teams-card.ts";
import type { AdaptiveCard, CardElement, Inline } from "./teams-card.ts";

/** What a workflow "when a Teams webhook request is received" takes. */
export interface TeamsMessage {
  readonly type: "message";
  readonly summary: string;
  readonly attachments: readonly [
    {
      readonly contentType: "application/vnd.microsoft.card.adaptive";
      readonly contentUrl: null;
      readonly content: AdaptiveCard;
    },
  ];
}

/** Teams takes 28 kB, and is reported to count two bytes for every character. */
const maxCharacters = 13_500;
/** Teams shows six actions of a card. */
const maxActions = 6;

/** How much of a message is shown. */
interface Room {
  readonly isMarked: boolean;
  /** Longer addresses are left out. */
  readonly maxUrl: number;
  /** Stories of a digest, and lines of other messages. */
  readonly items: number;
}

const rooms: readonly Room[] = [
  { isMarked: true, maxUrl: 2_048, items: 100 },
  { isMarked: false, maxUrl: 1_000, items: 100 },
  ...[60, 40, 30, 20, 15, 10, 6, 3, 1, 0].map((items) => ({ isMarked: false, maxUrl: 300, items })),
];

/**
 * The message as an Adaptive Card 1.4 for Microsoft Teams, below 28 kB: when it is longer, marks, passages of a digest
 * and long addresses are left out first, then the last stories and lines, which are counted. The first element carries
 * the delivery's id.
 *
 * @see Adaptive Cards schema 1.4; Microsoft Teams, "Create incoming webhooks with Workflows"
 */
export function renderTeams(message: OutgoingMessage): TeamsMessage {
  const view = messageView(message);
  const summary = renderSubject(message);
  for (const room of rooms) {
    const made = teamsMessage(cardOf(view, message.id, summary, room), summary);
    if (JSON.stringify(made).length <= maxCharacters) return made;
  }
  return teamsMessage(cardOf(view, message.id, summary, { isMarked: false, maxUrl: 0, items: 0 }), summary);
}

function teamsMessage(content: AdaptiveCard, summary: string): TeamsMessage {
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", summary, attachments: [{ contentType, contentUrl: null, content }] };
}

function cardOf(view: MessageView, id: string, fallbackText: string, room: Room): AdaptiveCard {
  const short = (url: string | null): string | null => (url === null || url.length > room.maxUrl ? null : url);
  const article = short(view.url);
  const links = view.links.filter(({ url }) => short(url) !== null).map(({ label, url }) => button(label, url));
  const passages = view.passages.slice(0, room.items).map((passage) => passageElement(passage, room));
  return {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    fallbackText,
    body: [
      { ...block(headInlines(view)), id },
      ...(view.note === null ? [] : [block([run(view.note, { weight: "Bolder" })])]),
      block([linked(run(view.title, { size: "Large", weight: "Bolder" }), article)]),
      block([run(originLine(view), { isSubtle: true })], "None"),
      ...view.lines.slice(0, room.items).map((line) => block([line])),
      ...passages,
      ...cutLine(view.lines.length + view.passages.length, room),
      ...sectionElements(view, room, short),
      ...view.because.map((reason) => small([`Why: ${reason}`])),
      ...alsoInElements(view, short),
    ],
    actions: [...(article === null ? [] : [button("Read the article", article)]), ...links].slice(0, maxActions),
    msteams: { width: "Full" },
  };
}

function headInlines(view: MessageView): readonly Inline[] {
  const severity = view.severity.toUpperCase();
  return headParts(view).flatMap((part, index) => [
    ...(index === 0 ? [] : [" · "]),
    part === severity ? severityRun(part, view.severity) : part,
  ]);
}

function passageElement({ heading, parts }: MessageView["passages"][number], room: Room): CardElement {
  const title = heading === null ? [] : [block([run(heading, { weight: "Bolder" })])];
  return quote([...title, block(passageInlines(parts, room.isMarked))]);
}

function cutLine(count: number, room: Room): readonly CardElement[] {
  const more = moreLine(count - room.items);
  return more === null ? [] : [small([more])];
}

function sectionElements(
  view: MessageView,
  room: Room,
  short: (url: string | null) => string | null,
): readonly CardElement[] {
  let left = room.items;
  let more = view.more;
  const elements: CardElement[] = [];
  for (const { heading, entries } of view.sections) {
    const shown = entries.slice(0, left);
    left -= shown.length;
    more += entries.length - shown.length;
    if (heading !== null && shown.length > 0) elements.push(block([run(heading, { weight: "Bolder" })], "Medium"));
    elements.push(...shown.flatMap((entry) => entryElements(entry, room, short)));
  }
  const last = moreLine(more);
  return last === null ? elements : [...elements, block([last])];
}

function entryElements(
  { severity, title, url, line, parts }: SectionView["entries"][number],
  room: Room,
  short: (url: string | null) => string | null,
): readonly CardElement[] {
  const urgent = urgency(severity);
  const told = block([
    ...(urgent === "" ? [] : [severityRun(urgent, severity)]),
    linked(run(title), short(url)),
    ...(line === "" ? [] : [run(` · ${line}`, { isSubtle: true })]),
  ]);
  return parts.length === 0 || !room.isMarked ? [told] : [told, quote([block(passageInlines(parts, true))])];
}

function alsoInElements(view: MessageView, short: (url: string | null) => string | null): readonly CardElement[] {
  if (view.alsoIn.length === 0) return [];
  const more = moreLine(view.alsoInMore);
  return [
    block(["Also in:"]),
    ...view.alsoIn.map(({ source, title, url }) => block([`${source}: `, linked(run(title), short(url))], "None")),
    ...(more === null ? [] : [block([more], "None")]),
  ];
}

function small(texts: readonly string[]): CardElement {
  return block(
    texts.map((text) => run(text, { size: "Small", isSubtle: true })),
    "None",
  );
}
