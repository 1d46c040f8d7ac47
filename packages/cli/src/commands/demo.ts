import { onShutdown } from "@wirewatch/runtime";
import type { Environment } from "@wirewatch/runtime";
import { openDemoHome, startDemo } from "../demo.ts";

/** Serves the demo newsroom and its inbox until a signal ends it; a child of `up`. */
export async function demo(env: Environment): Promise<void> {
  const running = await startDemo(openDemoHome(env.home));
  onShutdown(process, { limitMs: 5000, exit: (code) => process.exit(code), drain: () => running.close() });
  process.send?.({ started: ["demo"], newsroomUrl: running.newsroom.url, inboxUrl: running.inbox.url });
}
