import type { NoticeMessage } from "@wirewatch/model";
import type { MessageView } from "./message-view.ts";
import { plainText } from "./plain-text.ts";

const maxNotices = 20;
const maxName = 80;
const maxText = 400;

/** The parts of a view that differ from an alert's: what every source says for itself is a passage. */
export function noticePassages({ notices }: NoticeMessage): MessageView["passages"] {
  const told = notices.slice(0, maxNotices).map(({ sourceName, text }) => {
    const sentence = plainText(text, maxText);
    return notices.length === 1 ? sentence : `${plainText(sourceName, maxName)}: ${sentence}`;
  });
  const more = notices.length - told.length;
  const lines = more === 0 ? told : [...told, `and ${more} more; "wirewatch sources list" shows all of them`];
  return lines.map((text) => ({ heading: null, parts: [{ text, isMarked: false }] }));
}
