import { runSeed, shorten } from './run-seed'
const [from, n] = process.argv.slice(2).map(Number)
const t=Date.now()
let bad=0; const kinds=new Map<string,number[]>()
for (let s=from!; s<from!+n!; s++) { const {broken}=await runSeed(s); if (broken.length) { bad++; const k=(broken[0]+'').replace(/\d+/g,'#'); kinds.set(k,[...(kinds.get(k)??[]),s]) } }
console.log((Date.now()-t)/n!, 'ms', bad, 'bad')
for (const [k,v] of kinds) console.log(v.length, k, v.slice(0,5))
