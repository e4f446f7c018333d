"""Printed lists read by machine: a PDF with text, a scan, a phone's photo. What may hurt runs in a process of its own."""
