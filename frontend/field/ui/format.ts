// Numbers, money and times as Indonesians write them, in the office's own zone.
import type { Benefit } from "../engine/bundle";

/** `600000` -> `600.000`. */
export function number(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ".");
}

/** `10` kg, or `Rp600.000`. */
export function amount(value: number, benefit: Benefit | undefined): string {
  if (!benefit) return number(value);
  return benefit.kind === "cash" ? `Rp${number(value)}` : `${number(value)} ${benefit.unit}`;
}

/** `09.14` */
export function clockTime(moment: number, zone: string): string {
  return part(moment, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).replace(":", ".");
}

/** `20 Januari` */
export function dayAndMonth(moment: number, zone: string): string {
  return part(moment, zone, { day: "numeric", month: "long" });
}

export function sameDay(left: number, right: number, zone: string): boolean {
  return dayAndMonth(left, zone) === dayAndMonth(right, zone);
}

function part(moment: number, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("id-ID", { timeZone: zone, ...options }).format(moment);
}
