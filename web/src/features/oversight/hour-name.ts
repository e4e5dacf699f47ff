/** An hour of the clinic's day, as the reader's locale writes hours. */

const hour = new Intl.DateTimeFormat(undefined, { hour: "numeric" });

export function hourName(of: number): string {
  return hour.format(new Date(2000, 0, 1, of));
}
