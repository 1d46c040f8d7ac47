import { readStoreFacts, readSystemState } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import type { Pages } from "../page-routes.ts";
import { aboutBody } from "./about-view.ts";
import { ownVersion } from "./own-version.ts";
import { settingsPage } from "./settings-frame.ts";

/** What is kept for how long, and what runs here. */
export function aboutPage(pages: Pages, deps: ConsoleDeps): void {
  pages.get("/settings/about", "viewer", async (page) => {
    const [store, state] = await Promise.all([readStoreFacts(page.db), readSystemState(page.db)]);
    return settingsPage(page, "about", {
      lead: "What is kept for how long, and what runs here.",
      body: aboutBody(page, {
        version: ownVersion(),
        node: process.versions.node,
        queues: deps.queues.backend,
        signOn: deps.singleSignOn?.issuer ?? null,
        store,
        workers: state.workers,
        drainedSince: state.drainedSince,
        keep: page.config.keep,
      }),
    });
  });
}
