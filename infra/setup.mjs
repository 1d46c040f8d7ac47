// Installs the workspace when it has changed since the last time: the pinned pnpm through npx, the frozen lockfile.
// Plain JavaScript without dependencies, so that any Node >= 20 with npm can run it on a fresh clone.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, "node_modules", ".wirewatch-setup");
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const cache = join(root, ".wirewatch", "cache", "npm");
const npxFolder = join(cache, "_npx");

function install() {
  return spawnSync("npx", ["--yes", packageManager, "install", "--frozen-lockfile", "--reporter=append-only"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    shell: process.platform === "win32",
    env: { ...process.env, npm_config_cache: cache, CI: "true" },
  });
}

function manifests() {
  const folders = ["packages", "services"].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name)),
  );
  return [".", "infra/demo", "test", ...folders]
    .map((folder) => join(folder, "package.json"))
    .concat("pnpm-workspace.yaml", "pnpm-lock.yaml")
    .filter((file) => existsSync(join(root, file)))
    .sort((a, b) => (a < b ? -1 : 1));
}

function wantedStamp() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  for (const file of manifests()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function currentStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, "utf8") : "";
}

if (currentStamp() !== wantedStamp()) {
  console.log("Installing Wirewatch's packages (once; later starts skip this) ...");
  let result = install();
  if (result.status !== 0 && existsSync(npxFolder)) {
    // An install that was interrupted leaves half a pnpm here, which npx then never gets past.
    rmSync(npxFolder, { recursive: true, force: true });
    result = install();
  }
  if (result.status !== 0) {
    console.error(`${result.stdout ?? ""}\n${result.stderr ?? ""}`.trim());
    console.error(
      "\nThe packages could not be installed. Wirewatch needs Node 20 or newer with npm, and reach to the npm registry\n" +
        "(behind a proxy: set HTTPS_PROXY; with a mirror: npm config set registry <url>). Then run the command again.",
    );
    process.exit(1);
  }
  writeFileSync(stampFile, wantedStamp());
}
