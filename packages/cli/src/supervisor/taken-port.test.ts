import { createServer } from "node:net";
import { expect, test } from "vitest";
import { refuseTakenPort } from "./taken-port.ts";

test("a port that another program has is refused in words that say what to do, a free one is left free", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await expect(refuseTakenPort(port, "127.0.0.1", 0)).rejects.toThrow(
    `port ${port} is taken by another program; set PORT to a free one`,
  );
  // One that ends soon, as the console of a supervisor that was killed does, is waited for.
  setTimeout(() => other.close(), 300);
  await refuseTakenPort(port, "127.0.0.1");
  await refuseTakenPort(port, "127.0.0.1");
  await refuseTakenPort(0, "127.0.0.1");
  await refuseTakenPort(8080, "192.0.2.1");
});
