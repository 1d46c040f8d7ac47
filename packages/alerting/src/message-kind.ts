import type { AlertMessage, DigestMessage, NoticeMessage, OutgoingMessage, SystemMessage } from "@wirewatch/model";

/** True for a message about an article. */
export function isAlert(message: OutgoingMessage): message is AlertMessage {
  return "alertId" in message;
}

/** True for a message about sources. */
export function isNotice(message: OutgoingMessage): message is NoticeMessage {
  return "notices" in message;
}

/** True for several alerts in one message. */
export function isDigest(message: OutgoingMessage): message is DigestMessage {
  return "sections" in message;
}

/** True for a message about Wirewatch itself. */
export function isSystem(message: OutgoingMessage): message is SystemMessage {
  return "lines" in message;
}
