import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { drainDevice } from "./drain.js";
import { toldContext } from "./fixtures/told-context.js";
import { toldLab } from "./fixtures/told-lab.js";
import { restartServer } from "./restart.js";

/** How a device's web server is at a look: its workers, what one of the old ones is, and its connections that close. */
interface Look {
  workers: string;
  /** Left out where it has ended. */
  old?: string;
  closing?: string;
}

const WORKS = "nginx: worker process\0 13 (nginx) S 12";
const LEAVES = "nginx: worker process is shutting down\0 13 (nginx) S 12";
const BUSY = "nginx: worker process is shutting down\0 13 (nginx) R 12";

/** A device whose web server is so from the reload on, look by look; the last one stays. */
function device(...looks: Look[]) {
  let reloaded = false;
  const lab = toldLab(shippedLab("cluster"), (command) => {
    if (command.endsWith("-s reload")) reloaded = true;
    const [look] = reloaded ? looks : [{ workers: "13 14" } as Look];
    if (command.endsWith("nginx.pid")) return "12\n";
    if (command.endsWith("/children")) return look?.workers ?? "";
    if (command.includes("/proc/13/")) return look?.old;
    if (command.includes("/proc/14/")) return LEAVES;
    if (!command.startsWith("ss ")) return "";
    if (looks.length > 1) looks.shift();
    return look?.closing ?? "";
  });
  return { ...toldContext(lab), told: lab.told, left: looks };
}

test("a restart kills every worker, or asks the master to replace them", async () => {
  const killed = device();
  await restartServer(killed.context, "dest1", "kill");
  expect(killed.told.at(-1)).toBe("dest1: kill -KILL 13 14");
  const reloaded = device({ workers: "15" });
  await restartServer(reloaded.context, "dest1", "reload");
  expect(reloaded.told).toContain("dest1: nginx -c /lab/nginx.conf -s reload");
  expect(reloaded.told.join()).not.toContain("kill");
  expect(reloaded.events).toMatchObject([{ event: "restart", target: "dest1", how: "reload" }]);
});

test("a reload is over when each old worker leaves and sleeps, and no client's FIN is waited for", async () => {
  for (const old of [WORKS, BUSY]) {
    const { context, told } = device({ workers: "13 15", old });
    const waits = restartServer(
      { ...context, signal: AbortSignal.timeout(100) },
      "dest1",
      "reload",
    );
    await expect(waits).rejects.toMatchObject({ code: "E_INTERRUPTED" });
    expect(told.join()).not.toContain("ss --tcp");
  }
  const { context, left } = device(
    { workers: "13 15", old: LEAVES, closing: "FIN-WAIT-2" },
    { workers: "15", closing: "FIN-WAIT-1" },
    { workers: "15" },
  );
  await restartServer(context, "dest1", "reload");
  expect(left).toHaveLength(1);
});

test("of a device that has withdrawn no client's answer is waited for: it goes to others", async () => {
  const { context, events, told } = device({ workers: "15", closing: "FIN-WAIT-1" });
  const withdrawn = { event: "withdraw", target: "dest1", orderedWallNs: "1", orderedMonoNs: "1" };
  events.push(withdrawn);
  await restartServer(context, "dest1", "reload");
  expect(told.join()).not.toContain("ss --tcp");
  events.push({ ...withdrawn, event: "announce" });
  const waits = { ...context, signal: AbortSignal.timeout(100) };
  await expect(restartServer(waits, "dest1", "reload")).rejects.toMatchObject({
    code: "E_INTERRUPTED",
  });
});

test("a device is drained when its old workers are gone and nothing closes, or the time is up", async () => {
  const { context, events, left } = device(
    { workers: "15", closing: "FIN-WAIT-2" },
    { workers: "15" },
  );
  await drainDevice(context, "dest1", 60_000);
  expect(left).toHaveLength(1);
  expect(events).toMatchObject([{ event: "drain", target: "dest1" }]);
  const stays = device({ workers: "14 15" });
  await drainDevice(stays.context, "dest1", 50);
  expect(stays.told.join()).not.toContain("ss --tcp");
  expect(stays.events).toHaveLength(1);
});
