/**
 * Where a district stands in the tile map, as column and row from the north-west: drawn by hand after its neighbours, since the
 * province's boundaries are in no source we have. A district without a place comes after the others, and none is left out.
 */
export const DISTRICT_PLACES: Readonly<Record<string, { column: number; row: number }>> = {
  '674': { column: 4, row: 1 }, // Đam Rông
  '675': { column: 5, row: 1 }, // Lạc Dương
  '683': { column: 1, row: 1 }, // Cát Tiên, until 1/12/2024
  '682': { column: 1, row: 2 }, // Đạ Tẻh; since 1/12/2024 Đạ Huoai
  '680': { column: 3, row: 2 }, // Bảo Lâm
  '676': { column: 4, row: 2 }, // Lâm Hà
  '672': { column: 5, row: 2 }, // Đà Lạt
  '681': { column: 1, row: 3 }, // Đạ Huoai, until 1/12/2024
  '673': { column: 2, row: 2 }, // Bảo Lộc
  '679': { column: 3, row: 3 }, // Di Linh
  '678': { column: 4, row: 3 }, // Đức Trọng
  '677': { column: 5, row: 3 }, // Đơn Dương
}
