import { expect, it } from "vitest";
import { relativeHref } from "./file-link.js";

it("links what lies below the run folder, by a URL that carries no scheme", () => {
  expect(relativeHref("captures/a b/x%#?.pcap")).toBe("./captures/a%20b/x%25%23%3F.pcap");
  expect(relativeHref("javascript:alert(1)")).toBe("./javascript%3Aalert(1)");
  expect(relativeHref("a\ud800")).toBe("./a%EF%BF%BD");
});

it("links nothing else", () => {
  for (const path of ["", "/etc/passwd", "//host/x", "../x", "a/../../x", "./x", "a//b"]) {
    expect(relativeHref(path)).toBeUndefined();
  }
});
