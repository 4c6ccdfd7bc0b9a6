// The one library of metrics; services name their own with it, on the `registry` of `openHttp`.
export { Counter, Gauge, Histogram, Registry } from 'prom-client'
export * from './address.ts'
export * from './http.ts'
export * from './negotiate.ts'
export * from './problem.ts'
export * from './run.ts'
export * from './with-config.ts'
