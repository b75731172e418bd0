"""中拍平台 (sf.caa123.org.cn)."""
