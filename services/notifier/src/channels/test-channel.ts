import { exampleDigest, exampleMessage, exampleNotice, exampleSystem } from "@wirewatch/alerting";
import type { OutgoingMessage } from "@wirewatch/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Channel, SendResult } from "./channel.ts";
import { attack, hostileMessages } from "./fixtures/hostile-messages.ts";

/**
 * Ways in which a receiver, or the way to it, fails.
 *
 * - `unavailable`: has the message, answers that it cannot take it now
 * - `rateLimited`: asks to come back in seven seconds
 * - `rejected`: refuses this message or us for good
 * - `gone`: wants no message any more
 * - `redirect`: names another address; `strayRequests` counts what arrives there
 * - `silence`: has the message and never answers
 * - `reset`: has the message and cuts the connection
 */
export type Fault = "unavailable" | "rateLimited" | "rejected" | "gone" | "redirect" | "silence" | "reset";

/** What the fake receiver got in one attempt. */
export interface ReceivedMessage {
  /** By which it knows a repetition; null when there is no place for it. */
  readonly id: string | null;
  /** Everything a person may read of it, decoded. */
  readonly text: string;
  /** The parts in which the receiver looks for markup; empty where it never does. */
  readonly markup: string;
}

/** A channel with a stand-in for the far side that speaks the real protocol. */
export interface ChannelStand {
  readonly channel: Channel;
  /** Attempts that reached the stand-in, oldest first. */
  received(): readonly ReceivedMessage[];
  /** The next attempts fail so, one each. */
  failNext(...faults: readonly Fault[]): void;
  /** Requests that went where a redirect pointed. */
  strayRequests(): number;
  stop(): Promise<void>;
}

export interface ChannelTraits {
  /** Those the protocol knows. */
  readonly faults: readonly Fault[];
  /** The receiver gets the delivery's id and can tell a repetition by it. */
  readonly carriesId: boolean;
}

/** What every channel answers to a fault, whatever its protocol. */
const expected: Readonly<Record<Fault, Partial<SendResult>>> = {
  unavailable: { kind: "retry" },
  rateLimited: { kind: "retry", retryAfterMs: 7_000 },
  rejected: { kind: "permanent" },
  gone: { kind: "disable" },
  redirect: { kind: "retry" },
  silence: { kind: "retry" },
  reset: { kind: "retry" },
};

/** Long enough for a loaded machine; attempts that are answered end long before. */
const patientMs = 10_000;
const hastyMs = 500;

const dangerousSigns: readonly string[] = ["\0", "\u0007", "\u001B", "\u2028", "\u202E", "\uD800"];

/**
 * The tests every channel passes: it delivers, keeps the id over attempts, tells failures apart, follows no redirect,
 * lets no outside text act on the receiver, and stops when told to.
 *
 * @param setUp a fresh channel whose attempts end after at most `timeoutMs`
 */
