import { vendorInstant } from '@ioc/connectors/texts/vendor-instant.ts'
import { codeOf, namedEntriesOf, textOf } from './read.ts'
import { GATEWAYS } from './states.ts'

type Sent = Readonly<Record<string, unknown>>

/** Gia of the sync is whole đồng, with or without dots between thousands; what is something else stays text, for the contract to refuse. */
const dong = (told: unknown): number | string => {
  const text = textOf(told)
  const plain = /^\d{1,3}(?:\.\d{3})+$/.test(text) ? text.replaceAll('.', '') : text
  return /^\d+$/.test(plain) ? Number(plain) : text
}

/** Sum of DanhSachLePhi.Gia; null where no fee is told. */
export const feeOf = (record: Sent): number | string | null => {
  const prices = namedEntriesOf(record.DanhSachLePhi)
    .map(({ Gia }) => Gia)
    .filter((price) => textOf(price) !== '')
    .map(dong)
  const odd = prices.find((price) => typeof price === 'string')
  if (odd !== undefined) return odd
  return prices.length === 0 ? null : (prices as number[]).reduce((sum, price) => sum + price, 0)
}

/**
 * The sync says that a dossier was paid online and through which gateway, not when nor under which number. Where a vendor sends
 * neither ThoiGianThanhToan nor MaGiaoDich, it was paid when it was received, under the dossier’s own code (inferred).
 */
export const paymentsOf = (record: Sent) => {
  const told = codeOf(record.DuocThanhToanTrucTuyen)
  if (told === '' || told === '0') return []
  const amount = feeOf(record)
  const paidAt = vendorInstant(record.ThoiGianThanhToan) ?? vendorInstant(record.NgayTiepNhan)
  return [
    {
      transactionCode: textOf(record.MaGiaoDich) || textOf(record.MaHoSo),
      paidAt: paidAt ?? vendorInstant(record.NgayNopHoSo),
      amountVnd: amount ?? 0,
      gateway: GATEWAYS[told] ?? told,
    },
  ]
}
