import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, expect, test } from "vitest";
import { analyzeFiles } from "./analyze.js";
import { captureOf } from "./fixtures/script.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function files(scripts: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-point-"));
  folders.push(folder);
  return Object.entries(scripts).map(([name, script]) => {
    const path = join(folder, name);
    writeFileSync(path, captureOf(script));
    return path;
  });
}

const HANDSHAKE = "0.00 > [S]\n 0.01 < [S.] ttl 57\n 0.02 > [.]\n";

test("files that do not overlap in time continue each other, in whatever order they are given, and however often", async () => {
  const paths = files({
    "a.pcap": HANDSHAKE,
    "b.pcap": "0.03 > [P.] seq 1 ack 1 len 10\n 0.04 < [.] seq 1 ack 11",
  });
  const [path] = paths as [string];
  const link = `${path}.link`;
  symlinkSync(path, link);
  const again = [path, link, relative(process.cwd(), path)];
  const { connections } = await analyzeFiles([...paths.reverse(), ...again]);
  expect(connections.map(({ record }) => record)).toMatchObject([
    { sequence: ">[S] <[S.] >[.] >[P.] <[.]", retransmissions: 0 },
  ]);
  expect(connections[0]?.record.capture).toBeUndefined();
});

test("pipes, which cannot be read twice, are points of their own", async () => {
  const paths = files({ "a.pcap": HANDSHAKE, "b.pcap": "0.03 > [P.] seq 1 ack 1 len 10" });
  const pipes = paths.map((path) => {
    const pipe = `${path}.pipe`;
    execFileSync("mkfifo", [pipe]);
    return pipe;
  });
  const writers = paths.map((path, index) => writeFile(pipes[index] as string, readFileSync(path)));
  const [{ connections }] = await Promise.all([analyzeFiles(pipes), ...writers]);
  expect(connections.map(({ record }) => record.capture)).toEqual(pipes);
});

test("one file that is no capture does not spoil the others", async () => {
  const [good, bad] = files({ "a.pcap": HANDSHAKE, "b.pcap": "" }) as [string, string];
  writeFileSync(bad, "not a capture");
  const { connections, faults } = await analyzeFiles([bad, good]);
  expect(connections).toHaveLength(1);
  expect(faults).toEqual([
    { file: bad, offset: 0, message: `${bad} is no packet capture: it begins with 6e6f7420` },
  ]);
});

test("nothing readable at all is an error, that of the first", async () => {
  const [bad] = files({ "a.pcap": "" }) as [string];
  writeFileSync(bad, "not a capture");
  const missing = `${bad}.none`;
  await expect(analyzeFiles([missing])).rejects.toMatchObject({ code: "E_FILE" });
  await expect(analyzeFiles([missing, bad])).rejects.toMatchObject({ code: "E_FILE" });
  await expect(analyzeFiles([bad, missing])).rejects.toMatchObject({ code: "E_CAPTURE_FORMAT" });
});

test("a file that is given twice has the name that it was given first", async () => {
  const [first, second] = files({ "a.pcap": HANDSHAKE, "b.pcap": HANDSHAKE }) as [string, string];
  const link = `${first}.link`;
  symlinkSync(first, link);
  const { connections } = await analyzeFiles([link, first, second]);
  expect(connections.map(({ record }) => record.capture)).toEqual([link, second]);
});
