import { listConfigs, readConfig, readConfigRefusal, versionBefore } from "@wirewatch/store";
import { Problem } from "../../problem.ts";
import type { Pages } from "../page-routes.ts";
import { compareConfigs } from "./compare-configs.ts";
import { comparisonBody, configurationBody } from "./configuration-view.ts";
import { settingsPage } from "./settings-frame.ts";

const versionsShown = 20;
/** Beyond so many entries the first ones are shown with a count of the others. */
const changesShown = 100;

/** The configuration in force, the ones before it, and what changed between two. */
export function configurationPages(pages: Pages): void {
  pages.get("/settings/configuration", "viewer", async (page) => {
    const after = page.query.get("after");
    const before = after !== null && /^\d{1,18}$/u.test(after) ? after : null;
    const [stored, refusal, found] = await Promise.all([
      readConfig(page.db, page.configVersion),
      readConfigRefusal(page.db),
      listConfigs(page.db, before, versionsShown),
    ]);
    const versions = found.slice(0, versionsShown);
    const last = versions.at(-1);
    return settingsPage(page, "configuration", {
      lead: "What is in force now. It comes from the files and from what was saved in the console; secrets are not shown.",
      body: configurationBody(page, {
        config: page.config,
        refusal,
        version: page.configVersion,
        loadedAt: stored?.loadedAt ?? null,
        versions,
        cursor: found.length > versionsShown && last !== undefined ? last.version : null,
      }),
    });
  });

  pages.get("/settings/configuration/:version", "viewer", async (page) => {
    const version = page.params["version"] ?? "";
    const [after, priorVersion] = [await readConfig(page.db, version), await priorOf(version)];
    if (after === null) throw new Problem(404, "there is no configuration of that version");
    const before = priorVersion === null ? null : await readConfig(page.db, priorVersion);
    if (priorVersion !== null && before === null) throw new Problem(404, "there is no configuration of that version");
    const changes = compareConfigs(before?.content ?? {}, after.content);
    return settingsPage(page, "configuration", {
      lead: "What a version changed, entry by entry; secrets are not shown.",
      body: comparisonBody(page, {
        version,
        before: priorVersion,
        loadedAt: after.loadedAt,
        changes: changes.slice(0, changesShown),
        total: changes.length,
      }),
    });

    /** The version it is compared with: the one that was asked for, else the one before. */
    function priorOf(of: string): Promise<string | null> {
      const asked = page.query.get("before") ?? "";
      if (asked !== "" && !/^\d{1,18}$/u.test(asked))
        throw new Problem(404, "there is no configuration of that version");
      if (asked !== "") return Promise.resolve(asked);
      return /^\d{1,18}$/u.test(of) ? versionBefore(page.db, of) : Promise.resolve(null);
    }
  });
}
