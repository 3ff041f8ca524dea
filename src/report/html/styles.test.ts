import { expect, it } from "vitest";
import { STYLES } from "./styles.js";

const AA = 4.5;
const GROUNDS: Record<string, string[]> = {
  surface: ["text", "muted", "accent", "event", "fail", "pass", "inconclusive", "theory"],
  raised: ["text", "muted", "fail"],
  page: ["text", "muted", "accent"],
  "pass-soft": ["pass"],
  "fail-soft": ["fail", "text", "muted"],
  "inconclusive-soft": ["inconclusive", "text"],
};

/** The palettes of the style sheet: light, dark, print. */
const palettes = [...STYLES.matchAll(/:root \{([^}]*)\}/g)].map(
  ([, body = ""]) =>
    new Map([...body.matchAll(/--([\w-]+): (#\w+)/g)].map(([, name, hex]) => [name, hex])),
);

it("has enough contrast for text in every palette (WCAG 2.2, 1.4.3)", () => {
  expect(palettes.length).toBe(3);
  for (const palette of palettes) {
    for (const [ground, inks] of Object.entries(GROUNDS)) {
      for (const ink of inks) {
        const ratio = contrast(palette.get(ink) ?? "", palette.get(ground) ?? "");
        expect(ratio, `${ink} on ${ground}`).toBeGreaterThanOrEqual(AA);
      }
    }
  }
});

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.replace(/\w/g, "$&$&") : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
