import { defineConfig } from "vitest/config";

const LAB_TESTS = ["tests/lab/**/*.test.ts", "src/**/*.lab.test.ts"];
const LAB_DEADLINE_MS = 300_000;

export default defineConfig({
  test: {
    silent: "passed-only",
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "src/**/*.test.tsx", "scripts/**/*.test.ts"],
          exclude: LAB_TESTS,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "lab",
          include: LAB_TESTS,
          // Labs share the kernel's timers and two CPUs: side by side they would spoil each other's convergence.
          fileParallelism: false,
          testTimeout: LAB_DEADLINE_MS,
          hookTimeout: LAB_DEADLINE_MS,
        },
      },
    ],
  },
});
