import { sourceSettings } from "@wirewatch/config";
import type { SettingOrigin, SourceSetting } from "@wirewatch/config";
import { html, none } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, count, panel, table } from "../../views/parts.ts";
import type { Tone } from "../../views/parts.ts";
import { clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import type { SourceDetail } from "./detail-view.ts";

/** Who made a source in the console. */
export interface ConsoleOrigin {
  readonly by: string;
  readonly at: Date;
}

const originNames: Readonly<Record<SettingOrigin, readonly [tone: Tone, name: string]>> = {
  source: ["info", "set here"],
  defaults: ["warn", "defaults of the file"],
  builtIn: ["quiet", "built in"],
};

/** Every setting that holds for a source, and where it comes from. */
export function settingsPanel({ config, defaults, madeIn }: SourceDetail, context: ViewContext): Html {
  if (config === null) {
    const text = "It is not in the configuration any more; what it brought is kept.";
    return panel("Settings", html`<p class="soft">${text}</p>`, { id: "settings" });
  }
  const where =
    madeIn === null
      ? "It stands in sources.yaml; change it there."
      : html`It was made in the console, last changed by ${madeIn.by}, ${clock(madeIn.at, context)}.`;
  const settings = sourceSettings(config, defaults);
  const written = settings.filter(({ origin }) => origin !== "builtIn");
  const others = settings.filter(({ origin }) => origin === "builtIn");
  return panel(
    "Settings",
    html`<p class="hint">${where}</p>
      ${written.length === 0 ? none : settingsTable("Settings that somebody wrote", written)}
      <details class="older">
        <summary>${count(others.length, "setting")} that nobody wrote</summary>
        ${settingsTable("Settings that are built in", others)}
      </details>`,
    { id: "settings" },
  );
}

function settingsTable(caption: string, settings: readonly SourceSetting[]): Html {
  return table(caption, settings, [
    { head: "Setting", cell: ({ key }) => html`<span class="mono">${key}</span>` },
    { head: "Value", kind: "main", cell: ({ value }) => value },
    { head: "From", cell: ({ origin }) => chip(...originNames[origin]) },
  ]);
}
