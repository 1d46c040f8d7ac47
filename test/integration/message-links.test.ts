import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { ask, startLinkScene } from "../../services/console/src/routes/links-scene.ts";
import type { LinkScene } from "../../services/console/src/routes/links-scene.ts";
import { messageLinks } from "../../services/notifier/src/message-links.ts";

/* The links that the notifier writes into messages are those that the console serves. */

let scene: LinkScene;
beforeAll(async () => {
  scene = await startLinkScene();
});
beforeEach(() => scene.reset());
afterEach(() => scene.endTest());
afterAll(() => scene.stop());

it("every link in a message leads to its page", async () => {
  const url = await scene.start();
  const links = messageLinks(scene.key, `${url}/`, { alertId: scene.alertId(), receiver: "desk", now: new Date() });
  const shown: Readonly<Record<string, string>> = {
    open: "matched by one of these, 1st",
    why: "matched by one of these, 1st",
    ack: "Acknowledge</button>",
    mute: "Mute for 24 hours</button>",
  };
  expect(Object.keys(links)).toEqual(expect.arrayContaining(Object.keys(shown)));
  for (const [name, link] of Object.entries(links)) {
    expect(await ask(link), name).toMatchObject({ status: 200, text: expect.stringContaining(shown[name] ?? "") });
  }
});
