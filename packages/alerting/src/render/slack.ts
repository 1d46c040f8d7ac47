import type { OutgoingMessage } from "@wirewatch/model";
import { headParts, messageView, originTime } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import { escapeMrkdwn, slackLink, slackQuote } from "./mrkdwn.ts";
import { plainText } from "./plain-text.ts";
import { actions, context, maxBlocks, maxHeader, maxSection, section } from "./slack-blocks.ts";
import type { SlackBlock } from "./slack-blocks.ts";
import { slackSections } from "./slack-digest.ts";
import { renderSubject } from "./subject.ts";

/** What Slack's incoming webhooks, `chat.postMessage` and `chat.update` take. `text` is what notifications show. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/**
 * Of the blocks between head and buttons, as JSON. Slack refuses messages whose blocks are too long together
 * (`msg_blocks_too_long`) without naming the limit; reports begin at some 13,000 characters.
 */
const maxMiddle = 12_000;

/**
 * The message as Slack blocks. The title is `plain_text`, in which Slack reads no markup; elsewhere exactly `&`, `<`
 * and `>` of outside text are escaped, so that `<!channel>` calls nobody. Links are buttons. The first block carries
 * the delivery's id, by which a message can be told from its repetition.
 *
 * @see Slack, "Formatting text for app surfaces", "Block Kit"
 */
export function renderSlack(message: OutgoingMessage): SlackMessage {
  const view = messageView(message);
  const header = { type: "plain_text", text: plainText(view.title, maxHeader) || "Wirewatch", emoji: false } as const;
  const top: readonly SlackBlock[] = [
    { type: "header", block_id: message.id, text: header },
    context([headLine(view)]),
    ...(view.note === null ? [] : [section([`*${escapeMrkdwn(view.note)}*`])]),
    section([originLine(view)]),
  ];
  const bottom: readonly SlackBlock[] = [
    ...(view.because.length === 0 ? [] : [context(view.because.map((reason) => `Why: ${escapeMrkdwn(reason)}`))]),
    ...actions(view.links),
  ];
  const room = maxBlocks - top.length - bottom.length;
  const middle = [
    ...view.lines.map((line) => section([escapeMrkdwn(line)])),
    ...view.passages.map(passageSection),
    ...(view.alsoIn.length === 0 ? [] : [section(alsoInLines(view))]),
  ];
  return {
    text: escapeMrkdwn(renderSubject(message)),
    // A digest has stories and nothing else in the middle.
    blocks: [...top, ...fitting(middle, room), ...slackSections(view, room - middle.length), ...bottom],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** The first blocks that fit, with a word about it when some do not. */
function fitting(blocks: readonly SlackBlock[], room: number): readonly SlackBlock[] {
  let length = 0;
  const tooMany = blocks.findIndex((block, index) => {
    length += JSON.stringify(block).length;
    return length > maxMiddle || index === room - 1;
  });
  if (tooMany === -1 || blocks.length === tooMany) return blocks;
  return [...blocks.slice(0, tooMany), context(["… shortened"])];
}

function headLine(view: MessageView): string {
  const severity = view.severity.toUpperCase();
  return headParts(view)
    .map((part) => (part === severity ? `*${part}*` : escapeMrkdwn(part)))
    .join(" · ");
}

function originLine(view: MessageView): string {
  const source = view.source === "" ? null : slackLink(view.url, view.source);
  const time = originTime(view);
  return [source, time === null ? null : escapeMrkdwn(time)].filter((part) => part !== null).join(" · ");
}

function passageSection({ heading, parts }: MessageView["passages"][number]): SlackBlock {
  return section([...(heading === null ? [] : [`*${escapeMrkdwn(heading)}*`]), slackQuote(parts)]);
}

/** Lines that fit into one section; the rest is counted. */
function alsoInLines(view: MessageView): readonly string[] {
  const lines = ["Also in:"];
  let more = view.alsoInMore;
  let length = "Also in:\nand 1000000 more".length;
  for (const { source, title, url } of view.alsoIn) {
    const line = `• ${escapeMrkdwn(source)}: ${slackLink(url, title)}`;
    length += line.length + 1;
    if (length <= maxSection) lines.push(line);
    else more += 1;
  }
  return more === 0 ? lines : [...lines, `and ${more} more`];
}
