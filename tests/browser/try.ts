import { readFileSync } from 'node:fs'
import { startLiveCentre } from './harness.ts'
import { publishHalfYear, event, dossier } from './events.ts'
import { publishSnapshots } from './snapshots.ts'
import { openStream } from './stream.ts'
import { execSync } from 'node:child_process'
import { until } from './until.ts'
const c = await startLiveCentre()
await publishHalfYear(c.kafka)
await publishSnapshots(c.clickhouse)
console.log(c.url)
const pid = Number(execSync('cat /tmp/ioc-centre-*/run/operations-centre.pid | tail -1').toString())
const rss = () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`,'utf8'))![1])/1024)
const cpu = () => { const f = readFileSync(`/proc/${pid}/stat`,'utf8').split(' '); return (Number(f[13])+Number(f[14]))/100 }

const s = [await openStream(c.url + '/v1/feed'), await openStream(c.url + '/v1/feed')]
console.log('before', rss(), cpu())
const poll = setInterval(() => { for (const p of ['river','figures','sources','dead-letters','snapshots']) void fetch(`${c.url}/v1/${p}`).then(r=>r.text()).catch(()=>{}) }, 2000)
let peak = 0; const t = setInterval(() => { peak = Math.max(peak, rss()) }, 200)
const t0 = performance.now(), c0 = cpu()
let n = 0
const N = 200_000
while (n < N) { const k = n; await c.kafka.publish('dossier.v1', Array.from({length:4000},(_,i)=>event('dossier.v1','live-demo',`d-${k+i}`,dossier(10000+k+i,{unitCode:['24769','673','24955','679'][i%4], status: ['in-process','received','supplement-requested'][i%3]})))); n += 4000; if (n % 100000 === 0) console.log(n, Math.round(n/((performance.now()-t0)/1000)), 'rss', rss(), 'items', s[0]!.codes().length) }
const t1 = performance.now()
await until('caught up', async () => (await (await fetch(c.url+'/v1/river')).json()).totals.kept >= N+19, 120000)
console.log('peak', peak, 'cpu s', cpu()-c0, 'publish s', (t1-t0)/1000, 'caught up s', (performance.now()-t0)/1000, 'gaps', s[0]!.gaps())
for (const p of ['river','figures','sources','dead-letters','dead-letters/summary','snapshots']) { const a = performance.now(); await (await fetch(`${c.url}/v1/${p}`)).text(); console.log(p, Math.round(performance.now()-a), 'ms') }
clearInterval(poll); clearInterval(t)
for (const x of s) await x.close()

await c.close()
process.exit(0)
