/** A QR code as one drawn shape, dark on white in either theme, with the quiet edge that readers need. */
import { encode } from "uqr";
import styles from "./qr-code.module.css";

const EDGE = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: EDGE });
  const drawn = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={drawn} />
    </svg>
  );
}
