import { readLibrary } from "../../infra/demo/src/library.ts";
import type { Story } from "../../infra/demo/src/story.ts";

/*
 * Five publishers whose pages keep furniture beside the article in the same element, as extractors meet it: with no class names to go by.
 * The stories are the demo newsroom's.
 */

/** What stays in the text of most extractors, with a piece of text by which it is recognised on every page. */
export interface Residual {
  readonly name: string;
  readonly marks: readonly (string | RegExp)[];
}

/** One publisher with five pages of the same shape. */
export interface ResidualSource {
  readonly name: string;
  readonly pages: readonly { readonly url: string; readonly html: string; readonly story: Story }[];
  readonly residuals: readonly Residual[];
}

const { stories } = readLibrary();

function storiesOf(...ids: readonly string[]): Story[] {
  return ids.map((id) => {
    const story = stories.get(id);
    if (story === undefined) throw new Error(`there is no story ${id}`);
    const fill = (text: string): string => text.replaceAll(/\{\{\w+\}\}/g, "12");
    return {
      ...story,
      headline: fill(story.headline),
      blocks: story.blocks.map((block) => ({ ...block, text: fill(block.text) })),
    };
  });
}

function blocksOf({ blocks }: Story): string {
  return blocks.map(({ kind, text }) => (kind === "heading" ? `<h3>${text}</h3>` : `<p>${text}</p>`)).join("\n");
}

