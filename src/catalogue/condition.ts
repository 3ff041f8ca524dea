import type { Family, Scope } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import type { HopChoice } from "./hop-choice.js";

/** What a change of the lab is applied to. */
export interface ConditionContext {
  running: RunningLab;
  family: Family;
  /** Undoes the change at the end of the case. */
  scope: Scope;
  signal?: AbortSignal | undefined;
}

/** A change that is in force. */
export interface ActiveCondition {
  /** Waits until it is in force for every connection that is open. @throws ShiftError E_TIMEOUT. */
  ready?(): Promise<void>;
  /** Waits until it has followed the newest change of the routes. */
  settle?(): Promise<void>;
  /** What has gone wrong with it by now, such as a program that ended; the case then proves nothing. */
  fault?(): string | undefined;
  /** How a hop chooses while it is in force; left out where the kernel's routes say all. */
  choice?: HopChoice;
}
