"""QR codes as SVG, for papers and pages alike."""

import zxingcpp


def qr_svg(text: str) -> str:
    """Return a QR code holding `text` as an SVG document, its quiet zone included.

    Error correction level M: a fold or a stain on paper does not stop the scan.
    """
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return str(barcode.to_svg(add_quiet_zones=True))
