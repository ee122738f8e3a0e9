// Copies what the product ships out of node_modules and writes vendored.sha256; --check only compares.
// Run after `npm ci`. The icon template is made from icons.txt: add a name there to use an icon.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const platform = join(here, "..", "src", "throughline", "platform");
const vendor = join(platform, "static", "vendor");
const modules = join(here, "node_modules");

// The source map comment is dropped: the map is not shipped, and a missing file would break hashed static files.
const withoutMap = (text) => text.replace(/\n?\/\*# sourceMappingURL=.*?\*\/\s*$/s, "\n");

function icons() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").map((n) => n.trim()).filter(Boolean);
  const symbols = [...new Set(names)].sort().map((name) => {
    const svg = readFileSync(join(modules, "@tabler", "icons", "icons", "outline", `${name}.svg`), "utf8");
    const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    const drawn = body.replace(/<path stroke="none"[^>]*>/, "").replace(/\s+/g, " ").replace(/ ?\/>/g, "/>").trim().replace(/> </g, "><");
    return `<symbol id="i-${name}" viewBox="0 0 24 24">${drawn}</symbol>`;
  });
  return symbols.join("\n") + "\n";
}

const made = {
  [join(vendor, "tabler.min.css")]: () =>
    Buffer.from(withoutMap(readFileSync(join(modules, "@tabler", "core", "dist", "css", "tabler.min.css"), "utf8"))),
  [join(vendor, "inter-var-latin.woff2")]: () =>
    readFileSync(join(modules, "@fontsource-variable", "inter", "files", "inter-latin-wght-normal.woff2")),
  [join(vendor, "inter.LICENSE")]: () => readFileSync(join(modules, "@fontsource-variable", "inter", "LICENSE")),
  [join(platform, "templates", "ui", "sprite_icons.html")]: () => Buffer.from(icons()),
};

const check = process.argv.includes("--check");
const listed = [];
let differ = 0;
for (const [target, make] of Object.entries(made)) {
  const content = make();
  const name = target.slice(platform.length + 1).replaceAll("\\", "/");
  listed.push(`${createHash("sha256").update(content).digest("hex")}  src/throughline/platform/${name}`);
  if (check) {
    if (!existsSync(target) || !readFileSync(target).equals(content)) {
      console.error(`differs: ${name}`);
      differ += 1;
    }
  } else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}
const list = listed.sort().join("\n") + "\n";
const listFile = join(here, "vendored.sha256");
if (!check) writeFileSync(listFile, list);
else if (!existsSync(listFile) || readFileSync(listFile, "utf8") !== list) {
  console.error("differs: vendored.sha256");
  differ += 1;
}
process.exit(differ ? 1 : 0);
