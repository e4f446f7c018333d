// Writes src/balakas/common/icons.json: the few Tabler icons (MIT) the screens use, under our own names.
// Run `npm run icons` after adding a line here; the result is committed so that pages need no build to show them.
import { readFileSync, writeFileSync } from "node:fs";

const names = {
  add: "plus",
  alert: "alert-triangle",
  archive: "archive",
  arrow: "arrow-right",
  award: "award",
  back: "arrow-left",
  bell: "bell",
  book: "book",
  box: "package",
  building: "building-community",
  calendar: "calendar-event",
  camera: "camera",
  cash: "cash",
  chart: "chart-bar",
  check: "check",
  checks: "checks",
  chevron: "chevron-right",
  circle: "circle",
  clipboard: "clipboard-check",
  clock: "clock",
  close: "x",
  copy: "copy",
  dash: "minus",
  device: "device-mobile",
  done: "circle-check",
  down: "chevron-down",
  download: "download",
  edit: "pencil",
  error: "circle-x",
  external: "external-link",
  file: "file-text",
  filter: "filter",
  flag: "flag",
  gauge: "gauge",
  hand: "heart-handshake",
  history: "history",
  home: "home",
  id: "id",
  inbox: "inbox",
  info: "info-circle",
  key: "key",
  language: "language",
  letter: "mail",
  list: "list-check",
  lock: "lock",
  logout: "logout",
  map: "map-pin",
  maps: "map-2",
  menu: "menu-2",
  message: "message-report",
  paper: "file-description",
  passkey: "fingerprint",
  pause: "player-pause",
  people: "users",
  person: "user",
  phone: "phone",
  photo: "photo",
  print: "printer",
  qr: "qrcode",
  refresh: "refresh",
  report: "report",
  route: "route",
  scan: "scan",
  search: "search",
  send: "send",
  settings: "settings",
  share: "share",
  shield: "shield-check",
  show: "eye",
  hide: "eye-off",
  signature: "signature",
  stamp: "rubber-stamp",
  steps: "stairs-up",
  table: "table",
  trash: "trash",
  truck: "truck-delivery",
  undo: "arrow-back-up",
  unlock: "lock-open",
  upload: "upload",
  village: "home-2",
  wait: "hourglass",
  workflow: "sitemap",
};

const body = (icon) =>
  readFileSync(new URL(`../node_modules/@tabler/icons/icons/outline/${icon}.svg`, import.meta.url), "utf8")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
    .replace(/\s+/g, " ")
    .replace(/ \/>/g, "/>")
    .replace(/> </g, "><")
    .trim();

const icons = Object.fromEntries(
  Object.entries(names)
    .sort()
    .map(([ours, theirs]) => [ours, body(theirs)]),
);
writeFileSync(new URL("../../src/balakas/common/icons.json", import.meta.url), `${JSON.stringify(icons, null, 1)}\n`);
console.log(`${Object.keys(icons).length} icons`);