export function testChannel(
  name: string,
  setUp: (timeoutMs: number) => Promise<ChannelStand>,
  traits: ChannelTraits,
): void {
  const { faults, carriesId } = traits;
  describe(`${name}, as every channel,`, () => {
    let stand: ChannelStand;
    beforeEach(async () => {
      stand = await setUp(patientMs);
    });
    afterEach(() => stand.stop());
    const send = (message: OutgoingMessage): Promise<SendResult> =>
      stand.channel.send(message, new AbortController().signal);

    test("delivers a message with its title, topic, severity, passage and link", async () => {
      expect(await send(exampleMessage())).toMatchObject({ kind: "sent" });
      const [message, ...more] = stand.received();
      expect(more).toEqual([]);
      for (const text of ["Acme Corp recalls heaters", "Acme Corporation", "https://news.example.com/acme-recall"]) {
        expect(message?.text).toContain(text);
      }
      expect(message?.text).toMatch(/critical/i);
      expect(message?.text).toMatch(/built in .*Acme.*'s Leeds .*factory/);
    });

    test("delivers a message about a source with its title and sentence", async () => {
      expect(await send(exampleNotice())).toMatchObject({ kind: "sent" });
      const [message, ...more] = stand.received();
      expect(more).toEqual([]);
      expect(message?.text).toContain("Example Times fails");
      expect(message?.text).toMatch(/The server answered 500 for the fifth\s+time/);
    });

    test("delivers a digest with its stories and the count of the rest", async () => {
      expect(await send(exampleDigest())).toMatchObject({ kind: "sent" });
      const [message, ...more] = stand.received();
      expect(more).toEqual([]);
      for (const text of ["9 stories", "Acme Corp recalls heaters", "Kettle prices rise"]) {
        expect(message?.text).toContain(text);
      }
      expect(message?.text).toMatch(/\b7\b/);
    });

    test("delivers a message about Wirewatch with its title and lines", async () => {
      expect(await send(exampleSystem())).toMatchObject({ kind: "sent" });
      const [message, ...more] = stand.received();
      expect(more).toEqual([]);
      expect(message?.text).toContain("Wirewatch is at work");
      expect(message?.text).toMatch(/1,204 articles in the last 24 hours/);
      expect(message?.text).toMatch(/12 alerts, 11 delivered & 1 waiting/);
    });

    test("says why it comes, and the time in the zone of its readers", async () => {
      const note = "Reminder 2 of 3: nobody has acknowledged this alert.";
      const timeZone = "Asia/Kolkata";
      expect(await send(exampleMessage({ event: "alert.reminder", note, timeZone }))).toMatchObject({ kind: "sent" });
      const [message] = stand.received();
      expect(message?.text).toContain("Reminder 2 of 3");
      expect(message?.text).toMatch(/2026-03-02 14:40 GMT\+5:30 \(Asia\/Kolkata\)|2026-03-02T09:10:00Z/);
    });

    test.each(faults.filter((fault) => fault !== "silence"))("answers %s with what to do next", async (fault) => {
      stand.failNext(fault);
      const result = await send(exampleMessage());
      expect(result).toMatchObject(expected[fault]);
      expect(result.kind === "sent" ? "" : result.reason).not.toBe("");
      expect(stand.strayRequests()).toBe(0);
      expect(await send(exampleMessage())).toMatchObject({ kind: "sent" });
    });

    test.runIf(faults.includes("silence"))("gives up on a receiver that never answers", async () => {
      const hasty = await setUp(hastyMs);
      hasty.failNext("silence");
      const startedAt = performance.now();
      const result = await hasty.channel.send(exampleMessage(), new AbortController().signal);
      const tookMs = performance.now() - startedAt;
      await hasty.stop();
      expect(result).toMatchObject({ kind: "retry", status: null });
      expect(tookMs).toBeGreaterThan(hastyMs - 50);
      expect(tookMs).toBeLessThan(patientMs / 2);
    });

    test.runIf(carriesId)("keeps the id over attempts, and has another for another message", async () => {
      const repeatable = faults.filter((fault) => !["gone", "rejected", "silence"].includes(fault));
      stand.failNext(...repeatable);
      for (const _ of repeatable) await send(exampleMessage());
      await send(exampleMessage());
      await send(exampleMessage({ id: "dl_fedcba9876543210fedcba9876543210fedcba98" }));
      const ids = stand.received().map(({ id }) => id);
      expect(ids).toHaveLength(repeatable.length + 2);
      expect(new Set(ids.slice(0, -1)).size).toBe(1);
      expect(ids[0]).toContain("dl_0123456789abcdef0123456789abcdef01234567");
      expect(ids.at(-1)).toContain("dl_fedcba9876543210fedcba9876543210fedcba98");
    });

    test.each(Object.entries(hostileMessages(attack)))("lets no text from outside act: %s", async (_, message) => {
      expect(await send(message)).toMatchObject({ kind: "sent" });
      const [received] = stand.received();
      expect(received?.text).toContain("Acme");
      expect(dangerousSigns.filter((sign) => received?.text.includes(sign))).toEqual([]);
      expect(received?.text).not.toContain("javascript:");
      expect(received?.markup).not.toMatch(/<script|<img|<!channel|<@U|<http:\/\/evil|href="(?!https?:)/i);
    });

    test.each(Object.entries(hostileMessages("Acme ".repeat(200_000))))(
      "cuts texts of a megabyte: %s",
      async (_, message) => {
        expect(await send(message)).toMatchObject({ kind: "sent" });
        const [received] = stand.received();
        expect(received?.text).toContain("Acme Acme");
        expect(received?.text.length).toBeLessThan(50_000);
      },
    );

    test("sends nothing when it is stopped before", async () => {
      const result = await stand.channel.send(exampleMessage(), AbortSignal.abort());
      expect(result).toMatchObject({ kind: "retry" });
      expect(stand.received()).toEqual([]);
    });

    test.runIf(faults.includes("silence"))("ends at once when it is stopped meanwhile", async () => {
      stand.failNext("silence");
      const stop = new AbortController();
      const sending = stand.channel.send(exampleMessage(), stop.signal);
      await expect.poll(() => stand.received().length, { timeout: patientMs }).toBe(1);
      const stoppedAt = performance.now();
      stop.abort();
      expect(await sending).toMatchObject({
        kind: "retry",
        reason: expect.stringContaining("stopped"),
      });
      expect(performance.now() - stoppedAt).toBeLessThan(patientMs / 2);
    });
  });
}
