import type { LinkView } from "./link-view.ts";

/** With `verbatim` Slack makes no links or mentions out of what only looks like them. */
interface Mrkdwn {
  readonly type: "mrkdwn";
  readonly text: string;
  readonly verbatim: true;
}

interface PlainText {
  readonly type: "plain_text";
  readonly text: string;
  readonly emoji: false;
}

interface LinkButton {
  readonly type: "button";
  readonly action_id: string;
  readonly text: PlainText;
  readonly url: string;
}

export type SlackBlock =
  | { readonly type: "header"; readonly block_id: string; readonly text: PlainText }
  | { readonly type: "section"; readonly text: Mrkdwn }
  | { readonly type: "context"; readonly elements: readonly Mrkdwn[] }
  | { readonly type: "actions"; readonly elements: readonly LinkButton[] };

/** Slack, Block Kit reference: 50 blocks in a message, `header` 150 characters, a text object 3,000, a button 75. */
export const maxBlocks = 50;
export const maxHeader = 150;
export const maxSection = 3_000;
const maxButton = 75;

/** @param lines at most `maxSection` characters with their line breaks */
export function section(lines: readonly string[]): SlackBlock {
  return { type: "section", text: mrkdwn(lines.join("\n")) };
}

/** @param texts at most 10 */
export function context(texts: readonly string[]): SlackBlock {
  return { type: "context", elements: texts.map(mrkdwn) };
}

/** Links as buttons in one block; no block when there are none. */
export function actions(links: readonly LinkView[]): readonly SlackBlock[] {
  const elements = links.map(({ label, url }, index): LinkButton => ({
    type: "button",
    action_id: `link-${index}`,
    text: { type: "plain_text", text: label.slice(0, maxButton).toWellFormed(), emoji: false },
    url,
  }));
  return elements.length === 0 ? [] : [{ type: "actions", elements }];
}

function mrkdwn(text: string): Mrkdwn {
  return { type: "mrkdwn", text, verbatim: true };
}
