// A store made for the tests, and `tawatur serve` over it.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder with a store in it. */
export class Place {
  constructor(program) {
    this.program = program;
    this.folder = mkdtempSync(join(tmpdir(), "tawatur-browser-"));
    this.store = join(this.folder, "store.db");
  }

  /** Runs a command on the store; throws with what it said when it fails. */
  run(...args) {
    const done = spawnSync(this.program, [...args, "--store", this.store], {
      encoding: "utf8", cwd: this.folder, maxBuffer: 1 << 28,
    });
    if (done.status !== 0) throw new Error(`tawatur ${args.join(" ")}: ${done.stderr}`);
    return done.stdout;
  }

  /** Adds rows of JSON Lines. */
  add(rows, name = "rows.jsonl") {
    const file = join(this.folder, name);
    writeFileSync(file, rows.map((row) => JSON.stringify(row)).join("\n") + "\n");
    this.run("add", file);
  }

  /** Serves the store; gives back the address. */
  async serve(...args) {
    this.child = spawn(this.program, ["serve", "--store", this.store, "--port", "0", "--by", "Lina", ...args], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const line = await new Promise((resolve, reject) => {
      let text = "";
      this.child.stdout.on("data", (part) => { text += part; if (text.includes("\n")) resolve(text); });
      this.child.on("exit", () => reject(new Error("tawatur serve ended")));
    });
    this.address = line.trim().replace(/\/$/, "");
    return this.address;
  }

  /** What a page's twin says. */
  async json(path) {
    const answer = await fetch(this.address + path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return (await answer.json()).page;
  }

  /** Ends the server and takes the folder away. */
  end() {
    this.child?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A repeatable sequence of numbers below a limit. */
export function sequence(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
