import { moreLine, urgency } from "./digest-view.ts";
import type { EntryView, SectionView } from "./digest-view.ts";
import type { MessageView } from "./message-view.ts";
import { escapeMrkdwn, slackLink, slackQuote } from "./mrkdwn.ts";
import { plainText } from "./plain-text.ts";
import { maxSection, section } from "./slack-blocks.ts";
import type { SlackBlock } from "./slack-blocks.ts";

/** Of all stories together; see `maxMiddle` in `slack.ts`. */
const maxDigest = 9_500;
/** Of one story; a longer one is shown without its link and passage. */
const maxEntry = 2_000;
const shortTitle = 150;
/** Room for the line that counts the rest. */
const moreRoom = 40;

/**
 * The stories of a digest: a block for each section, several where one would be too long. What does not fit is counted
 * in a last line.
 */
export function slackSections(view: Pick<MessageView, "sections" | "more">, maxBlocks: number): readonly SlackBlock[] {
  const texts = view.sections.flatMap(sectionTexts);
  const blocks: string[][] = [];
  let shown = 0;
  let total = 0;
  let room = 0;
  for (const { text, isFirst } of texts) {
    const isNew = isFirst || text.length >= room;
    total += text.length + 1;
    if (total > maxDigest || (isNew && blocks.length === maxBlocks)) break;
    if (isNew) {
      blocks.push([]);
      room = maxSection - moreRoom;
    }
    blocks.at(-1)?.push(text);
    room -= text.length + 1;
    shown += 1;
  }
  const more = moreLine(view.more + texts.length - shown);
  if (more !== null && blocks.length === 0) blocks.push([]);
  if (more !== null) blocks.at(-1)?.push(more);
  return blocks.map(section);
}

function sectionTexts({
  heading,
  entries,
}: SectionView): readonly { readonly text: string; readonly isFirst: boolean }[] {
  const title = heading === null ? "" : `*${escapeMrkdwn(heading)}*\n`;
  return entries.map((entry, index) => ({
    text: `${index === 0 ? title : ""}${entryText(entry)}`,
    isFirst: index === 0,
  }));
}

function entryText(entry: EntryView): string {
  const { severity, title, url, line, parts } = entry;
  const quoted = parts.length === 0 ? "" : `\n${slackQuote(parts)}`;
  const text = `• ${urgency(severity)}${slackLink(url, title)}\n   ${escapeMrkdwn(line)}${quoted}`;
  return text.length <= maxEntry
    ? text
    : entryText({ ...entry, title: plainText(title, shortTitle), url: null, parts: [] });
}
