import { expect, test } from "vitest";
import { eventCommand } from "./event.js";

test("an IP version that is none is refused before a lab is looked for", async () => {
  const command = eventCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  const argv = ["withdraw", "dest1", "--family", "7"];
  await expect(command.parseAsync(argv, { from: "user" })).rejects.toThrow("--family");
});
