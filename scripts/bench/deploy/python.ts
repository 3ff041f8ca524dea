// Labs brought up by Python programs that speak one small protocol: begin, up PID, down.
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { Subject } from "./subject.js";

/** The lab by Mininet. @param python program that can import mininet */
export function mininetSubject(python: string): Subject {
  return pythonSubject("Mininet", python, "mininet_lab.py");
}

/** The lab by munet. @param python program that can import munet */
export function munetSubject(python: string): Subject {
  return pythonSubject("munet", python, "munet_lab.py");
}

// Mininet and munet leave their nodes the host's files: here they and what they start get a copy of /etc to write to.
const PRIVATE_ETC = [
  ...["unshare", "--mount", "--propagation", "private", "sh", "-ec"],
  'mount -t tmpfs etc /mnt; cp -a /etc/. /mnt; mount --move /mnt /etc; exec "$@"',
  "sh",
];

/** From the start of a lab to its end; its single waits are up to the Python program. */
const LAB_DEADLINE_MS = 300_000;

function pythonSubject(name: string, python: string, script: string): Subject {
  return {
    name,
    up: async ({ folder }, begin) => {
      const path = fileURLToPath(new URL(script, import.meta.url));
      const command = [python, path, join(folder, "description.json"), join(folder, "python")];
      const [program = "", ...args] = [...PRIVATE_ETC, ...command];
      const child = execa(program, args, {
        stdin: "pipe",
        reject: false,
        timeout: LAB_DEADLINE_MS,
      });
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const next = async (word: string): Promise<string> => {
        for (;;) {
          const { value, done } = await lines.next();
          if (done)
            throw new Error(`${name} ended before it said ${word}: ${(await child).stderr}`);
          if (value.startsWith(word)) return value;
        }
      };
      await next("begin");
      begin();
      const hopPid = Number((await next("up")).split(" ")[1]);
      return {
        hopPid,
        down: async () => {
          child.stdin.end();
          await next("down");
          await child;
        },
      };
    },
  };
}
