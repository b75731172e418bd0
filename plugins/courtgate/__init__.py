"""人民法院网关: a court's gateway that speaks only the private line."""
