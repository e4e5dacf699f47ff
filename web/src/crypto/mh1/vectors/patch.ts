/** Vectors that change another one: a deep copy of its members, and operations on it in their order (section 10). */

import type { Bytes } from "../bytes";
import { concat, hex } from "../bytes";
import { bytesOf, expectThat, isObject } from "./members";

type Container = Record<string | number, unknown>;

/** The members of a vector after a patch. */
export function patched(base: Readonly<Record<string, unknown>>, patch: unknown): Record<string, unknown> {
  const copy = structuredClone(base);
  expectThat(Array.isArray(patch), "a patch is a list");
  for (const step of patch) {
    expectThat(Array.isArray(step) && step.length >= 2, "a step of a patch is [path, op, args…]");
    const [path, op, ...args] = step;
    expectThat(Array.isArray(path) && path.length > 0, "a path is a list of names and indices");
    apply(containerAt(copy, path), path.at(-1), op, args);
  }
  return copy;
}

function containerAt(root: unknown, path: readonly unknown[]): Container {
  let at = root;
  for (const step of path.slice(0, -1)) at = asContainer(at)[keyOf(at, step)];
  return asContainer(at);
}

function asContainer(value: unknown): Container {
  expectThat(isObject(value) || Array.isArray(value), "a path leads nowhere");
  return value as Container;
}

function keyOf(container: unknown, step: unknown): string | number {
  const fits = Array.isArray(container) ? Number.isInteger(step) : typeof step === "string";
  expectThat(fits && Object.hasOwn(container as object, step as string), "a path leads nowhere");
  return step as string | number;
}

function apply(container: Container, last: unknown, op: unknown, args: readonly unknown[]): void {
  if (op === "set") {
    // The one operation that may name a member that is not there yet.
    container[last as string] = structuredClone(args[0]);
    return;
  }
  const key = keyOf(container, last);
  if (op === "remove") {
    if (Array.isArray(container)) container.splice(key as number, 1);
    else delete container[key];
  } else if (op === "flip" || op === "cut" || op === "append") {
    container[key] = hex(changed(bytesOf(container[key]), op, args));
  } else {
    changeList(container, key, op, args);
  }
}

function changeList(container: Container, key: string | number, op: unknown, args: readonly unknown[]): void {
  const list = container[key];
  expectThat(Array.isArray(list), "the operation is for lists");
  const [first, second] = args;
  if (op === "keep") container[key] = list.slice(0, integer(first));
  else if (op === "insert") list.splice(integer(first), 0, structuredClone(second));
  else if (op === "swap") swap(list, integer(first), integer(second));
  else expectThat(false, "an unknown operation");
}

function integer(value: unknown): number {
  expectThat(typeof value === "number" && Number.isInteger(value), "an argument is no integer");
  return value;
}

/** Swaps two elements. */
export function swap<T>(list: T[], i: number, j: number): void {
  expectThat(i in list && j in list, "an index is outside the list");
  const kept = list[i] as T;
  list[i] = list[j] as T;
  list[j] = kept;
}

/** The bytes after `flip byte bit`, `cut n` or `append hex`. */
export function changed(data: Bytes, op: string, args: readonly unknown[]): Bytes {
  if (op === "cut") return data.slice(0, integer(args[0]));
  if (op === "append") return concat(data, bytesOf(args[0]));
  return flipped(data, integer(args[0]), integer(args[1]));
}

/** The bytes with one bit changed. */
export function flipped(data: Bytes, at: number, bit: number): Bytes {
  expectThat(at in data && bit >= 0 && bit < 8, "there is no such bit");
  const copy = data.slice();
  copy[at] = (data[at] ?? 0) ^ (1 << bit);
  return copy;
}
