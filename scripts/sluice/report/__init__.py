"""What is published of the marts: reports, pages, copies, notices."""
