/** What runs outside the app, in Node and in browsers: checking vector files, and making one of fresh keys. */
export { systemRandom } from "../primitives";
export { checkText } from "./check";
export { makeText } from "./make";
