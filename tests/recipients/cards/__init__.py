"""Made-up KTP and KK and photos of them, so that reading is measured on cards nobody tuned it to."""
