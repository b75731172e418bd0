"""公拍网 (gpai.net)."""
