/** The secret is well formed, and opens nothing here. */
export class OpensNothing extends Error {
  override readonly name = "OpensNothing";
}
