"""What was asked, what readers and the staff said of it, and who of the staff may: kept in one database."""
