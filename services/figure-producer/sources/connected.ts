// Sources read from other systems once a place turns them on (npm run source -- run <name>). To add one: a folder beside these, one line here.

export { departmentFigures } from './department-figures/index.ts'
