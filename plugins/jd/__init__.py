"""京东司法拍卖 (paimai.jd.com)."""
