import type { OutgoingMessage } from "@wirewatch/model";
import { bodyParts, fitParts, linkLine, part } from "./flow.ts";
import type { Dialect, Room } from "./flow.ts";
import { headParts, messageView } from "./message-view.ts";
import { plainText } from "./plain-text.ts";
import { renderSubject } from "./subject.ts";

/** The parts of a notification for the Apprise API that come from the message. */
export interface AppriseMessage {
  readonly title: string;
  readonly body: string;
  readonly type: "info" | "success" | "warning" | "failure";
  readonly format: "text";
}

/**
 * Apprise hands on what is too long for a service as it is, and the service refuses it. These are the least that common
 * services take (Pushover's title, Discord's text), in UTF-16 units.
 */
const maxTitle = 250;
const maxBody = 2_000;
/** Of the body, for the links at its end. */
const maxLinks = 1_000;

const text: Dialect = {
  plain: harmless,
  bold: (text) => `*${harmless(text)}*`,
  link: (url, text) => (url === null ? harmless(text) : `${harmless(text)}\n  ${url}`),
  quote: (lines) => lines.map((line) => `> ${line}`).join("\n"),
};

/**
 * The message as plain text, for whatever service is behind the Apprise API. That may be one that reads markup after
 * all, so what calls people or hides addresses in chats is taken apart in outside text.
 *
 * @see Apprise API, `POST /notify`
 */
export function renderApprise(message: OutgoingMessage): AppriseMessage {
  const view = messageView(message);
  const note = view.note === null ? [] : [part(harmless(view.note))];
  const head = part(headParts(view).map(harmless).join(" · "));
  const address = view.url === null || view.url.length > maxLinks ? [] : [part(view.url)];
  const labelled = { ...text, link: (url: string | null, label: string) => `${harmless(label)}: ${url ?? ""}` };
  return {
    title: plainText(harmless(renderSubject(message)), maxTitle),
    body: fitParts(
      [...note, head, ...address, ...bodyParts(view, text)],
      letters(maxBody),
      linkLine(view, labelled, letters(maxLinks), "\n"),
      view.more,
    ),
    type: typeOf(message),
    format: "text",
  };
}

function typeOf({ event, severity }: OutgoingMessage): AppriseMessage["type"] {
  if (event === "source.recovered" || event === "system.resumed") return "success";
  if (severity === "critical") return "failure";
  return severity === "high" ? "warning" : "info";
}

function letters(max: number): Room {
  return { measure: (text) => [text.length], sizes: [max] };
}

/** `@everyone`, `<!channel>`, `<@U0123>`, `<https://…|name>` and `[name](https://…)` with an invisible space inside. */
function harmless(outside: string): string {
  return outside.replaceAll(/[@<](?=\S)|\](?=\()/g, "$&\u200B");
}
