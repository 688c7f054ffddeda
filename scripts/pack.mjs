/** `node scripts/pack.mjs n8n|node-red`: packs a built package and prints where the tarball is. */
import { pack, packages } from './lib.mjs';

const [name] = process.argv.slice(2);
if (!(name in packages)) throw new Error(`Say which package: ${Object.keys(packages).join(' or ')}`);
console.log(pack(name));
