/** A week of duty: roles by days where there is room, days one after the other where there is not. */
import type { DutyLine, DutyWeek, PlannedShift } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import type { Role } from "../../lib/roles";
import { RoleWord, roleColour } from "../../ui/person";
import styles from "./duty.module.css";
import { wallDay, wallHour, within } from "./wall";

const text = words.coverage;

export interface Free {
  role: Role;
  begins: string;
  ends: string;
}

interface Props {
  week: DutyWeek;
  /** Only for whoever plans. */
  onShift?: ((shift: PlannedShift, role: Role) => void) | undefined;
  onFree?: ((free: Free) => void) | undefined;
}

export function WeekOfDuty({ week, onShift, onFree }: Props) {
  return (
    <table className={styles.week} aria-label={text.week}>
      <thead>
        <tr>
          <th scope="col">
            <span className="ct-hidden">{text.role}</span>
          </th>
          {week.days.map((day) => {
            const { weekday, date } = wallDay(day);
            return (
              <th key={day} scope="col" className={styles.day} data-today={day === week.today || undefined}>
                <strong>{weekday}</strong> {date}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {week.lines.map((line) => (
          <tr key={line.role}>
            <th scope="row" className={styles.role}>
              <RoleWord role={line.role} />
            </th>
            {line.shifts.length === 0 ? (
              <td colSpan={7} className={styles.none}>
                {text.nobodyPlanned}
              </td>
            ) : (
              week.days.map((day) => (
                <td key={day} className={styles.cell} data-today={day === week.today || undefined}>
                  <span className={styles.cellDay}>{Object.values(wallDay(day)).join(" ")}</span>
                  <div className={styles.pieces}>
                    <Pieces line={line} day={day} onShift={onShift} onFree={onFree} />
                  </div>
                </td>
              ))
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Pieces({ line, day, onShift, onFree }: { line: DutyLine; day: string } & Omit<Props, "week">) {
  const { role } = line;
  const shifts = line.shifts.map((shift) => ({ ...shift, shift }));
  const pieces = [...shifts, ...line.gaps.map((gap) => ({ ...gap, shift: null }))]
    .toSorted((one, other) => one.begins.localeCompare(other.begins))
    .flatMap((piece) => {
      const part = within(day, piece.begins, piece.ends);
      return part ? [{ ...piece, hours: hours(part) }] : [];
    });
  return pieces.map(({ shift, begins, ends, hours }) => {
    const name = shift ? shortName(shift.person.name) : text.nobody;
    const act = shift
      ? onShift && (() => onShift(shift, role))
      : onFree && (() => onFree({ role, begins, ends }));
    const said = (
      <>
        <span className={styles.name}>{name}</span>
        <span className={styles.hours}>{hours}</span>
      </>
    );
    const look = { className: styles.piece, "data-free": shift ? undefined : true };
    const tint = { "--tint": roleColour(role) } as React.CSSProperties;
    if (!act) {
      return (
        <span key={begins} {...look} style={tint}>
          {said}
        </span>
      );
    }
    return (
      <button key={begins} type="button" {...look} style={tint} onClick={act}>
        {said}
      </button>
    );
  });
}

function hours({ from, until }: { from?: string; until?: string }): string {
  if (from && until) return text.fromUntil(wallHour(from), wallHour(until));
  if (from) return text.from(wallHour(from));
  return until ? text.until(wallHour(until)) : text.allDay;
}
