import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suggest } from "./suggest.js";

const DEVICES = ["dest1", "dest2", "far"];

describe("suggest", () => {
  it.each([
    ["dset1", "did you mean dest1? devices: dest1, dest2, far"],
    ["dest", "devices: dest1, dest2, far"],
    ["dest9", "devices: dest1, dest2, far"],
    ["fra", "did you mean far? devices: dest1, dest2, far"],
    ["Far", "did you mean far? devices: dest1, dest2, far"],
    ["hop1", "devices: dest1, dest2, far"],
    ["edts1", "devices: dest1, dest2, far"],
    ["fxrx", "devices: dest1, dest2, far"],
    ["", "devices: dest1, dest2, far"],
  ])("for %j says %j", (word, hint) => {
    expect(suggest(word, DEVICES, "devices")).toBe(hint);
  });

  it("means the nearest of several that are near", () => {
    expect(suggest("servin", ["servant", "serving"], "names")).toMatch("did you mean serving?");
  });

  it("takes words into account, and says that there is nothing", () => {
    expect(suggest("servign", [], "devices", ["serving", "first"])).toBe(
      "did you mean serving? devices: none; or serving or first",
    );
  });

  it("finds a name again from which one letter was lost", () => {
    const names = ["payloads", "consistent", "resilient"];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(7), (name, at) => {
        const slip = name.slice(0, at) + name.slice(at + 1);
        expect(suggest(slip, names, "names")).toMatch(`did you mean ${name}?`);
      }),
    );
  });
});
