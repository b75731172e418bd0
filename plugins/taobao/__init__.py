"""淘宝 / 阿里拍卖 (sf.taobao.com)."""
