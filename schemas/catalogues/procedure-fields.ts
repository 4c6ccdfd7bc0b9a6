import type { Procedure } from './procedures.ts'

type FieldPlan = {
  code: string
  name: { vi: string; en: string }
  weights: Record<Procedure['level'], number>
}

/**
 * The fields (lĩnh vực) that simulated procedures are spread over, with how heavy each is at each level.
 * Names are those in daily use; codes and weights are made up. Zero means the level settles nothing in that field.
 */
export const FIELDS: readonly FieldPlan[] = [
  plan('LV01', 'Đất đai', 'Land', 6, 6, 2),
  plan('LV02', 'Hộ tịch', 'Civil status', 2, 5, 9),
  plan('LV03', 'Chứng thực', 'Certification', 1, 4, 7),
  plan('LV04', 'Đăng ký doanh nghiệp', 'Business registration', 6, 0, 0),
  plan('LV05', 'Hộ kinh doanh, hợp tác xã', 'Household businesses and cooperatives', 1, 6, 0),
  plan('LV06', 'Đầu tư', 'Investment', 5, 0, 0),
  plan('LV07', 'Xây dựng và quy hoạch', 'Construction and planning', 6, 4, 0),
  plan('LV08', 'Môi trường', 'Environment', 4, 2, 1),
  plan('LV09', 'Tài nguyên nước và khoáng sản', 'Water and mineral resources', 4, 0, 0),
  plan('LV10', 'Lâm nghiệp và kiểm lâm', 'Forestry and forest protection', 4, 2, 1),
  plan('LV11', 'Trồng trọt và bảo vệ thực vật', 'Crops and plant protection', 4, 1, 1),
  plan('LV12', 'Chăn nuôi và thú y', 'Livestock and veterinary', 4, 1, 1),
  plan('LV13', 'Vận tải và đường bộ', 'Transport and roads', 8, 2, 0),
  plan('LV14', 'Công nghiệp và lưu thông hàng hóa', 'Industry and trade in goods', 8, 2, 0),
  plan('LV15', 'Giáo dục và đào tạo', 'Education and training', 7, 5, 1),
  plan('LV16', 'Khám bệnh, chữa bệnh', 'Medical examination and treatment', 7, 0, 0),
  plan('LV17', 'Dược phẩm và an toàn thực phẩm', 'Medicines and food safety', 6, 1, 0),
  plan('LV18', 'Bảo trợ xã hội', 'Social protection', 3, 5, 6),
  plan('LV19', 'Người có công', 'People with meritorious service', 4, 3, 4),
  plan('LV20', 'Việc làm và an toàn lao động', 'Employment and occupational safety', 5, 1, 0),
  plan('LV21', 'Văn hóa, thể thao và du lịch', 'Culture, sport and tourism', 8, 3, 2),
  plan('LV22', 'Khoa học và công nghệ', 'Science and technology', 5, 0, 0),
  plan('LV23', 'Thông tin và truyền thông', 'Information and communications', 4, 1, 1),
  plan('LV24', 'Tổ chức, tôn giáo, thi đua khen thưởng', 'Organisation, religion and commendation', 5, 4, 4),
  plan(
    'LV25',
    'Tiếp công dân, khiếu nại, tố cáo',
    'Reception of citizens, complaints and denunciations',
    1,
    1,
    1,
  ),
]

function plan(
  code: string,
  vi: string,
  en: string,
  province: number,
  district: number,
  commune: number,
): FieldPlan {
  return { code, name: { vi, en }, weights: { province, district, commune } }
}
