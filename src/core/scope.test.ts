import { describe, expect, test } from "vitest";
import { ShiftError } from "./errors.js";
import { Scope } from "./scope.js";

describe("Scope", () => {
  test("undoes everything, newest first, each step after the one before it has ended", async () => {
    const undone: string[] = [];
    {
      await using scope = new Scope();
      scope.defer("a", () => void undone.push("a"));
      scope.defer("b", async () => {
        await Promise.resolve();
        undone.push("b");
      });
      scope.defer("c", () => void undone.push("c"));
      expect(undone).toEqual([]);
    }
    expect(undone).toEqual(["c", "b", "a"]);
  });

  test("goes on when a step fails, and then tells every failure", async () => {
    const undone: string[] = [];
    const scope = new Scope();
    scope.defer("the link", () => void undone.push("link"));
    scope.defer("the lab", () => {
      throw new Error("busy");
    });
    scope.defer("the route", () => Promise.reject(new Error("gone")));
    const thrown = await scope[Symbol.asyncDispose]().catch((reason: unknown) => reason);
    expect(undone).toEqual(["link"]);
    expect(thrown).toBeInstanceOf(ShiftError);
    expect(thrown).toMatchObject({
      code: "E_CLEANUP",
      message: "could not undo: the route: gone; the lab: busy",
    });
  });

  test("what is undone now leaves the rest to the end", async () => {
    const undone: string[] = [];
    const scope = new Scope();
    const [a] = ["a", "b", "c"].map((name) => scope.defer(name, () => void undone.push(name)));
    await a?.();
    expect(undone).toEqual(["a"]);
    await scope[Symbol.asyncDispose]();
    expect(undone).toEqual(["a", "c", "b"]);
  });

  test("what was undone before is not undone again", async () => {
    let times = 0;
    const scope = new Scope();
    const undo = scope.defer("it", () => void times++);
    await undo();
    await undo();
    await scope[Symbol.asyncDispose]();
    await scope[Symbol.asyncDispose]();
    expect(times).toBe(1);
  });

  test("an early undo passes on its own error, once", async () => {
    const scope = new Scope();
    const undo = scope.defer("it", () => {
      throw new Error("busy");
    });
    await expect(undo()).rejects.toThrow("busy");
    await expect(scope[Symbol.asyncDispose]()).resolves.toBeUndefined();
  });

  test("undoes also what a step adds while it runs", async () => {
    const undone: string[] = [];
    const scope = new Scope();
    scope.defer("a", () => void scope.defer("b", () => void undone.push("b")));
    await scope[Symbol.asyncDispose]();
    expect(undone).toEqual(["b"]);
  });
});
