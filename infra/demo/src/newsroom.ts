import { openDesk } from "./desk.ts";
import type { PublishedPage } from "./desk.ts";
import { readLibrary } from "./library.ts";
import { openLocalServer, plainReply } from "./local-server.ts";
import { newsroomReply } from "./newsroom-site.ts";
import { outlets } from "./outlet.ts";
import { startPace } from "./pace.ts";
import type { Pace } from "./pace.ts";
import { archiveSteps, programmeStep } from "./programme.ts";
import { seededRandom } from "./seeded-random.ts";
import type { OutletId } from "./story.ts";

/** A text of the caller's own, to be published beside the programme. */
export interface OwnText {
  /** Unique among the newsroom's pages. */
  readonly id: string;
  readonly outlet: OutletId;
  readonly headline: string;
  readonly paragraphs: readonly string[];
  readonly topics: readonly string[];
}

export interface Newsroom {
  /** Address without a final slash. */
  readonly url: string;
  /** Everything published so far, in order, with what a monitor should make of it. */
  readonly pages: readonly PublishedPage[];
  /** Lets the schedule run: nothing new is published until every feed has been read once. */
  start(): void;
  /** Publishes the next page of the programme now, whether or not the schedule runs. */
  publishNext(): PublishedPage;
  /** Publishes a text of one's own now. It is not repeated after a restart. */
  publish(text: OwnText): PublishedPage;
  /** Ends the schedule and the server. */
  close(): Promise<void>;
}

export interface NewsroomOptions {
  readonly host: string;
  /** 0 for any free port. Keep the port over restarts, since it is part of every address. */
  readonly port: number;
  readonly now: () => Date;
  /** Same seed, same texts in the same order; default 1. */
  readonly seed?: number;
  readonly pace?: Pace;
  /**
   * The `at` of everything the programme published before a restart, archive included: those pages stand there again
   * as they were, and the programme goes on behind them.
   */
  readonly history?: readonly string[];
  /** Called after each page of the programme, the archive included. */
  readonly onPublish?: (page: PublishedPage) => void;
}

/** Fast enough to watch; slower after a while, so that a demo left running does not fill the disk. */
const usualPace: Pace = {
  firstMs: 3000,
  everyMs: 6000,
  patienceMs: 30_000,
  pages: 250,
  laterMs: 60_000,
};

/** Age of the archive's newest page, and between its pages. */
const archiveGapMs = 97 * 60 * 1000;

/**
 * Starts a local site of five publishers. It needs no network.
 *
 * @throws {Error} when the port is taken, or a file of `stories/` cannot be read
 */
export async function startNewsroom(options: NewsroomOptions): Promise<Newsroom> {
  const { host, port, now, seed = 1, pace = usualPace, history = [], onPublish = () => undefined } = options;
  const library = readLibrary();
  const startedAt = now();
  const server = await openLocalServer({
    host,
    port,
    answer({ method, url }) {
      if (method !== "GET" && method !== "HEAD") return plainReply(405, "Only GET and HEAD are answered here.");
      const reply = newsroomReply(desk, server.url, startedAt, url.pathname);
      const polled = outlets.find(({ feedPath }) => feedPath === url.pathname);
      if (polled !== undefined && method === "GET") schedule.noteRead(polled.id);
      return reply;
    },
  });
  const desk = openDesk(server.url);
  let nextStep = 0;

  function takeStep(at: Date): PublishedPage {
    const inArchive = nextStep < archiveSteps;
    const page = desk.take(programmeStep(library, seed, nextStep), at, inArchive);
    nextStep += 1;
    onPublish(page);
    return page;
  }

  for (const at of history) takeStep(new Date(at));
  while (nextStep < archiveSteps) {
    takeStep(new Date(startedAt.getTime() - (archiveSteps - nextStep) * archiveGapMs));
  }
  const schedule = startPace({
    pace,
    readers: outlets.map(({ id }) => id),
    random: seededRandom(seed, "pace"),
    publish: () => takeStep(now()),
  });

  return {
    url: server.url,
    pages: desk.pages,
    start: () => schedule.start(),
    publishNext: () => takeStep(now()),
    publish({ paragraphs, ...text }) {
      const blocks = paragraphs.map((paragraph) => ({
        kind: "paragraph" as const,
        text: paragraph,
      }));
      const plain = {
        language: "en",
        rubric: "News",
        byline: null,
        standfirst: null,
        caption: null,
        document: null,
      };
      const story = { ...plain, ...text, blocks, correction: null };
      return desk.take({ kind: "publish", story }, now(), false);
    },
    async close() {
      schedule.stop();
      await server.close();
    },
  };
}
