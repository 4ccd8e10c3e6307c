"""PDF files made by hand: no library writes what a hostile one holds."""

from __future__ import annotations

from collections.abc import Sequence

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /I def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap end end"""


def assembled(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """Numbered objects with their table; the first is the catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)


def pdf(pages: Sequence[Sequence[str]], *, trailer: bytes = b"", extra: Sequence[bytes] = ()) -> bytes:
    """Pages of lines, any characters of the basic plane, as text with a map to Unicode and no embedded font."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", _stream(_TO_UNICODE),
               (b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
               b"/DW 1000 /FontDescriptor 5 0 R >>"),
               b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent 0 /CapHeight 700 /StemV 80 >>",
               b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 3 0 R >>"]  # fmt: skip
    kids = []
    for lines in pages:
        drawn = b"".join(b"<%s> Tj 0 -20 Td\n" % line.encode("utf-16-be").hex().encode() for line in lines)
        objects.append(_stream(b"BT /F1 12 Tf 50 800 Td\n" + drawn + b"ET"))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 842] /Contents %d 0 R /Resources << /Font << /F1 6 0 R >> >> >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return assembled([*objects, *extra], trailer=trailer)


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
