import type { Severity } from "@wirewatch/model";
import type { PassagePart } from "./passage.ts";

/*
 * Pieces of an Adaptive Card 1.4. All text is in `RichTextBlock`s: their runs are shown as they are, while a `TextBlock`
 * reads Markdown and dates in double braces.
 */

interface OpenUrl {
  readonly type: "Action.OpenUrl";
  readonly title?: string;
  readonly url: string;
}

interface TextRun {
  readonly type: "TextRun";
  readonly text: string;
  readonly size?: "Small" | "Large";
  readonly weight?: "Bolder";
  readonly color?: "Default" | "Accent" | "Warning" | "Attention";
  readonly isSubtle?: true;
  readonly highlight?: true;
  readonly selectAction?: OpenUrl;
}

export type Inline = string | TextRun;

interface RichTextBlock {
  readonly type: "RichTextBlock";
  readonly id?: string;
  readonly spacing?: "None" | "Medium";
  readonly inlines: readonly Inline[];
}

interface Container {
  readonly type: "Container";
  readonly style: "emphasis";
  readonly items: readonly RichTextBlock[];
}

export type CardElement = RichTextBlock | Container;

export interface AdaptiveCard {
  readonly $schema: "http://adaptivecards.io/schemas/adaptive-card.json";
  readonly type: "AdaptiveCard";
  readonly version: "1.4";
  /** Shown by programs that cannot show the card. */
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly actions: readonly OpenUrl[];
  readonly msteams: { readonly width: "Full" };
}

const colors: Readonly<Record<Severity, NonNullable<TextRun["color"]>>> = {
  low: "Default",
  normal: "Accent",
  high: "Warning",
  critical: "Attention",
};

export function block(inlines: readonly Inline[], spacing?: "None" | "Medium"): RichTextBlock {
  return { type: "RichTextBlock", ...(spacing === undefined ? {} : { spacing }), inlines };
}

export function quote(blocks: readonly RichTextBlock[]): Container {
  return { type: "Container", style: "emphasis", items: blocks };
}

export function run(text: string, style: Omit<TextRun, "type" | "text" | "selectAction"> = {}): TextRun {
  return { type: "TextRun", text, ...style };
}

export function severityRun(text: string, severity: Severity): TextRun {
  return run(text, { weight: "Bolder", color: colors[severity] });
}

/** @param url null for text alone */
export function linked(text: TextRun, url: string | null): TextRun {
  return url === null ? text : { ...text, selectAction: { type: "Action.OpenUrl", url } };
}

export function button(title: string, url: string): OpenUrl {
  return { type: "Action.OpenUrl", title, url };
}

/** A passage, highlighted where the topic matched. */
export function passageInlines(parts: readonly PassagePart[], isMarked: boolean): readonly Inline[] {
  if (!isMarked) return [parts.map(({ text }) => text).join("")];
  return parts.map((part) => (part.isMarked ? run(part.text, { highlight: true, weight: "Bolder" }) : part.text));
}
