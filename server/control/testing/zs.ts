import { shorten } from './run-seed'
for (const s of process.argv.slice(2).map(Number)) { const f=await shorten(s); console.log(s, f.broken, f.story.map(a=>JSON.stringify(a)).join('\n')) }
