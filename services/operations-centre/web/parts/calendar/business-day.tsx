import { createContext, type ReactNode, useContext } from 'react'

const Context = createContext<string | null>(null)

/** The day of the business clock, `2024-07-01`, for whatever says "today"; null until the service has told it. */
export function BusinessDay({ day, children }: { day: string | null; children: ReactNode }) {
  return <Context value={day}>{children}</Context>
}

export const useBusinessDay = (): string | null => useContext(Context)
