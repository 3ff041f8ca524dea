import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { expect, test, vi } from "vitest";
import { canReadAgain, openSource, streamSource } from "./source.js";

vi.mock("node:fs/promises", { spy: true });

test("what turns out to be no file is closed again", async () => {
  const { open: openFile } =
    await vi.importActual<typeof import("node:fs/promises")>("node:fs/promises");
  const opened: FileHandle[] = [];
  vi.mocked(open).mockImplementation(async (path, flags) => {
    const handle = await openFile(path, flags);
    opened.push(handle);
    if (path === "package.json") vi.spyOn(handle, "stat").mockRejectedValue(new Error("EIO"));
    return handle;
  });
  await expect(openSource("src")).rejects.toThrow("cannot read src: it is a directory");
  await expect(openSource("package.json")).rejects.toThrow("cannot read package.json: EIO");
  expect(opened.map(({ fd }) => fd)).toEqual([-1, -1]);
});

test("a stream that gives text is refused", () => {
  const stream = Readable.from(["a"]).setEncoding("latin1");
  expect(() => streamSource(stream)).toThrow(
    "a capture is bytes: the stream has the encoding latin1",
  );
});

test("a stream that is closed before its end is destroyed, so that who writes it ends", async () => {
  const stream = Readable.from([Buffer.from("a"), Buffer.from("b")]);
  await streamSource(stream).close();
  expect(stream.destroyed).toBe(true);
});

test("files can be read again, and standard input and terminals cannot, whatever stands beside them", async () => {
  expect(await canReadAgain(["package.json", "no-such-file"])).toBe(true);
  for (const once of ["-", "/dev/null"])
    expect(await canReadAgain(["package.json", once]), once).toBe(false);
});
