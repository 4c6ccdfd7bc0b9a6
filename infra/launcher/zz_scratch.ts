import { startEngines } from './engines.ts'
import { openKafka, provisionTopics } from '@ioc/kafka'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import { topics } from '@ioc/schemas'
import { standClock, runClock } from '@ioc/clock'
import { startServices } from './services.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { compareFigures, openIndicators } from '@ioc/indicators'
import { openCatalogues } from '@ioc/catalogues'
import { figuresTable } from './print.ts'
const dataDir='/tmp/scratch/ioc', portBase=9080
const t0=performance.now(); const el=()=>((performance.now()-t0)/1000).toFixed(1)
const e=await startEngines({dataDir,portBase,brokers:null,clickhouseUrl:null,user:'default',password:'',say:console.log})
const kafka=openKafka({brokers:e.brokers,clientId:'scratch'}); const ch=openClickHouse({url:e.clickhouseUrl,user:'default',password:'',database:'ioc'})
await Promise.all([provisionTopics(kafka,[...topics]),provisionTables(ch,'/work/main/schemas/tables')])
console.log('engines',el())
standClock(dataDir,'2024-07-01T00:00:00+07:00')
const s=await startServices({names:(process.argv[2]??'dossier-producer,aggregator').split(',') as never,dataDir,host:'127.0.0.1',portBase,environment:{...process.env,IOC_PORT_BASE:String(portBase),KAFKA_BROKERS:e.brokers.join(','),CLICKHOUSE_URL:e.clickhouseUrl,IOC_DATA_DIR:dataDir,IOC_BUSINESS_CLOCK:'2024-07-01T00:00:00+07:00'},say:console.log})
console.log('services',el())
for(let i=0;i<600;i++){
 const st=await fetch(`http://127.0.0.1:${portBase+21}/v1/sources`).then(r=>r.json()).catch(()=>null) as any
 const [c]=await ch.query<{n:number}>('select count() n from ledger')
 const high=(await kafka.admin.offsets('dossier.v1')).reduce((a,b)=>a+b.high,0)
 if(i%5===0)console.log(el(),JSON.stringify(st?.sources.map((x:any)=>[x.name,x.emitted,x.rejected,x.state])),high,c)
 if(st?.sources[0].state==='finished' && c!.n>=high) break
 await wait(1000)
}
console.log('done',el(), await ch.query('select verdict, count() n from ledger final group by verdict'))
console.log(await ch.query("select reasons[1].code c, count() n from ledger final where verdict='reject' group by c order by n desc limit 40"))
console.log(await ch.query("select table, sum(rows) r, count() parts, formatReadableSize(sum(bytes_on_disk)) b from system.parts where active and database='ioc' group by table"))
const t1=performance.now(); const f=await compareFigures(ch,openIndicators(openCatalogues())); console.log('compare ms',performance.now()-t1); console.log(figuresTable(f.length?f:[]))
await s.stop(); await kafka.close(); await ch.close(); await e.stop(); process.exit(0)
