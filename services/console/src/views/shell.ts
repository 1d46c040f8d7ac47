import { roleWords } from "../access/roles.ts";
import { html, none } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icons.ts";
import { form } from "./parts.ts";
import type { PageView, Section, ViewContext } from "./view.ts";

/** What stands around every page. */
export interface Surroundings {
  /** Beside the name, e.g. `demo`; nothing when null. */
  readonly environment: string | null;
  /** The one light of the top bar. */
  readonly status: { readonly tone: "good" | "warn" | "bad"; readonly text: string };
  /** Open alerts, shown in the rail. */
  readonly openAlerts: number;
  /** Of the last change when the page was made. */
  readonly position: string;
  /** What the page before wants to be said. */
  readonly note: string | null;
  /** Addresses of the style sheet and of the script. */
  readonly assets: { readonly style: string; readonly script: string };
}

const sections: readonly (readonly [section: Section, name: string, key: string])[] = [
  ["overview", "Overview", "g o"],
  ["alerts", "Alerts", "g a"],
  ["stories", "Stories", "g s"],
  ["topics", "Topics", "g t"],
  ["sources", "Sources", "g f"],
  ["search", "Search", "g h"],
  ["explain", "Explain", "g e"],
  ["pipeline", "Pipeline", "g p"],
  ["deliveries", "Deliveries", "g d"],
  ["silences", "Silences", "g m"],
  ["settings", "Settings", "g c"],
];

/** Where a section is. */
function sectionPath(section: Section): string {
  return section === "overview" ? "/" : `/${section}`;
}

/** A whole page. */
export function shell(view: PageView, context: ViewContext, around: Surroundings): string {
  const live = view.live === undefined ? none : html` data-live="${view.live.join(" ")}"`;
  const every = view.everySeconds === undefined ? none : html` data-every="${view.everySeconds}"`;
  const whole = html`${head(view.title, around.assets)}
    <body>
      <a class="skip" href="#main">Skip to content</a>
      <div class="shell">
        <nav class="rail" aria-label="Sections">${rail(view.section, around)}</nav>
        <div class="page">
          <header class="top">${topBar(context, around)}</header>
          <div id="note" class="note" role="status" aria-live="polite">${around.note ?? ""}</div>
          <main id="main" tabindex="-1" data-position="${around.position}" ${live}${every}>${view.body}</main>
        </div>
      </div>
      ${keyHelp}
    </body>
    </html>`;
  return whole.markup;
}

/** A page for people who are not logged in. */
export function barePage(title: string, body: Html, assets: Surroundings["assets"]): string {
  const whole = html`${head(title, assets)}
    <body class="bare">
      <main id="main">
        <p class="brand">${logo}Wirewatch</p>
        ${body}
      </main>
    </body>
    </html>`;
  return whole.markup;
}

function head(title: string, assets: Surroundings["assets"]): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Wirewatch</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${assets.style}" />
        <script type="module" src="${assets.script}"></script>
      </head>
     `;
}

/** Waves from a point: a wire that is watched. */
const logo: Html = {
  markup:
    '<svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><circle cx="6" cy="18" r="2.200"/><path d="M6 11a7 7 0 0 1 7 7M6 5a13 13 0 0 1 13 13"/></svg>',
};

function rail(here: Section | null, { openAlerts, environment }: Surroundings): Html {
  const links = sections.map(([section, name, key]) => {
    const isHere = section === here ? html` aria-current="page"` : none;
    const open =
      section === "alerts" && openAlerts > 0 ? html`<span class="count" id="open-alerts">${openAlerts}</span>` : none;
    return html`<li>
      <a href="${sectionPath(section)}" data-keys="${key}" ${isHere}>${icon(section)}<span>${name}</span>${open}</a>
    </li>`;
  });
  const badge = environment === null ? none : html`<span class="environment">${environment}</span>`;
  return html`<a class="brand" href="/" aria-label="Wirewatch">${logo}<span>Wirewatch</span></a
    >${badge}
    <ul>
      ${links}
    </ul>`;
}

function topBar(context: ViewContext, { status }: Surroundings): Html {
  const { viewer, timeZone } = context;
  return html`<form class="global-search" action="/search" role="search" aria-label="The archive">
      <input
        type="search"
        name="q"
        placeholder="Search the archive, or paste a URL"
        aria-label="Search the archive, or paste a URL"
        autocomplete="off"
        data-focus-key="/"
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
    <a class="light ${status.tone}" id="light" href="/pipeline"
      ><span class="dot" aria-hidden="true"></span><span>${status.text}</span></a
    >
    <button class="button plain live-toggle" id="live-toggle" aria-pressed="true" hidden>Live</button>
    <span class="zone" title="Times on this page are of this zone">${timeZone}</span>
    <details class="menu">
      <summary>${viewer.name}</summary>
      <div class="menu-box">
        <p><b>${viewer.login}</b><br /><span class="soft">${viewer.role}: ${roleWords[viewer.role]}</span></p>
        <a href="/account">Your account</a>
        <button class="link" id="theme-toggle" hidden>Light or dark</button>
        <button class="link" id="keys-toggle" hidden>Keys</button>
        ${form(context, "/logout", html`<button class="link">Log out</button>`, "one-button")}
      </div>
    </details>`;
}

const keyHelp = html`<dialog id="keys" aria-labelledby="keys-title">
  <h2 id="keys-title">Keys</h2>
  <dl class="facts">
    <div>
      <dt><kbd>/</kbd> or <kbd>Ctrl K</kbd></dt>
      <dd>search</dd>
    </div>
    <div>
      <dt><kbd>j</kbd> <kbd>k</kbd></dt>
      <dd>next and previous entry of a list</dd>
    </div>
    <div>
      <dt><kbd>o</kbd></dt>
      <dd>open the entry</dd>
    </div>
    <div>
      <dt><kbd>a</kbd> <kbd>m</kbd> <kbd>x</kbd></dt>
      <dd>acknowledge the alert, mute its story or unmute it, not relevant</dd>
    </div>
    <div>
      <dt><kbd>v</kbd> <kbd>b</kbd></dt>
      <dd>choose the source, and what to do with the chosen ones</dd>
    </div>
    <div>
      <dt><kbd>g</kbd> then a letter</dt>
      <dd>
        go to a section: <kbd>a</kbd> alerts, <kbd>s</kbd> stories, <kbd>t</kbd> topics, <kbd>f</kbd> sources,
        <kbd>h</kbd> search, <kbd>e</kbd> explain, <kbd>p</kbd> pipeline, <kbd>d</kbd> deliveries,
        <kbd>m</kbd> silences, <kbd>c</kbd> settings, <kbd>o</kbd> overview
      </dd>
    </div>
    <div>
      <dt><kbd>?</kbd></dt>
      <dd>this list</dd>
    </div>
  </dl>
  <form method="dialog"><button class="button">Close</button></form>
</dialog>`;