function source(
  name: string,
  ids: readonly string[],
  residuals: readonly Residual[],
  body: (story: Story, at: number) => string,
): ResidualSource {
  const pages = storiesOf(...ids).map((story, at) => ({
    story,
    url: `https://${name}.example/items/${at + 41}`,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${story.headline}</title></head><body><div>${body(story, at)}</div></body></html>`,
  }));
  return { name, pages, residuals };
}

const portal = source(
  "portal",
  ["cable-car", "cable-museum", "ghost-ship", "herring-quota", "lightning-beacon"],
  [
    { name: "photo credit line", marks: ["Photo: t.example/HarbourNotes"] },
    { name: "heading of related posts with nothing below", marks: ["Related Post"] },
  ],
  (story) =>
    `<h1>${story.headline}</h1>${blocksOf(story)}<p><em>Photo: t.example/HarbourNotes</em></p><h4>Related Post</h4>`,
);

/** The third paragraph of an agency's report says what the standfirst said, and more. */
function agencyLead({ blocks }: Story): string {
  return /^[^.]+\./.exec(blocks[2]?.text ?? "")?.[0] ?? "";
}

const agency = source(
  "agency",
  ["crane-strike", "cable-outage", "fog-signals", "deeper-berth", "theatre-roof"],
  [{ name: "section link above the title", marks: ["All news"] }],
  (story) =>
    `<p><a href="/news">All news</a></p><h1>${story.headline}</h1><p>${agencyLead(story)}</p>${blocksOf(story)}`,
);

const ministry = source(
  "ministry",
  ["short-answers", "sanctions-list", "regatta-sanction", "fisheries-statement", "weekly-answers"],
  [
    { name: "clock", marks: [/^\d\d:\d\d$/m] },
    { name: "document number", marks: [/\d{3}-\d\d-\d\d-20\d\d/] },
    {
      name: "contact directory",
      marks: [
        "General Information",
        "Embassy of Norland in Zorograd",
        "Antonov Street",
        "Hotline",
        "Telex",
        "Fax",
        "valdoria.norland.example",
        "Telegram",
        "Консульский отдел",
        "Representative offices",
      ],
    },
    { name: "placeholder of a hidden e-mail address", marks: ["email", "protected]"] },
    { name: "watermark of a mirror", marks: ["ZRKALO"] },
  ],
  (story, at) => `<p>1${at}:5${at}</p><h1>${story.headline}</h1><p>21${at}-2${at}-01-2026</p>${blocksOf(story)}
<ul><li><p>General Information</p><p>Diplomatic and consular missions of Norland</p><p>Valdoria</p><p>Embassy of Norland in Zorograd</p>
<p>Address :</p><p>Antonov Street 2, Zorograd, LV-1010</p><p>-</p><p>Phone :</p><p>+000 67 33 21 51</p><p>Hotline :</p><p>+000 20 01 35 42</p><p>Fax</p><p>+000 67 83 02 09</p>
<p>E-mail</p><p>[email&nbsp;protected]</p><p>Web</p><p>https://valdoria.norland.example</p><p>Twitter</p><p>Facebook</p><p>Telegram</p>
<p>Valdoria</p><p>Consular Division of the Embassy of Norland</p><p>Address :</p><p>Antonov Street 4, Zorograd</p><p>Telex:</p><p>538161222</p><p>E-mail</p><p>[email&nbsp;protected]</p>
<p>Representative offices in Norland</p><p>Phone:</p><p>+000 495 232 97 43 (Консульский отдел)</p></li></ul><p>ZRKALO »</p>`,
);

const newspaper = source(
  "newspaper",
  ["strike-opinion", "water-column", "market-hall", "school-meals", "bus-fares"],
  [
    { name: "donation call above the title", marks: ["Support the Harbour Courier!"] },
    { name: "caption of the lead picture with its credit", marks: ["A. Fenwick / HNA"] },
    { name: "disclaimer of opinion pieces", marks: ["do not necessarily reflect the position"] },
    {
      name: "newsletter box with consent line and preview",
      marks: ["Sign up for our free weekly letter", "hand-picked selection", "Subscribers agree to the", "Preview"],
    },
    {
      name: "donation appeal as prose",
      marks: [
        "A Message from the Harbour Courier",
        "Dear readers,",
        "designated this paper",
        "direct attempts to silence",
        "refuse to be silenced",
        "no matter how small",
        "Thank you for standing with us",
      ],
    },
    {
      name: "form words and alternative texts",
      marks: [
        /^Once$/m,
        /^Monthly$/m,
        /^Continue$/m,
        "payment methods",
        "Not ready to support today?",
        "Remind me later",
      ],
    },
    { name: "trailing read more", marks: ["Read more"] },
  ],
  (story) => `<p><a href="/support">Support the Harbour Courier!</a></p><h1>${story.headline}</h1>
<p>${story.caption ?? `People in front of the town hall of Port Selwick, where the council met about “${story.rubric}”.`} A. Fenwick / HNA</p>
${blocksOf(story)}
<p>The views expressed in opinion pieces do not necessarily reflect the position of the Harbour Courier.</p>
<h4>Sign up for our free weekly letter</h4><p>Our weekly letter contains a hand-picked selection of news, features and more from the Harbour Courier. Never miss what happens at the quay. <a href="/letter">Preview</a><br>Subscribers agree to the <a href="/privacy">Privacy Policy</a></p>
<p>A Message from the Harbour Courier:</p><p>Dear readers,</p>
<p>We are facing hard months. The harbour authority's legal office has designated this paper an "unwelcome visitor" and keeps our staff out of its meetings.</p>
<p>These actions are direct attempts to silence what is written here. The authority claims that we harm its reputation. We see it differently.</p>
<p>We, the journalists of the Harbour Courier, refuse to be silenced. But to continue our work, we need your help.</p>
<p>Your support, no matter how small, makes a difference. Please support us monthly, starting from two crowns. Thank you for standing with us.</p>
<p>Once<br>Monthly<br>Annual<br>Continue<br>payment methods<br>Not ready to support today?<br>Remind me later.</p><p>Read more</p>`,
);

const months = ["August", "August", "July", "July", "June"];
const teasers = [
  [
    "Statement of the Press Section on schools in the border districts",
    "The Press Section expresses deep concern that, as soon as the new act enters into force, teaching in the schools of three border districts will be in one language only.",
  ],
  [
    "Comment on the anniversary of the fisheries accord",
    "Tuesday marks the twentieth anniversary of the accord by which both governments agreed how many nets may be set in the straits, and by whom.",
  ],
  [
    "The Ambassador's remarks at the opening of the reading room",
    "Ladies and gentlemen, we appreciate the fact that this is the second reading room of the year, amid the known difficulties with paper.",
  ],
  [
    "On the visit of the training ship to Kestrel Harbour",
    "The training ship will stay for three days and can be visited by schools in the mornings, by everybody else after two o'clock.",
  ],
] as const;

const embassy = source(
  "embassy",
  ["embassy-choir", "embassy-trade-fair", "embassy-zerno", "visa-note", "bridge-toll"],
  [
    { name: "date and clocks", marks: [/^\d+ (?:June|July|August) 2026/m, "Zorograd: ", "Aldermouth: "] },
    { name: "hotline", marks: ["+000 55 0150"] },
    { name: "consular queries", marks: ["Consular queries"] },
    {
      name: "day counters padded with no-break spaces",
      marks: ["days have passed since the lighthouse incident", "days have been lost since the bridge"],
    },
    { name: "list of other items", marks: teasers.flatMap(([title, teaser]) => [title, teaser.slice(0, 40)]) },
    { name: "end of the list", marks: ["all messages"] },
  ],
  (
    story,
    at,
  ) => `<div>${17 - 3 * at} ${months[at] ?? "June"} 2026<br>Zorograd: 0${at + 2}:17<br>Aldermouth: 0${at}:17</div>
<p>Consular queries:&nbsp;&nbsp;<br>+000 55 0150&nbsp;</p>
<p>${887 - 5 * at} days have passed since the lighthouse incident - no credible answer from the authorities of Norland${"&nbsp;".repeat(300)}${879 - 5 * at} days have been lost since the bridge was closed to our consul${"&nbsp;".repeat(200)}</p>
<h1>${story.headline}</h1>${blocksOf(story)}
${teasers.map(([title, teaser], n) => `<p><a href="/${n}">0${n + 3}.0${8 - at}.2026 - ${title}</a></p><p>${teaser}</p>`).join("\n")}
<p><a href="/all">all messages</a></p>`,
);

/** Every residual class of the five shapes of pages that extractors are known to leave furniture in. */
export const residualSources: readonly ResidualSource[] = [portal, agency, ministry, newspaper, embassy];
