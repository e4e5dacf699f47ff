/** What runs outside the app, in Node and in browsers: checking vector files, making one of fresh keys, measuring. */
export { systemRandom } from "../primitives";
export { checkText } from "./check";
export { makeText } from "./make";
export { measure } from "./measure";
