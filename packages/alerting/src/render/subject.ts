import type { OutgoingMessage } from "@wirewatch/model";
import { urgency } from "./digest-view.ts";
import { messageView } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import { plainText } from "./plain-text.ts";

const maxSubject = 200;

/**
 * One line for a notification, e.g. `[CRITICAL] Acme Corporation: Acme Corp recalls heaters` or
 * `Reminder: [CRITICAL] Acme Corporation: Acme Corp recalls heaters`.
 */
export function renderSubject(message: OutgoingMessage): string {
  const view = messageView(message);
  return plainText(`${view.label === null ? "" : `${view.label}: `}${subjectOf(view)}`, maxSubject);
}

/**
 * The subject of a mail. Whatever answers to an earlier mail has its subject with `Re:`, by which mail programs keep a
 * thread together; what it is besides, e.g. a reminder, stands in its first line.
 */
export function renderMailSubject(message: OutgoingMessage, isReply: boolean): string {
  return isReply ? plainText(`Re: ${subjectOf(messageView(message))}`, maxSubject) : renderSubject(message);
}

function subjectOf({ severity, topic, title, kind }: MessageView): string {
  // The title of a digest or of a message about Wirewatch often says so itself.
  const isSaid = (kind === "digest" || kind === "system") && title.toLowerCase().includes(topic.toLowerCase());
  return `${urgency(severity)}${isSaid ? title : `${topic}: ${title}`}`;
}
