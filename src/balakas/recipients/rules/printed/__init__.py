"""A printed table, from a PDF or a picture: words and ruling lines with their places become the rows of a grid."""
