"""人民法院诉讼资产网 (rmfysszc.gov.cn)."""
