"""What a learner can show for the course: earned, numbered, printed, checked.

The page at /c/<number> is the certificate; the PDF is a copy of it. A certificate is never edited: a corrected name
makes a new one. Refused: a page that names the holder of a certificate that no longer counts, because a corrected name
must not lead a stranger from one name to the other.
"""
